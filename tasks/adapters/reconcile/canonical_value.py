"""The SQL that brings a raw text to the form in which both sides are compared.

A canonical value is NULL, or "=" and the value, or "?" and the raw text when it cannot be read as declared:
unreadable values are never equal to anything, not even to the same unreadable text on the other side.
"""

from playbooks.model.mapping import Column, Transform
from tasks.adapters.reconcile.workspace import quoted

_BLANKS = " \t\r\n\u00a0\u3000"
_FULL_WIDTH = quoted("".join(map(chr, range(0xFF01, 0xFF5F))) + "\u3000")
_HALF_WIDTH = quoted("".join(map(chr, range(0x21, 0x7F))) + " ")
_DATE = "[0-9]{8}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}"
_DATE_FORMATS = "['%Y-%m-%d', '%Y/%m/%d', '%Y%m%d']"
# DuckDB alone would also take digits grouped by "_".
_DECIMAL = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"


def source_value(raw: str, column: Column) -> str:
    """Return the canonical expression of a source column."""
    return _tagged(raw, _coded(raw, column) if column.codes else _parsed(raw, column), column=column)


def target_value(raw: str, column: Column) -> str:
    """Return the canonical expression of a target column."""
    return _tagged(raw, _parsed(raw, column), column=column)


def shown(value: str) -> str:
    """Return the expression of the text that people see of a canonical value."""
    return f"substr({value}, 2)"


def amount(value: str, column: Column) -> str:
    """Return the decimal of a canonical value, NULL for one that cannot be read."""
    return f"case when {value} like '=%' then cast(substr({value}, 2) as decimal(38, {column.digits})) end"


def _tagged(raw: str, parsed: str, *, column: Column) -> str:
    value = f"coalesce('=' || {parsed}, '?' || {raw})"
    if not column.empty_is_null:
        return value
    blank = raw if column.transform in {Transform.NONE, Transform.CODE} else _trimmed(raw)
    return f"case when {blank} <> '' then {value} end"


def _parsed(raw: str, column: Column) -> str:
    match column.transform:
        case Transform.TRIM:
            return _trimmed(raw)
        case Transform.WIDTH:
            return _trimmed(f"nfc_normalize(translate({raw}, {_FULL_WIDTH}, {_HALF_WIDTH}))")
        case Transform.DATE:
            return f"strftime(try_strptime({_only(raw, _DATE)}, {_DATE_FORMATS}), '%Y-%m-%d')"
        case Transform.DECIMAL:
            return f"cast(try_cast({_only(raw, _DECIMAL)} as decimal(38, {column.digits})) as varchar)"
        case Transform.NONE | Transform.CODE:
            return raw


def _only(raw: str, pattern: str) -> str:
    """Return what stands between blanks if it has the form, else an empty text, which casts to NULL."""
    return f"regexp_extract({raw}, {quoted(f'^[{_BLANKS}]*({pattern})[{_BLANKS}]*$')}, 1)"


def _trimmed(text: str) -> str:
    return f"trim({text}, {quoted(_BLANKS)})"


def _coded(raw: str, column: Column) -> str:
    cases = " ".join(f"when {quoted(code)} then {quoted(new)}" for code, new in column.codes)
    return f"(case {raw} {cases} end)"
