"""The canonical form: byte-equal to RFC 8785 on its subset, and closed to everything else."""

import json
from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from playbooks.model.ledger.canonical import (
    MAX_BYTES,
    CanonicalError,
    JsonValue,
    canonical,
    canonical_text,
    digest,
    parse_canonical,
)

KEYS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=12)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
SCALARS = st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


def nested(levels: int) -> JsonValue:
    """Return lists within lists."""
    value: JsonValue = []
    for _ in range(levels - 1):
        value = [value]
    return value


@given(VALUES)
def test_equals_rfc_8785(value: JsonValue) -> None:
    """An independent implementation of RFC 8785 writes the same bytes."""
    assert canonical(value) == rfc8785.dumps(value)


@given(VALUES)
def test_reads_back_what_it_wrote(value: JsonValue) -> None:
    """Reading the canonical bytes gives the value again."""
    assert parse_canonical(canonical(value)) == value


@given(VALUES)
def test_any_other_spelling_is_refused(value: JsonValue) -> None:
    """A blank that JSON permits makes the bytes another spelling."""
    with pytest.raises(CanonicalError):
        parse_canonical(canonical(value) + b" ")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": None}, '{"a":null,"b":1}'),
        ({"B": 1, "a": 2}, '{"B":1,"a":2}'),
        ([True, False, 0, -1], "[true,false,0,-1]"),
        ((1, 2), "[1,2]"),
        ('对账\n\t"\\/\x1f', '"对账\\n\\t\\"\\\\/\\u001f"'),
        ("\\u0000", '"\\\\u0000"'),
        (2**53 - 1, "9007199254740991"),
        ({}, "{}"),
    ],
)
def test_canonical_text(value: object, text: str) -> None:
    """Keys are sorted, blanks are gone, only what must be escaped is."""
    assert canonical_text(value) == text


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (1.5, "float is not allowed"),
        ({"n": float("nan")}, "float is not allowed"),
        (2**53, "too large"),
        ([-(2**53)], "too large"),
        (10**400, "too large"),
        ("a\x00b", "NUL"),
        (["\\\x00"], "NUL"),
        ("\ud800", "surrogate"),
        ({"schlüssel": 1}, "keys are printable ASCII"),
        ({"": 1}, "keys are printable ASCII"),
        ({"a\nb": 1}, "keys are printable ASCII"),
        ({1: 1}, "keys are printable ASCII"),
        ({"a": {1, 2}}, "set is not allowed"),
        (b"bytes", "bytes is not allowed"),
    ],
)
def test_refuses_what_has_no_single_spelling(value: object, reason: str) -> None:
    """Whatever two readers could understand in two ways never becomes a record."""
    with pytest.raises(CanonicalError, match=reason):
        canonical(value)


def test_sixteen_levels_are_the_limit() -> None:
    """The seventeenth level is refused."""
    assert canonical(nested(16)) == b"[" * 16 + b"]" * 16
    with pytest.raises(CanonicalError, match="16 levels"):
        canonical(nested(17))


def test_a_value_within_itself_is_refused() -> None:
    """A circular value ends at the limit of depth instead of running on."""
    circular: list[object] = []
    circular.append(circular)
    with pytest.raises(CanonicalError, match="16 levels"):
        canonical(circular)


def test_entry_size_is_the_limit() -> None:
    """The limit counts bytes, quotes included, not characters."""
    assert len(canonical("a" * (MAX_BYTES - 2))) == MAX_BYTES
    with pytest.raises(CanonicalError, match="65535 are allowed"):
        canonical("数" * (MAX_BYTES // 3))


def test_limit_can_be_lifted() -> None:
    """Evidence that is only digested may be larger than an entry."""
    large = ["a" * 1000] * 100
    assert digest(large, limit=None) == sha256(json.dumps(large, separators=(",", ":")).encode()).hexdigest()
    with pytest.raises(CanonicalError):
        digest(large)


def test_digest_ignores_the_order_of_keys() -> None:
    """Equal values have equal digests."""
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"a":1,"a":2}', "the key 'a' stands twice"),
        (b'{"x":{"id":1,"id":1}}', "the key 'id' stands twice"),
        (b'{"b":1,"a":2}', "another way"),
        (b'{"a": 1}', "another way"),
        (b'"\\u0041"', "another way"),
        (b"1.0", "float"),
        (b"1e2", "float"),
        (b"NaN", "cannot be read"),
        (b"-0", "another way"),
        (b"9007199254740992", "too large"),
        (b'"\\u0000"', "NUL"),
        (b'"\\ud800"', "surrogate"),
        (b"", "cannot be read"),
        (b"{", "cannot be read"),
        (b"\xff", "cannot be read"),
        (b'\xef\xbb\xbf"a"', "cannot be read"),
        (b"1" * 5000, "cannot be read"),
        (b"[" * 60000, "cannot be read"),
        (b'"' + b"a" * MAX_BYTES + b'"', "65535 are allowed"),
    ],
)
def test_parse_refuses(data: bytes, reason: str) -> None:
    """Bytes that are not exactly the canonical form of a value are refused with the reason."""
    with pytest.raises(CanonicalError, match=reason):
        parse_canonical(data)
