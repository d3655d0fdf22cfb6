"""Checkpoints (C2SP tlog-checkpoint): origin, size and root of a log in three signed lines.

A checkpoint counts only when the log itself signed it with an Ed25519 key of its own name. Cosignatures (C2SP
tlog-cosignature) come on top, and who must cosign is the verifier's policy, never the checkpoint's.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from playbooks.model.ledger.merkle import HASH_SIZE
from playbooks.model.ledger.signed_note import Attestation, parse_note, verify_note
from playbooks.model.ledger.signing_key import (
    NoteError,
    SignatureError,
    SignatureKind,
    SigningKey,
    VerifierKey,
    from_base64,
    to_base64,
)

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_HEAD_LINES = 3


class CheckpointError(NoteError):
    """The text is not a checkpoint."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The root hash of a log at one size."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        """Refuse what no checkpoint can state."""
        if not self.origin or "\n" in self.origin or self.size < 0 or len(self.root) != HASH_SIZE:
            raise CheckpointError(
                "A checkpoint states the name of a log, a size from 0 and a root of 32 bytes."
            )

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"


@dataclass(frozen=True, slots=True)
class VerifiedCheckpoint:
    """A checkpoint that its log signed, with every signature that was verified."""

    checkpoint: Checkpoint
    attestations: tuple[Attestation, ...]

    @property
    def cosigned(self) -> dict[str, int]:
        """The witnesses that cosigned, each with the time in seconds that it states."""
        return {each.name: each.time for each in self.attestations if each.time is not None}


def sign_checkpoint(checkpoint: Checkpoint, key: SigningKey) -> str:
    """Return the checkpoint as a note signed by the log; the key must carry the log's name."""
    if key.name != checkpoint.origin or key.kind is not SignatureKind.ED25519:
        raise CheckpointError(
            "Checkpoints of {origin} are signed by a log key of that name, not {key}.",
            origin=checkpoint.origin,
            key=key.name,
        )
    return f"{checkpoint.text}\n{key.sign(checkpoint.text)}"


def cosign_checkpoint(note: str, key: SigningKey, *, time: int) -> str:
    """Return the note with a witness's cosignature and its time in seconds below the others."""
    parse_checkpoint(note)
    return note + key.sign(parse_note(note).text, time=time)


def parse_checkpoint(note: str | bytes) -> Checkpoint:
    """Read what a checkpoint states, without believing it."""
    return _stated(parse_note(note).text)


def verify_checkpoint(note: str | bytes, keys: Iterable[VerifierKey]) -> VerifiedCheckpoint:
    """Return a checkpoint that its log signed; every signature by one of the keys must verify."""
    parsed = parse_note(note)
    checkpoint = _stated(parsed.text)
    attestations = verify_note(parsed, keys)
    if not any(
        each.name == checkpoint.origin and each.kind is SignatureKind.ED25519 for each in attestations
    ):
        raise SignatureError("The checkpoint is not signed by its log, {origin}.", origin=checkpoint.origin)
    return VerifiedCheckpoint(checkpoint, attestations)


def _stated(text: str) -> Checkpoint:
    lines = text[:-1].split("\n")
    # Lines beyond the third are opaque extensions; the specification only demands that none is empty.
    if len(lines) < _HEAD_LINES or not all(lines) or not _SIZE.fullmatch(lines[1]):
        raise CheckpointError(
            "A checkpoint has three lines: the name of the log, its size and its root hash."
        )
    return Checkpoint(lines[0], int(lines[1]), from_base64(lines[2]))
