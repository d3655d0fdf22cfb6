"""Counting the columns of a CSV export, all values as text: one pass, and one more for columns of dates."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb

from playbooks.model.column_profile import PHONE, ColumnKind, ColumnProfile, TableProfile
from playbooks.model.credit_code import SHAPE, valid_credit_code
from playbooks.model.errors import InputError
from tasks.adapters.reconcile.data_folder import locate
from tasks.adapters.reconcile.workspace import Workspace, explained, quoted

_DIALECT = (
    "header=true, auto_detect=false, strict_mode=true, all_varchar=true, encoding='utf-8', nullstr='', "
    """delim=',', quote='"', escape='"'"""
)
_BLANKS = quoted(" \t\r\n\u00a0\u3000")
_NUMBER = r"[+-]?[0-9]+(\.[0-9]+)?"
_ZERO_LED = r"[+-]?0[0-9].*"
_PLAIN = r"[!-~]+( [!-~]+)*"
_DATE = "[0-9]{8}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}"
_DATE_FORMATS = "['%Y-%m-%d', '%Y/%m/%d', '%Y%m%d']"
_FORMS = {
    "phones": PHONE,
    "credit_codes": SHAPE,
    "numbers": _NUMBER,
    "zero_led": _ZERO_LED,
    "dates": _DATE,
    "plain": _PLAIN,
}
_COUNTS = ("nulls", "distinct", "longest", "padded", *_FORMS)
_SHOWN_TEXT = 40


def table_profile(space: Workspace, name: str, *, base: Path) -> TableProfile:
    """Return the profile of an export below the data folder; raises InputError when it is unreadable."""
    file = locate(base, name)
    header = _header(file, name)
    with explained(name):
        _load(space, file, columns=len(header))
        rows = space.count("select count(*) from export")
        query = ", ".join(part for place in range(len(header)) for part in _measures(f"c{place}"))
        measured = iter(space.rows(f"select {query} from export")[0])  # noqa: S608  # numbered columns only
        columns = [_column(column, measured, rows=rows) for column in header]
        checked = (_checked(space, column, place=f"c{place}") for place, column in enumerate(columns))
        return TableProfile(file=name, rows=rows, columns=tuple(checked))


def _header(file: Path, name: str) -> list[str]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            header = next(csv.reader(stream, strict=True), [])
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            "{name}, line 1: the header cannot be read ({reason}); export it again as CSV UTF-8.",
            name=name,
            reason=error,
        ) from error
    if not header:
        raise InputError("{name} is empty; export it again with a header line.", name=name)
    return header


def _load(space: Workspace, file: Path, *, columns: int) -> None:
    # A link with a plain name, as DuckDB would take *, ? and [ in the real one for a pattern of many files.
    link = space.folder / "export.csv"
    link.unlink(missing_ok=True)
    link.symlink_to(file)
    names = ", ".join(f"'c{place}': 'varchar'" for place in range(columns))
    read = f"read_csv({quoted(str(link))}, {_DIALECT}, columns={{{names}}})"
    try:
        space.run(f"create or replace table export as select * from {read}")  # noqa: S608  # our own names
    except duckdb.InvalidInputException as error:
        first = str(error).splitlines()[0][:200]
        raise InputError(
            "{file} cannot be read as CSV UTF-8 ({reason}); export it again.", file=file.name, reason=first
        ) from error


def _measures(column: str) -> Iterator[str]:
    """Yield what is asked about one column: the counts, then the least and the greatest number and text."""
    yield f"count(*) - count({column})"
    yield f"count(distinct {column})"
    yield f"coalesce(max(length({column})), 0)"
    yield f"count(*) filter (trim({column}, {_BLANKS}) <> {column})"
    for form in _FORMS.values():
        yield f"count(*) filter (regexp_full_match({column}, {quoted(form)}))"
    for value in (f"try_cast({column} as decimal(38, 6))", column):
        yield f"min({value})"
        yield f"max({value})"


def _column(column: str, answers: Iterator[object], *, rows: int) -> ColumnProfile:
    counts = {name: int(str(next(answers))) for name in _COUNTS}
    numbers, texts = (next(answers), next(answers)), (next(answers), next(answers))
    profile = ColumnProfile.model_validate({"column": column, "rows": rows, **counts})
    least, most = numbers if profile.kind is ColumnKind.NUMBER else texts
    return profile.model_copy(update={"least": _shown(least), "most": _shown(most)})


def _checked(space: Workspace, column: ColumnProfile, *, place: str) -> ColumnProfile:
    """Return the column with its dates read and its credit codes held against their check sign."""
    distinct = (
        f"select {place} as value, count(*) as times from export where {place} is not null group by all"  # noqa: S608  # numbered columns only
    )
    if column.kind is ColumnKind.CREDIT_CODE:
        codes = space.stream(distinct)
        return column.model_copy(
            update={
                "valid_credit_codes": sum(
                    int(str(times)) for code, times in codes if valid_credit_code(str(code))
                )
            }
        )
    if not column.dates:
        return column
    day = f"try_strptime(case when regexp_full_match(value, {quoted(_DATE)}) then value end, {_DATE_FORMATS})"
    query = f"select {day} as day, times from ({distinct})"  # noqa: S608  # same
    counted = "coalesce(sum(times) filter (day is not null), 0)::bigint"
    dates, least, most = space.rows(f"select {counted}, min(day)::date, max(day)::date from ({query})")[0]  # noqa: S608  # same
    read = column.model_copy(update={"dates": int(str(dates))})
    return (
        read.model_copy(update={"least": str(least), "most": str(most)})
        if read.kind is ColumnKind.DATE
        else read
    )


def _shown(value: object) -> str | None:
    """Return a value short enough for a table, a number without the digits that only the type added."""
    if value is None:
        return None
    text = f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
    return text if len(text) <= _SHOWN_TEXT else f"{text[: _SHOWN_TEXT - 1]}…"
