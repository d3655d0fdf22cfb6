"""Strict YAML: one meaning for every file, or a refusal that names file, line, key and remedy."""

import json
from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from playbooks.model.errors import InputError
from playbooks.model.strict_yaml import PlaybookError, YamlValue, parse_yaml
from playbooks.model.strict_yaml.document import MAX_BYTES, MAX_DEPTH, MAX_VALUES
from playbooks.model.text import Language

PLAYBOOK = """\
# A comment above everything.
name: crm
title:
  zh: 客户关系
  en: "CRM"
gates:
  - kind: sign_off
    quorum: 2
  - kind: reconciliation
    limit: 0.20
    note: |
      no
      yes
flags: [true, false, null, ]
empty:
""".encode()

ALIAS_BOMB = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"%c: &%c [%b]\n" % (letter, letter, b", ".join([b"*%c" % (letter - 1)] * 9)) for letter in range(98, 107)
)


AMBIGUOUS = [
    "no",
    "No",
    "NO",
    "yes",
    "Yes",
    "on",
    "off",
    "y",
    "n",
    "Y",
    "N",
    "~",
    "True",
    "TRUE",
    "False",
    "Null",
    "NULL",
    "010",
    "007",
    "-010",
    "0o17",
    "0x1F",
    "0X1f",
    "0b11",
    "1_000",
    "1_0.5",
    "+1",
    "+1.5",
    "1.",
    ".5",
    "-.5",
    "01.5",
    "1e3",
    "1E-3",
    "1.5e+10",
    ".5e1",
    "12:30",
    "12:30:45",
    "9:05",
    "190:20:30",
    "-1:30",
    "12:30:45.5",
    ".inf",
    "-.inf",
    "+.inf",
    ".Inf",
    ".nan",
    ".NaN",
    "inf",
    "-Inf",
    "Infinity",
    "nan",
    "NaN",
    "1000000000000000",
    "12345678901234567890",
    "0.1234567890123456789012345678901",
]


def parsed(text: str) -> YamlValue:
    """Return the data of a short file."""
    return parse_yaml(text.encode(), name="crm.yaml").data


def refused(text: bytes) -> PlaybookError:
    """Return the error with which a file is refused."""
    with pytest.raises(PlaybookError) as caught:
        parse_yaml(text, name="crm.yaml")
    return caught.value


def test_a_playbook_becomes_plain_data() -> None:
    """Groups, lists, texts and numbers come out as they look."""
    assert parse_yaml(PLAYBOOK, name="crm.yaml").data == {
        "name": "crm",
        "title": {"zh": "客户关系", "en": "CRM"},
        "gates": [
            {"kind": "sign_off", "quorum": 2},
            {"kind": "reconciliation", "limit": Decimal("0.20"), "note": "no\nyes\n"},
        ],
        "flags": [True, False, None],
        "empty": None,
    }


@pytest.mark.parametrize(
    ("path", "position"),
    [
        ((), (2, 1)),
        (("name",), (2, 1)),
        (("title", "en"), (5, 3)),
        (("gates",), (6, 1)),
        (("gates", 1), (9, 5)),
        (("gates", 1, "limit"), (10, 5)),
        (("flags", 1), (14, 15)),
        (("gates", 1, "owner"), (9, 5)),
        (("nowhere", 3), (2, 1)),
    ],
)
def test_positions(path: tuple[str | int, ...], position: tuple[int, int]) -> None:
    """Every part knows its line and column; a part that is missing has those of the group around it."""
    assert parse_yaml(PLAYBOOK, name="crm.yaml").position(path) == position


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("0", 0),
        ("-17", -17),
        ("999999999999999", 999999999999999),
        ("-999999999999999", -999999999999999),
        ("0.10", Decimal("0.10")),
        ("-3.5", Decimal("-3.5")),
        ("'no'", "no"),
        ('"010"', "010"),
        ("'12:30:45'", "12:30:45"),
        ("2026-01-05", "2026-01-05"),
        ("1.2.3", "1.2.3"),
        ("5%", "5%"),
        ("3 days", "3 days"),
        ("on time", "on time"),
        ("nothing", "nothing"),
        ("not-a-number", "not-a-number"),
        ("+86 21 5555", "+86 21 5555"),
        ("是", "是"),
        ("a:b", "a:b"),
        ("1５", "1５"),  # noqa: RUF001 - a full-width digit is text
    ],
)
def test_plain_values(text: str, value: object) -> None:
    """A word is text unless it is plainly a number, true, false or null."""
    data = parsed(f"key: {text}")
    assert data == {"key": value}
    assert isinstance(data, dict)
    assert type(data["key"]) is type(value)


@pytest.mark.parametrize("word", AMBIGUOUS)
def test_ambiguous_words_must_be_quoted(word: str) -> None:
    """What readers of YAML understand differently is refused with its remedy, and accepted in quotes."""
    error = refused(f"first: 1\ndeadline: {word}\n".encode())
    assert str(error).startswith("crm.yaml:2: deadline: ")
    assert f"'{word}'" in str(error)
    assert parsed(f"deadline: '{word}'") == {"deadline": word}


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        (ALIAS_BOMB, "1: a:", "anchors and aliases"),
        (b"a: 1\nb: *a", "2: b:", "anchors and aliases"),
        (b"a: 1\n*a : 2", "2:", "anchors and aliases"),
        (b"a: 1\n&b b: 2", "2:", "anchors and aliases"),
        (b"a: 1\nb: *.txt", "2:", "not valid YAML"),
        (b"a:\n  <<: {b: 1}", "2: a:", "merge keys"),
        (b"a:\n- b\n- !!int 3", "3: a[1]:", "tags"),
        (b"a: !!python/object/apply:os.system [ls]", "1: a:", "tags"),
        (b"a: !local {b: 1}", "1: a:", "tags"),
        (b"a: ! b", "1: a:", "tags"),
        (b"!!map\na: b", "1:", "tags"),
        (b"a: 1\nb: 2\n'a': 3", "3: a:", "stands twice, first in line 1"),
        (b"x: {a: 1,\n  a: 2}", "2: x.a:", "stands twice, first in line 1"),
        (b"a: 1\n? [b]\n: 2", "2:", "must be text"),
        (b"a: 1\n? {b: 1}\n: 2", "2:", "must be text"),
        (b"a: 1\n7: 2", "2:", "must be text"),
        (b"a: 1\nnull: 2", "2:", "must be text"),
        (b"a: 1\nno: 2", "2:", "'no'"),
        (b"", "1:", "empty"),
        (b"%YAML 1.1\n---\na: 1", "1:", "directives"),
        (b"%TAG ! tag:x,2000:\n---\na: 1", "1:", "directives"),
        (b"a: 1\n---\nb: 2", "2:", "second document"),
        (b"a: 1\nb: c: d", "2:", "not valid YAML"),
        (b"a:\n\t- b", "2:", "not valid YAML"),
        (b"a: 1\nb: 'x", "2:", "not valid YAML"),
        (b"a: [1,", "1:", "not valid YAML"),
        (b"a: 1\nb: %x", "2:", "not valid YAML"),
        (b"a: 1\nb: \xff", "2:", "UTF-8"),
        (b"\xef\xbb\xbfa: 1", "1:", "byte order mark"),
        ("a: 1".encode("utf-16"), "1:", "UTF-8"),
        ("a: 1".encode("utf-16-be"), "1:", "UTF-8"),
        ("a: 1\nb: 客".encode("gb18030"), "2:", "UTF-8"),
        (b"a: 1\nb: \x01", "2:", "control character"),
        ("a: 1\u2028b: 2".encode(), "1:", "control character"),
        ("a: 1\nb: \ufeff".encode(), "2:", "control character"),
    ],
)
def test_refusals_name_file_line_key_and_remedy(text: bytes, place: str, what: str) -> None:
    """Whatever the subset leaves out is refused where it stands."""
    message = str(refused(text))
    assert message.startswith(f"crm.yaml:{place} ")
    assert what in message


@pytest.mark.parametrize("opening", [b"[", b"- ", b"{a: ", b"a:\n", b"? "])
def test_deep_nesting_is_refused(opening: bytes) -> None:
    """Twenty thousand levels are refused at the first one too many, or at the first fault before it."""
    text = (
        b"".join(b" " * level + opening for level in range(500)) if opening == b"a:\n" else opening * 20_000
    )
    assert "levels deep" in str(refused(text)) or "must be text" in str(refused(text))


def test_the_limit_of_depth() -> None:
    """Forty levels are read, forty-one are not."""
    assert parsed("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert "40 levels deep" in str(refused(b"[" * (MAX_DEPTH + 2) + b"]" * (MAX_DEPTH + 2)))


def test_the_limit_of_values() -> None:
    """The list itself is one of the twenty thousand values."""
    items = b"- a\n" * (MAX_VALUES - 1)
    assert parse_yaml(items, name="crm.yaml").data
    assert "more than 20000 values" in str(refused(items + b"- a\n"))


def test_the_limit_of_size() -> None:
    """A file at the limit is read; a byte more is refused."""
    text = b"a: " + b"x" * (MAX_BYTES - 3)
    assert parse_yaml(text, name="crm.yaml").data
    assert "larger than 256 KiB" in str(refused(text + b"x"))


def test_gigantic_files_are_refused_unread() -> None:
    """Three hundred megabytes that are not even UTF-8 are refused for their size."""
    assert "larger than 256 KiB" in str(refused(bytes(300 * 1024 * 1024)))


def test_an_error_is_an_input_error_in_both_languages() -> None:
    """The error carries both wordings, and reads as English."""
    error = refused(b"a: 1\na: 2")
    assert isinstance(error, InputError)
    assert str(error) == error.phrase.to(Language.EN)
    assert error.phrase.to(Language.ZH) == "crm.yaml:2: a: 键重复，第 1 行已有；请删去一个。"


def test_an_error_stays_short() -> None:
    """Neither a long name nor a long value makes the message unreadable."""
    with pytest.raises(PlaybookError) as caught:
        parse_yaml(b"k" * 1000 + b": 1_" + b"0" * 100_000, name="n" * 5000)
    assert len(str(caught.value)) < 1000


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings(ending: str) -> None:
    """Files of every operating system read alike."""
    assert parsed(f"a: 1{ending}b: 2{ending}") == {"a": 1, "b": 2}


# The two parsers of PyYAML differ at the edges of the language; this is the one that the product uses.
TEXTS_ONLY = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
KEYS = st.text("abcdefghij", min_size=1, max_size=6)
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Co", "Cn"]), max_size=30
)
SCALARS = st.none() | st.booleans() | st.integers(-(10**14), 10**14) | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(KEYS, VALUES, min_size=1))
def test_json_is_read_as_it_is(value: dict[str, object]) -> None:
    """A file written as JSON, which is YAML too, means what it means in JSON."""
    assert parsed(json.dumps(value, ensure_ascii=False)) == value


@given(st.dictionaries(KEYS, st.lists(TEXTS, max_size=3), min_size=1))
def test_quoted_text_is_kept_to_the_letter(value: dict[str, list[str]]) -> None:
    """No text in quotes changes its meaning."""
    text = yaml.safe_dump(value, allow_unicode=True, default_style="'")
    assert parsed(text) == value


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_read_or_refused(text: bytes) -> None:
    """Nothing but a document or a PlaybookError ever comes out."""
    try:
        outcome = parse_yaml(text, name="any.yaml").name
    except PlaybookError as error:
        outcome = str(error)
    assert outcome.startswith("any.yaml")


@given(st.text(" \n-:[]{},&*!|>'\"#%?ab1.~<", max_size=60))
def test_any_marks_are_read_or_refused(text: str) -> None:
    """Signs with a meaning in YAML, in any order, are refused or have the structure that PyYAML sees."""
    try:
        data = parsed(text)
    except PlaybookError:
        return
    assert shape(data) == shape(yaml.load(text, Loader=TEXTS_ONLY))  # noqa: S506 - builds texts only


def shape(data: object) -> object:
    """Return the structure of data without the meaning of its words."""
    if isinstance(data, dict):
        return {key: shape(value) for key, value in data.items()}
    return [shape(value) for value in data] if isinstance(data, list) else "word"
