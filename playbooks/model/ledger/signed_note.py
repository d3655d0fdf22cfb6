"""Signed notes (C2SP signed-note): a text, a blank line, and signature lines by named keys.

Reading is strict: one spelling for every note, so a note changed in any bit is a different note. Signatures
of unknown keys are left alone; one of a known key that does not verify refuses the whole note.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from playbooks.model.ledger.signing_key import (
    CONTROL,
    DASH,
    KEY_ID_SIZE,
    STAMP_SIZE,
    NoteError,
    SignatureError,
    SignatureKind,
    VerifierKey,
    check_name,
    from_base64,
    signed_message,
)

MAX_NOTE_BYTES = 1 << 18
MAX_SIGNATURES = 100


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line as it was read, not yet verified."""

    name: str
    key_id: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Attestation:
    """A signature that did verify: whose it is, and the time in seconds that a cosignature states."""

    name: str
    kind: SignatureKind
    time: int | None


@dataclass(frozen=True, slots=True)
class Note:
    """A text and the signatures below it."""

    text: str
    signatures: tuple[Signature, ...]


def parse_note(note: str | bytes) -> Note:
    """Read a signed note and refuse every spelling but the one in which it was written."""
    if len(note) > MAX_NOTE_BYTES:
        raise NoteError(
            "A signed note has at most {most} bytes; this text is longer.",
            most=MAX_NOTE_BYTES,
        )
    whole = _decoded(note)
    body, blank, lines = whole.rpartition("\n\n")
    if not blank or not body or not lines.endswith("\n") or CONTROL.search(whole):
        raise NoteError(
            "A signed note is a text, a blank line and signature lines, and ends with a line break."
        )
    signatures = lines[:-1].split("\n")
    if len(signatures) > MAX_SIGNATURES:
        raise NoteError(
            "A signed note carries at most {most} signatures; this one has {count}.",
            most=MAX_SIGNATURES,
            count=len(signatures),
        )
    return Note(body + "\n", tuple(map(_parse_signature, signatures)))


def verify_note(note: Note, keys: Iterable[VerifierKey]) -> tuple[Attestation, ...]:
    """Return the signatures by known keys, all of which verify; at least one must be there."""
    known = {(key.name, key.key_id): key for key in keys}
    found = [
        (known[line.name, line.key_id], line) for line in note.signatures if (line.name, line.key_id) in known
    ]
    if not found:
        signers = ", ".join(line.name for line in note.signatures)[:200]
        raise SignatureError(
            "No key that is trusted here signed the note; it is signed by {signers}.", signers=signers
        )
    return tuple(_verify_signature(note.text, line.value, key=key) for key, line in found)


def _verify_signature(text: str, value: bytes, *, key: VerifierKey) -> Attestation:
    time = None
    if key.kind is SignatureKind.COSIGNATURE:
        time, value = int.from_bytes(value[:STAMP_SIZE], "big"), value[STAMP_SIZE:]
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(value, signed_message(text, time))
    except InvalidSignature as error:
        raise SignatureError(
            "The signature of {key} does not verify: the text is not what was signed.", key=key.name
        ) from error
    return Attestation(key.name, key.kind, time)


def _parse_signature(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    check_name(name)
    raw = from_base64(encoded)
    if dash != DASH or len(raw) <= KEY_ID_SIZE:
        raise NoteError(
            "A signature line is a dash, the name of the key and the signature, with single blanks between."
        )
    return Signature(name, raw[:KEY_ID_SIZE], raw[KEY_ID_SIZE:])


def _decoded(note: str | bytes) -> str:
    try:
        return note.decode() if isinstance(note, bytes) else note.encode().decode()
    except UnicodeError as error:
        raise NoteError("A signed note is UTF-8 text; this is not.") from error
