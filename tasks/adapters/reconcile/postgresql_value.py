"""The same canonical values in PostgreSQL's words, for comparing hashes where the data lie.

Two values with one form here have one form in the workspace: hashes may part what is equal, never join what differs.
Where that cannot be said of a column, there is no form, and the rows are streamed instead.
"""

import re
from dataclasses import dataclass

from playbooks.model.mapping import TEXTS, Check, Column, KeyPair, Precision, TimeReading, Transform
from playbooks.model.requirement import Filter, Part
from tasks.adapters.reconcile.sides.postgresql_table import PostgresqlSide
from tasks.adapters.reconcile.workspace import identifier, quoted

_BLANKS = " \t\r\n\u00a0\u3000"
_FULL_WIDTH = quoted("".join(map(chr, range(0xFF01, 0xFF5F))) + "\u3000")
_HALF_WIDTH = quoted("".join(map(chr, range(0x21, 0x7F))) + " ")
_SIZED = re.compile(r"numeric\((\d+)(?:, ?(\d+))?\)")
_FITTING = 28
#: Infinity and years that are not written with four digits are unreadable on the other road.
_BEYOND = "({} not between '0001-01-02' and '9999-12-30')"
#: A number of so many bytes may be NaN: looking at the length costs a tenth of comparing.
_NAN = "(pg_column_size({0}) <= 6 and {0} = 'NaN')"
_WHOLE = frozenset({"int2", "int4", "int8"})
_AS_THEY_ARE = frozenset({*_WHOLE, "date", "timestamp", "bool"})


@dataclass(frozen=True, slots=True)
class Form:
    """A value as PostgreSQL is to hash it, of which type, and when the raw one is none that can be compared."""

    value: str
    doubtful: str | None = None
    kind: str = "text"
    raw: str = "null"


def is_whole(side: PostgresqlSide, column: str) -> bool:
    """Tell whether a column holds whole numbers."""
    return _kind(side, column) in _WHOLE


def key_form(side: PostgresqlSide, pair: KeyPair, part: Part, *, other: str) -> Form | None:
    """Return the form of a part of the key; `other` is the type of the column across."""
    raw, kind = identifier(getattr(pair, part)), _kind(side, getattr(pair, part))
    if pair.transform is Transform.NONE and kind in _WHOLE and other in _WHOLE:
        return Form(f"{raw}::int8", kind="int8")
    return None if pair.case else Form(_text(raw, pair.transform))


def column_form(side: PostgresqlSide, column: Column, part: Part, *, other: str) -> Form | None:
    """Return the form of a column; `other` is the type of the column across."""
    name, kind = getattr(column, part), _kind(side, getattr(column, part))
    raw = identifier(name)
    if column.case or (column.empty_is_null and column.transform not in {Transform.NONE, Transform.TRIM}):
        return None
    if column.transform in TEXTS:
        return _text_form(raw, column, kind=kind if kind == other else "text")
    return _read_form(raw, side.declared[name], column=column, part=part, other=other)


def _text_form(raw: str, column: Column, *, kind: str) -> Form:
    text = _text(raw, column.transform)
    if column.empty_is_null:
        return Form(f"nullif({text}, '')")
    if column.transform is not Transform.NONE or kind not in _AS_THEY_ARE:
        return Form(text)
    if kind in _WHOLE:
        return Form(f"{raw}::int8", kind="int8")
    # Infinite dates cannot be counted in days; here they are only looked at more closely.
    return Form(raw, _BEYOND.format(raw) if kind == "date" else None, kind=kind, raw=raw)


def _read_form(raw: str, declared: str, *, column: Column, part: Part, other: str) -> Form | None:
    kind = declared.split("(", maxsplit=1)[0]
    match column.transform:
        case Transform.DECIMAL:
            return _decimal(raw, declared, column, other=other)
        case Transform.DATE:
            plain = kind == "date" and _told(column, part).zone is None
            return Form(raw, _BEYOND.format(raw), kind="date", raw=raw) if plain else None
        case Transform.DATETIME:
            return _moment(raw, kind, column=column, part=part)
        case Transform.BOOLEAN:
            return Form(raw, kind="bool") if kind == "bool" else None
        case _:
            return _code(raw, column, part)


def condition(side: PostgresqlSide, check: Check, *, one: Filter, part: Part) -> str | None:
    """Return a filter in PostgreSQL's words."""
    column = check.column(one.column)
    kind = _kind(side, getattr(column, part))
    form = column_form(side, column, part, other=kind)
    if form is None or column.transform is Transform.CODE:
        return None
    cast = {Transform.DATE: "::date", Transform.DATETIME: "::timestamp", Transform.DECIMAL: "::numeric"}
    typed = cast.get(column.transform, '::text collate "C"')
    value = form.value if column.transform in cast else f'({form.value})::text collate "C"'
    literals = [f"{quoted(text)}{typed}" for text in one.among]
    parts = [f"{value} >= {quoted(one.at_least)}{typed}"] if one.at_least is not None else []
    parts += [f"{value} < {quoted(one.below)}{typed}"] if one.below is not None else []
    parts += [f"{value} in ({', '.join(literals)})"] if literals else []
    doubtful = f" or {form.doubtful}" if form.doubtful else ""
    return f"(({' and '.join(parts)}){doubtful})"


def _kind(side: PostgresqlSide, column: str) -> str:
    return side.declared[column].split("(")[0]


def _told(column: Column, part: Part) -> TimeReading:
    return column.source_time if part is Part.SOURCE else column.target_time


def _text(raw: str, transform: Transform) -> str:
    text = f"{raw}::text"
    if transform is Transform.TRIM:
        return f"btrim({text}, {quoted(_BLANKS)})"
    if transform is Transform.WIDTH:
        return f"btrim(normalize(translate({text}, {_FULL_WIDTH}, {_HALF_WIDTH}), NFC), {quoted(_BLANKS)})"
    return text


def _decimal(raw: str, declared: str, column: Column, *, other: str) -> Form | None:
    if column.factor is not None:
        return None
    if declared in _WHOLE:
        kind = "int8" if other in _WHOLE else "numeric"
        return Form(f"{raw}::{kind}", kind=kind)
    if not declared.startswith("numeric"):
        return None
    # What has no place in 38 digits, NaN among it, is unreadable on the other road, too.
    sized = _SIZED.fullmatch(declared)
    if sized is None or int(sized[1]) > _FITTING:
        return Form(f"round({raw}, {column.digits})", f"(not abs({raw}) < 1e28)", kind="numeric", raw=raw)
    value = raw if int(sized[2] or 0) <= column.digits else f"round({raw}, {column.digits})"
    return Form(value, _NAN.format(raw), kind="numeric", raw=raw)


def _moment(raw: str, kind: str, *, column: Column, part: Part) -> Form | None:
    zone = _told(column, part).zone
    if kind == "timestamptz":
        moment = f"({raw} at time zone 'UTC')"
    elif kind == "timestamp":
        moment = raw if zone is None else f"(({raw} at time zone {quoted(zone)}) at time zone 'UTC')"
    else:
        return None
    if column.precision is not Precision.MICROSECOND:
        moment = f"date_trunc({quoted(column.precision)}, {moment})"
    return Form(moment, _BEYOND.format(raw), kind="timestamp", raw=raw)


def _code(raw: str, column: Column, part: Part) -> Form | None:
    if column.clean is Transform.WIDTH:
        return None
    text = _text(raw, column.clean)
    if part is Part.TARGET:
        return Form(text)
    cases = " ".join(f"when {quoted(old)} then {quoted(new)}" for old, new in column.codes)
    coded = f"(case {text} {cases} end)"
    return Form(coded, f"({raw} is not null and {coded} is null)", raw=raw)
