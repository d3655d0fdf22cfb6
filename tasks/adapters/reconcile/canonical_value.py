"""The SQL that brings a raw value to the form in which both sides are compared.

A canonical value has the type its transform speaks of. What cannot be read as declared is NULL there, and its raw
text stands beside it: unreadable values are never equal to anything, not even to the same text on the other side.
"""

import re
from dataclasses import dataclass

from playbooks.model.mapping import TEXTS, Column, KeyPair, LetterCase, Precision, TimeReading, Transform
from playbooks.model.requirement import Part
from tasks.adapters.reconcile.workspace import quoted

_BLANKS = " \t\r\n\u00a0\u3000"
_FULL_WIDTH = quoted("".join(map(chr, range(0xFF01, 0xFF5F))) + "\u3000")
_HALF_WIDTH = quoted("".join(map(chr, range(0x21, 0x7F))) + " ")
_DATE = "[0-9]{8}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}"
_DATE_FORMATS = "['%Y-%m-%d', '%Y/%m/%d', '%Y%m%d']"
_MOMENT_FORMATS = (
    "['%Y/%m/%d %H:%M:%S', '%Y/%m/%d %H:%M', '%Y/%m/%d', '%Y%m%d%H%M%S', '%Y%m%d %H%M%S', '%Y%m%d']"
)
_OFFSET = "[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)? ?([zZ]|[+-][0-9]{2}(:?[0-9]{2})?)$"
# DuckDB alone would also take digits grouped by "_".
_DECIMAL = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
_TRUE = "('1', 't', 'true', 'y', 'yes', 'on', '是', '真')"
_FALSE = "('0', 'f', 'false', 'n', 'no', 'off', '否', '假')"
_EXACT = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "DECIMAL",
)
_COMPARED_AS_THEY_ARE = frozenset({*_EXACT[:-1], "DATE", "BOOLEAN", "TIMESTAMP"})
_WHOLE_DIGITS: dict[str, int] = dict(zip(_EXACT, (3, 5, 10, 19, 39, 3, 5, 10, 20), strict=False))
_SIZED = re.compile(r"DECIMAL\((\d+),(\d+)\)")
#: A decimal of so many digits is one machine word, where one of WIDE takes two.
_NARROW = 18
WIDE = 38


@dataclass(frozen=True, slots=True)
class Raw:
    """A value as a side gives it: the expression, and DuckDB's name of its type."""

    expression: str
    type: str = "VARCHAR"

    @property
    def is_text(self) -> bool:
        """Tell whether the side gives text."""
        return self.type == "VARCHAR"

    @property
    def text(self) -> str:
        """Return the expression of its text."""
        return self.expression if self.is_text else f"cast({self.expression} as varchar)"


@dataclass(frozen=True, slots=True)
class Canonical:
    """The expressions of a canonical value and, where it can be unreadable, of its text."""

    value: str
    text: str | None = None


def digits_needed(column: Column, *types: str) -> int:
    """Return how many digits hold a column's decimals on both sides: few where the declared types promise it."""
    whole = [_whole_digits(one) for one in types]
    fitting = column.factor is None and all(one + column.digits <= _NARROW for one in whole)
    return _NARROW if fitting else WIDE


def is_long(kind: str) -> bool:
    """Tell whether numbers of this type take two machine words."""
    sized = _SIZED.fullmatch(kind)
    return int(sized[1]) > _NARROW if sized else kind == "HUGEINT"


def as_it_is(column: Column | KeyPair, one: str, other: str) -> bool:
    """Tell whether both sides have the same exact type, so that no text is needed to compare them."""
    plain = column.transform is Transform.NONE and column.case is None
    return plain and one == other and one in _COMPARED_AS_THEY_ARE


def key_value(raw: Raw, pair: KeyPair, *, plain: bool) -> str:
    """Return the canonical expression of a part of the key."""
    return raw.expression if plain else _cased(_cleaned(raw.text, pair.transform), pair.case)


def column_value(raw: Raw, column: Column, *, part: Part, other: str = "VARCHAR") -> Canonical:
    """Return the canonical form of a column on one side; `other` is its type across."""
    if as_it_is(column, raw.type, other):
        return Canonical(raw.expression)
    digits = digits_needed(column, raw.type, other)
    if _always_readable(raw, column, digits):
        return Canonical(_read(raw, column, part, digits=digits))
    if column.empty_is_null:
        raw = _emptied(raw, column)
    if column.transform in TEXTS:
        return Canonical(_cased(_cleaned(raw.text, column.transform), column.case))
    if column.transform is Transform.CODE and part is Part.TARGET:
        return Canonical(_code(raw, column))
    return Canonical(_read(raw, column, part, digits=digits), raw.text)


def type_of(column: Column) -> str | None:
    """Return the type of a column's canonical values, None for one that is compared as text."""
    return {
        Transform.DATE: "date",
        Transform.DATETIME: "timestamp",
        Transform.BOOLEAN: "boolean",
        Transform.DECIMAL: f"decimal({WIDE}, {column.digits})",
    }.get(column.transform)


def _whole_digits(kind: str) -> int:
    """Return how many digits may stand before the point; of what is no exact number, more than there can be."""
    sized = _SIZED.fullmatch(kind)
    # One more, as rounding may carry.
    return int(sized[1]) - int(sized[2]) + 1 if sized else _WHOLE_DIGITS.get(kind, WIDE + 1)


def _always_readable(raw: Raw, column: Column, digits: int) -> bool:
    """Tell whether the type alone promises that every value can be read, so that no text stands beside it."""
    match column.transform:
        case Transform.DATE:
            return raw.type == "DATE"
        case Transform.DATETIME:
            return raw.type in {"TIMESTAMP", "TIMESTAMP WITH TIME ZONE"}
        case Transform.BOOLEAN:
            return raw.type == "BOOLEAN"
        case Transform.DECIMAL:
            return column.factor is None and _whole_digits(raw.type) + column.digits <= digits
        case _:
            return False


def _read(raw: Raw, column: Column, part: Part, *, digits: int) -> str:
    """Return what a value reads as, NULL for one that cannot be read."""
    reading = column.source_time if part is Part.SOURCE else column.target_time
    match column.transform:
        case Transform.CODE:
            return _coded(_code(raw, column), column)
        case Transform.DATE:
            return _date(raw, reading)
        case Transform.DATETIME:
            return _moment(raw, column, reading)
        case Transform.BOOLEAN:
            return _boolean(raw)
        case _:
            return _decimal(raw, column, part, digits=digits)


def _code(raw: Raw, column: Column) -> str:
    return _cased(_cleaned(raw.text, column.clean), column.case)


def _emptied(raw: Raw, column: Column) -> Raw:
    exact = column.transform in {Transform.NONE, Transform.CODE} and column.clean is Transform.NONE
    blank = raw.text if exact else _trimmed(raw.text)
    return Raw(f"(case when {blank} <> '' then {raw.expression} end)", raw.type)


def _date(raw: Raw, reading: TimeReading) -> str:
    if raw.type == "DATE":
        return raw.expression
    if raw.type.startswith("TIMESTAMP"):
        moment = _zoned(f"cast({raw.expression} as timestamp)", reading)
        return f"(case when {moment} = date_trunc('day', {moment}) then cast({moment} as date) end)"
    text = raw.text
    if reading.format is not None:
        return f"cast({_parsed(_trimmed(text), quoted(reading.format))} as date)"
    # The usual form takes the short way; a midnight behind the day says nothing more than the day.
    usual = f"try_cast({text} as date)"
    midnight = f"regexp_extract({text}, '^([0-9-]{{10}})[ T]00:00:00([.]0+)?$', 1)"
    other = f"cast(try_strptime({_only(text, _DATE)}, {_DATE_FORMATS}) as date)"
    return f"(case when {text} like '____-__-__' then {usual} else coalesce({other}, try_cast({midnight} as date)) end)"


def _moment(raw: Raw, column: Column, reading: TimeReading) -> str:
    moment = _read_moment(raw, reading)
    if column.precision is Precision.MICROSECOND:
        return moment
    return f"date_trunc({quoted(column.precision)}, {moment})"


def _read_moment(raw: Raw, reading: TimeReading) -> str:
    if raw.type == "TIMESTAMP WITH TIME ZONE":
        return f"timezone('UTC', {raw.expression})"
    if not raw.is_text:
        return _zoned(f"try_cast({raw.expression} as timestamp)", reading)
    text = _trimmed(raw.text)
    if reading.format is not None:
        return _zoned(_parsed(text, quoted(reading.format)), reading)
    short = _zoned(f"try_cast({raw.text} as timestamp)", reading)
    zoned = f"timezone('UTC', try_cast({text} as timestamptz))"
    usual = f"case when {text} like '____-__-__%' then try_cast({text} as timestamp) end"
    plain = _zoned(f"coalesce({usual}, {_parsed(text, _MOMENT_FORMATS)})", reading)
    # The usual form takes the short way: looking for an offset costs more than all the rest.
    odd = f"when regexp_matches({text}, {quoted(_OFFSET)}) then {zoned} else {plain}"
    return f"(case when {raw.text} like '____-__-__ __:__:__' then {short} {odd} end)"


def _parsed(text: str, formats: str) -> str:
    # Such words DuckDB would read as the first day of 1900, whatever the format.
    return f"(case when lower({text}) not in ('infinity', '-infinity', 'epoch') then try_strptime({text}, {formats}) end)"


def _zoned(moment: str, reading: TimeReading) -> str:
    if reading.zone is None:
        return moment
    return f"timezone('UTC', timezone({quoted(reading.zone)}, {moment}))"


def _boolean(raw: Raw) -> str:
    if raw.type == "BOOLEAN":
        return raw.expression
    text = f"lower({_trimmed(raw.text)})"
    return f"(case when {text} in {_TRUE} then true when {text} in {_FALSE} then false end)"


def _decimal(raw: Raw, column: Column, part: Part, *, digits: int) -> str:
    if column.factor is None or part is Part.TARGET:
        return _number(raw, f"decimal({digits}, {column.digits})")
    width = len(column.factor.replace(".", ""))
    product = f"{_number(raw, f'decimal({38 - width}, 9)')} * {column.factor}"
    return f"try_cast({product} as decimal(38, {column.digits}))"


def _number(raw: Raw, kind: str) -> str:
    if raw.type.startswith(_EXACT):
        return f"try_cast({raw.expression} as {kind})"
    text = raw.text
    odd = f"try_cast({_only(text, _DECIMAL)} as {kind})"
    return f"(case when not contains({text}, '_') then coalesce(try_cast({text} as {kind}), {odd}) end)"


def _only(raw: str, pattern: str) -> str:
    """Return what stands between blanks if it has the form, else an empty text, which casts to NULL."""
    return f"regexp_extract({raw}, {quoted(f'^[{_BLANKS}]*({pattern})[{_BLANKS}]*$')}, 1)"


def _cleaned(text: str, transform: Transform) -> str:
    if transform is Transform.TRIM:
        return _trimmed(text)
    if transform is Transform.WIDTH:
        return _trimmed(f"nfc_normalize(translate({text}, {_FULL_WIDTH}, {_HALF_WIDTH}))")
    return text


def _cased(text: str, case: LetterCase | None) -> str:
    return text if case is None else f"{case}({text})"


def _trimmed(text: str) -> str:
    return f"trim({text}, {quoted(_BLANKS)})"


def _coded(code: str, column: Column) -> str:
    cases = " ".join(f"when {quoted(old)} then {quoted(new)}" for old, new in column.codes)
    return f"(case {code} {cases} end)"
