"""The ledger's public key, and the checkpoints it signed (C2SP signed-note and tlog-checkpoint)."""

from __future__ import annotations

import base64
import re
from hashlib import sha256
from typing import NamedTuple

from flows.entrypoints.verifier.ed25519 import signed
from flows.entrypoints.verifier.trouble import MisuseError, Trouble

_ED25519 = b"\x01"
_DASH = "\u2014"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class Key(NamedTuple):
    """A named public key."""

    name: str
    id: bytes
    public: bytes


class Checkpoint(NamedTuple):
    """The root hash of a log at one size, and the file in which it stands."""

    origin: str
    size: int
    root: bytes
    source: str


class _Signature(NamedTuple):
    name: str
    key_id: bytes
    value: bytes


def read_key(line: str) -> Key:
    """Read a verifier key, written as `name+id+key`."""
    try:
        return _key(line.strip())
    except ValueError as error:
        shown = line.strip()[:80]
        raise MisuseError(
            f"“{shown}”不是账本的公钥：请给出 phasegate ledger key 打印的一整行，或存有该行的文件。",
            f"{shown!r} is no public key of a ledger: give the whole line that phasegate ledger key prints, "
            "or a file that holds it.",
        ) from error


def read_checkpoint(note: bytes, source: str, *, keys: list[Key]) -> Checkpoint:
    """Return the checkpoint in a signed note; the log itself must have signed it with one of the keys."""
    try:
        body, lines = _parts(note.decode())
        checkpoint = _stated(body, source)
        signatures = [_signature(line) for line in lines]
    except ValueError as error:
        raise Trouble(f"{source} 不是检查点。", f"{source} is no checkpoint.") from error
    _require_signature(checkpoint, body.encode(), _by_its_log(checkpoint, signatures, keys))
    return checkpoint


def _key(line: str) -> Key:
    """Return the key; its id is a digest of the rest, so that a damaged line is noticed."""
    name, key_id, encoded = line.split("+", 2)
    raw = _from_base64(encoded)
    if raw[:1] != _ED25519 or sha256(name.encode() + b"\n" + raw).hexdigest()[:8] != key_id:
        raise ValueError(key_id)
    return Key(name, bytes.fromhex(key_id), raw[1:])


def _parts(text: str) -> tuple[str, list[str]]:
    """Return the text that is signed, and the signature lines below it."""
    body, _, lines = text.rpartition("\n\n")
    if not lines.endswith("\n") or _CONTROL.search(text):
        raise ValueError(text)
    return body + "\n", lines[:-1].split("\n")


def _stated(body: str, source: str) -> Checkpoint:
    origin, size, encoded, *extensions = body[:-1].split("\n")
    root = _from_base64(encoded)
    if not all((origin, *extensions)) or not _SIZE.fullmatch(size) or len(root) != sha256().digest_size:
        raise ValueError(body)
    return Checkpoint(origin, int(size), root, source)


def _by_its_log(
    checkpoint: Checkpoint, signatures: list[_Signature], keys: list[Key]
) -> list[tuple[Key, bytes]]:
    """Return the signatures of the given keys that carry the log's own name."""
    mine = {(key.name, key.id): key for key in keys if key.name == checkpoint.origin}
    return [(mine[each[:2]], each.value) for each in signatures if each[:2] in mine]


def _require_signature(checkpoint: Checkpoint, message: bytes, found: list[tuple[Key, bytes]]) -> None:
    source, origin = checkpoint.source, checkpoint.origin
    if not found:
        raise Trouble(
            f"{source} 没有用所给公钥对应的密钥签名（账本 {origin}）：不是这本账本，或公钥不对。",
            f"{source} is not signed by the key that was given (ledger {origin}): it is another ledger's, "
            "or the key is the wrong one.",
        )
    if not all(signed(key.public, message, signature=value) for key, value in found):
        raise Trouble(
            f"{source} 的签名不成立：签名后内容被改动过。",
            f"The signature of {source} does not hold: the text was changed after it was signed.",
        )


def _signature(line: str) -> _Signature:
    dash, name, encoded = line.split(" ")
    raw = _from_base64(encoded)
    if dash != _DASH:
        raise ValueError(line)
    return _Signature(name, raw[:4], raw[4:])


def _from_base64(text: str) -> bytes:
    """Decode base64 in its one spelling: the unused bits of the last sign are zero."""
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise ValueError(text)
    return raw
