"""The one byte string of a JSON value: a strict subset of RFC 8785, so that equal values always hash alike.

Allowed: text, true and false, null, whole numbers below 2**53 in size, lists and objects. Keys are printable
ASCII, nesting ends at 16 levels, an entry at 65,535 bytes. Refused: floats, NUL, lone surrogates, doubled
keys, and every other spelling of a value.
"""

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import TypeAlias

import orjson

from playbooks.model.errors import InputError
from playbooks.model.phrase import Phrase, phrase

JsonValue: TypeAlias = "bool | int | str | list[JsonValue] | dict[str, JsonValue] | None"

MAX_BYTES = 65_535  # the entry bundles of tlog-tiles carry a length of two bytes
MAX_DEPTH = 16
_INT_LIMIT = 2**53  # beyond it a JavaScript reader would round, and hash another value

_PLAIN = frozenset({str, bool, type(None)})

# Behind an even number of backslashes, "u0000" is ordinary text; behind an odd number it is a NUL.
_ESCAPED_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class CanonicalError(InputError):
    """The value has no canonical form."""


def canonical(value: object, *, limit: int | None = MAX_BYTES) -> bytes:
    """Return the canonical bytes of a value; `limit` None lifts the limit on their number."""
    _check(value, 0)
    try:
        data = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError as error:  # all else that it refuses was refused before
        raise CanonicalError("A text holds half of a surrogate pair; it is not valid Unicode.") from error
    if b"\\u0000" in data and _ESCAPED_NUL.search(data):
        raise CanonicalError("A text holds a NUL character; remove it.")
    return data if limit is None else within_limit(data, limit)


def within_limit(data: bytes, limit: int = MAX_BYTES) -> bytes:
    """Return the bytes, and refuse more of them than a record may have."""
    if len(data) > limit:
        raise CanonicalError(
            "The value takes {count} bytes and {limit} are allowed; record the digest of the bulk.",
            count=len(data),
            limit=limit,
        )
    return data


def canonical_text(value: object, *, limit: int | None = MAX_BYTES) -> str:
    """Return the canonical bytes of a value as text."""
    return canonical(value, limit=limit).decode()


def digest(value: object, *, limit: int | None = MAX_BYTES) -> str:
    """Return the SHA-256 of the canonical bytes in hexadecimal."""
    return sha256(canonical(value, limit=limit)).hexdigest()


def parse_canonical(data: bytes, *, limit: int | None = MAX_BYTES) -> JsonValue:
    """Return the value of canonical bytes, and refuse bytes that are any other spelling of it."""
    if limit is not None and len(data) > limit:
        raise CanonicalError(
            "The text takes {count} bytes and {limit} are allowed.", count=len(data), limit=limit
        )
    try:
        value: JsonValue = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise CanonicalError("The text cannot be read as JSON: {reason}.", reason=error) from error
    # Writing it again also shows a doubled key: the reader kept one of the two.
    if canonical(value, limit=limit) != data:
        raise CanonicalError(
            "The text is not in canonical form: {fault}.",
            fault=_first_doubled_key(data) or phrase("it is spelled another way"),
        )
    return value


def _check(value: object, depth: int) -> None:
    """Refuse a value that has no single spelling; plain parts are asked here, as a call costs more than the question."""
    kind = type(value)
    if kind in _PLAIN:
        return
    if kind is int:
        _check_number(value)
    elif depth == MAX_DEPTH:
        raise CanonicalError(
            "The value is nested more than {most} levels deep; make it flatter.", most=MAX_DEPTH
        )
    else:
        for part in _parts(value, kind):
            if type(part) not in _PLAIN:
                _check(part, depth + 1)


def _parts(value: object, kind: type) -> Iterable[object]:
    if isinstance(value, dict) and kind is dict:
        _check_keys(tuple(value))
        return value.values()
    if isinstance(value, list | tuple) and kind in {list, tuple}:
        return value
    raise CanonicalError(
        "{kind} is not allowed in a record; write decimals, dates and times as text.", kind=kind.__name__
    )


def _check_number(value: object) -> None:
    if isinstance(value, int) and not -_INT_LIMIT < value < _INT_LIMIT:
        raise CanonicalError(
            "A number of {size} bits is too large; write it as text.", size=value.bit_length()
        )


@lru_cache(maxsize=256)
def _check_keys(keys: tuple[object, ...]) -> None:
    """Refuse keys that are not allowed; records of one kind have the same keys, so answers are remembered."""
    for key in keys:
        if type(key) is not str or not key.isascii() or not key.isprintable() or not key:
            shown = repr(key[:40]) if isinstance(key, str) else f"of type {type(key).__name__}"
            raise CanonicalError("The key {shown} is not allowed; keys are printable ASCII.", shown=shown)


def _first_doubled_key(data: bytes) -> Phrase | None:
    """Name a key that stands twice in one object, for the message; None if there is none."""
    doubled: list[str] = []

    def note_doubled(pairs: list[tuple[str, JsonValue]]) -> None:
        keys = [key for key, _ in pairs]
        doubled.extend(key for key in keys if keys.count(key) > 1)

    json.loads(data, object_pairs_hook=note_doubled)
    return phrase("the key {key!r} stands twice", key=doubled[0][:40]) if doubled else None
