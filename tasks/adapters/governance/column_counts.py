"""Counting the columns of a side, all values as text: each column's values are grouped once, then looked at.

What is counted is exact; grouping spills to disk, so that memory stays bounded whatever the column holds.
"""

import re
from decimal import Decimal
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase, digits

from playbooks.model import credit_code, resident_id
from playbooks.model.column_profile import (
    EMAIL,
    MOBILE,
    PHONE,
    ColumnKind,
    ColumnProfile,
    Frequency,
    TableProfile,
)
from playbooks.model.data_side import DataSide
from tasks.adapters.governance.raw_table import RawTable, read_raw
from tasks.adapters.governance.validity import shaped, valid_credit_code, valid_resident_id
from tasks.adapters.reconcile.workspace import Workspace, explained, quoted

# The statements below are made of names this module gives itself and of quoted literals, never of raw input.
# ruff: noqa: S608

_BLANKS = quoted(" \t\r\n\u00a0\u3000")
_NUMBER = r"[+-]?[0-9]+(\.[0-9]+)?"
_ZERO_LED = r"[+-]?0[0-9].*"
_PLAIN = r"[!-~]+( [!-~]+)*"
_DAY = "[0-9]{8}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}"
_TIME = r"[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?"
_DAY_FORMATS = "['%Y-%m-%d', '%Y/%m/%d', '%Y%m%d']"
#: Cheap conditions before dear ones: most values are not what is looked for.
_DIGIT_FIRST = "ascii(value) between 48 and 57"
_EIGHTEEN = "length(value) = 18"
_COUNTED = {
    "padded": f"trim(value, {_BLANKS}) <> value",
    "blanks": f"trim(value, {_BLANKS}) = ''",
    "phones": f"{_DIGIT_FIRST} and length(value) between 10 and 13 and {shaped('value', PHONE)}",
    "mobiles": f"{_DIGIT_FIRST} and length(value) = 11 and {shaped('value', MOBILE)}",
    "emails": f"contains(value, '@') and {shaped('value', EMAIL)}",
    "resident_ids": f"{_EIGHTEEN} and {_DIGIT_FIRST} and {shaped('value', resident_id.SHAPE)}",
    "credit_codes": f"{_EIGHTEEN} and {shaped('value', credit_code.SHAPE)}",
    "numbers": shaped("value", _NUMBER),
    "zero_led": f"(value like '0_%' or value like '+0%' or value like '-0%') and {shaped('value', _ZERO_LED)}",
    "dates": "day is not null",
    "plain": shaped("value", _PLAIN),
}
_SIGNS = digits + ascii_uppercase + ascii_lowercase
_ALIKE = "9" * 10 + "A" * 26 + "a" * 26
_RUN = re.compile(r"([9Aa])\1{4,}")
#: Held against their check sign where any has the form: the sums of a check sign cost more than all else.
_CHECKED = {
    "resident_ids": ("valid_resident_ids", valid_resident_id("value")),
    "credit_codes": ("valid_credit_codes", valid_credit_code("value")),
}
_MOST_SHOWN = 5
_SHOWN_TEXT = 40


def side_profile(space: Workspace, side: DataSide, *, base: Path, name: str) -> TableProfile:
    """Return the profile of every column of a side; raises InputError when it is unreadable."""
    table = read_raw(space, side, base=base)
    with explained(table.where):
        columns = tuple(_column(space, table, column) for column in table.types)
    return TableProfile(file=name, rows=table.rows, columns=columns)


def _column(space: Workspace, table: RawTable, column: str) -> ColumnProfile:
    written = f"regexp_extract(value, '^({_DAY})({_TIME})?$', 1)"
    day = f"case when {_DIGIT_FIRST} then try_strptime({written}, {_DAY_FORMATS})::date end"
    space.run(f"""
        create or replace temp table met as select value, times, {day} as day
        from (select {table.place(column)} as value, count(*) as times from export group by all)
        where value is not null""")
    counts = _counts(space)
    profile = ColumnProfile.model_validate(
        {
            "column": column,
            "type": table.types[column],
            "rows": table.rows,
            "nulls": table.rows - counts.pop("values"),
            **counts,
            "patterns": tuple(map(_counted_runs, _frequencies(space, _pattern("value")))),
        }
    )
    least, most = _range(space, profile.kind)
    filled = {"least": _shown(least), "most": _shown(most), "frequent": _frequencies(space, "value")}
    return profile.model_copy(update=filled)


def _counts(space: Workspace) -> dict[str, int]:
    named = {
        "values": "coalesce(sum(times), 0)",
        "distinct": "count(*)",
        "shortest": "coalesce(min(length(value)), 0)",
        "longest": "coalesce(max(length(value)), 0)",
        **{name: _times(where) for name, where in _COUNTED.items()},
    }
    found = space.rows(f"select {', '.join(named.values())} from met")[0]
    counts = {name: int(str(count)) for name, count in zip(named, found, strict=True)}
    for formed, (valid, where) in _CHECKED.items():
        if counts[formed]:
            counts[valid] = space.count(f"select {_times(where)} from met")
    return counts


def _times(where: str) -> str:
    return f"coalesce(sum(times) filter ({where}), 0)"


def _range(space: Workspace, kind: ColumnKind) -> tuple[object, object]:
    numbers = {ColumnKind.NUMBER: "try_cast(value as decimal(38, 6))", ColumnKind.DATE: "day"}
    value = numbers.get(kind, "value")
    least, most = space.rows(f"select min({value}), max({value}) from met")[0]
    return least, most


def _frequencies(space: Workspace, value: str) -> tuple[Frequency, ...]:
    found = space.rows(f"""
        select {value} as shown, sum(times)::bigint as times from met group by 1
        order by times desc, shown limit {_MOST_SHOWN}""")
    return tuple(Frequency(text=_shown(text) or "", count=int(str(times))) for text, times in found)


def _pattern(value: str) -> str:
    """Return the expression of a value's pattern: 9 a digit, A and a a letter, 汉 a run of Chinese signs."""
    alike = f"translate({value}, {quoted(_SIGNS)}, {quoted(_ALIKE)})"
    # A text in Latin letters has as many bytes as signs, and no Chinese ones.
    chinese = f"strlen({value}) > length({value})"
    runs = f"regexp_replace({alike}, '\\p{{Han}}+', '汉', 'g')"
    return f"left(case when {chinese} then {runs} else {alike} end, {_SHOWN_TEXT})"


def _counted_runs(pattern: Frequency) -> Frequency:
    """Return a pattern in which a long run of one sign is counted: 9{18} is eighteen digits."""
    text = _RUN.sub(lambda run: f"{run[1]}{{{len(run[0])}}}", pattern.text)
    return pattern.model_copy(update={"text": text})


def _shown(value: object) -> str | None:
    """Return a value short enough for a table, a number without the digits that only the type added."""
    if value is None:
        return None
    text = f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
    return text if len(text) <= _SHOWN_TEXT else f"{text[: _SHOWN_TEXT - 1]}…"
