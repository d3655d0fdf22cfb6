"""The keys of signed notes (C2SP signed-note): Ed25519, named, as one line of text each.

A key's id is a digest of its name, kind and public half, so a damaged line is noticed when it is read.
"""

import base64
import binascii
import re
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from playbooks.model.errors import InputError

KEY_ID_SIZE = 4
STAMP_SIZE = 8
DASH = "\u2014"
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_KEY_SIZE = 32
_PRIVATE = "PRIVATE+KEY+"


class NoteError(InputError):
    """The text is not a signed note."""


class SignatureError(NoteError):
    """A signature is missing or does not verify."""


class SignatureKind(IntEnum):
    """The byte that says how a key signs."""

    ED25519 = 1
    COSIGNATURE = 4  # by a witness, with a time


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A named public key."""

    name: str
    kind: SignatureKind
    public: bytes

    def __post_init__(self) -> None:
        """Refuse a name that a note cannot carry."""
        check_name(self.name)
        if len(self.public) != _KEY_SIZE:
            raise NoteError(
                "The public key of {name} has {count} bytes; Ed25519 keys have 32.",
                name=self.name,
                count=len(self.public),
            )

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """Read a verifier key as `name+id+key`."""
        name, key_id, encoded = _three_parts(vkey)
        raw = from_base64(encoded)
        try:
            key = cls(name, SignatureKind(raw[0]), raw[1:])
        except (ValueError, IndexError) as error:
            raise NoteError(
                "The verifier key of {name} is of a kind that is not supported; use Ed25519.", name=name
            ) from error
        if key.key_id.hex() != key_id:
            raise NoteError(
                "The verifier key of {name} is damaged: its id does not belong to it; copy it again.",
                name=name,
            )
        return key

    @property
    def key_id(self) -> bytes:
        """The four bytes by which signature lines name the key."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:KEY_ID_SIZE]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{to_base64(bytes([self.kind]) + self.public)}"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A named private key; its representation never shows the secret."""

    name: str
    kind: SignatureKind
    _private: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def generate(cls, name: str, kind: SignatureKind = SignatureKind.ED25519) -> Self:
        """Return a new key of this name."""
        check_name(name)
        return cls(name, kind, Ed25519PrivateKey.generate())

    @classmethod
    def parse(cls, secret: str) -> Self:
        """Read a private key as `PRIVATE+KEY+name+id+key`; messages never repeat it."""
        name, key_id, encoded = _three_parts(secret.removeprefix(_PRIVATE))
        raw = from_base64(encoded)
        kinds = [kind for kind in SignatureKind if raw[:1] == bytes([kind])]
        if not secret.startswith(_PRIVATE) or not kinds or len(raw) != 1 + _KEY_SIZE:
            raise NoteError(
                "The private key is not of the form PRIVATE+KEY+name+id+key; restore it from its safe copy."
            )
        key = cls(name, kinds[0], Ed25519PrivateKey.from_private_bytes(raw[1:]))
        if key.verifier.key_id.hex() != key_id:
            raise NoteError("The private key of {name} is damaged; restore it from its safe copy.", name=name)
        return key

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self.kind, self._private.public_key().public_bytes_raw())

    @property
    def secret(self) -> str:
        """The private key as text, for the one place where it is kept."""
        raw = to_base64(bytes([self.kind]) + self._private.private_bytes_raw())
        return f"{_PRIVATE}{self.name}+{self.verifier.key_id.hex()}+{raw}"

    def sign(self, text: str, *, time: int | None = None) -> str:
        """Return the signature line for a note's text; a cosignature also states a time."""
        if (time is None) != (self.kind is SignatureKind.ED25519):
            raise NoteError("A cosignature states the time in seconds; a plain signature states none.")
        stamp = b"" if time is None else time.to_bytes(STAMP_SIZE, "big")
        signature = stamp + self._private.sign(signed_message(text, time))
        return f"{DASH} {self.name} {to_base64(self.verifier.key_id + signature)}\n"


def signed_message(text: str, time: int | None) -> bytes:
    """Return the bytes that are signed: a cosignature states its time in front of the text."""
    return (text if time is None else f"cosignature/v1\ntime {time}\n{text}").encode()


def _three_parts(key: str) -> tuple[str, str, str]:
    name, _, rest = key.partition("+")
    key_id, _, encoded = rest.partition("+")
    if not encoded:
        raise NoteError("A key is written as name+id+key; copy it whole.")
    return name, key_id, encoded


def check_name(name: str) -> None:
    """Refuse a name that no signature line can carry."""
    if not name or "+" in name or any(sign.isspace() for sign in name) or CONTROL.search(name):
        raise NoteError(
            "{name!r} cannot name a key: names are not empty and have no blank and no plus sign.",
            name=name[:80],
        )


def to_base64(raw: bytes) -> str:
    """Encode bytes as base64."""
    return base64.b64encode(raw).decode()


def from_base64(text: str) -> bytes:
    """Decode base64, strictly: the unused bits of the last sign would let two spellings pass for one."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("A key or signature is not base64; copy it whole.") from error
    if to_base64(raw) != text:
        raise NoteError("A key or signature has stray bits at its end; it was changed after it was written.")
    return raw
