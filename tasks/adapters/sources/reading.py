"""Reading a source as of a moment: what happened later does not exist yet, so an old look can be repeated."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TypeVar, assert_never
from zoneinfo import ZoneInfo

from playbooks.model.errors import InputError
from playbooks.model.evidence import (
    Defect,
    DepartmentTests,
    Level,
    Payload,
    Reading,
    Reconciliation,
    Series,
    TestReport,
    Tier,
    Training,
    TrainingRecord,
    Unreadable,
)
from playbooks.model.gates.wording import brief
from playbooks.model.phrase import Phrase, phrase
from tasks.adapters.catalogues import in_both
from tasks.adapters.sources.plans import read_plan
from tasks.adapters.sources.rows import Row, read_rows
from tasks.adapters.sources.specification import (
    ReconciliationSource,
    SeriesSource,
    Source,
    TestReportSource,
    TrainingSource,
)

Choice = TypeVar("Choice", Tier, Level)

#: A name or a title is a line, whatever the file says.
LONGEST_NAME = 200
WORST_TO_MILDEST = 4
RESULTS = frozenset({"passed", "failed", "blocked", "not_run"})


class NotBegunError(InputError):
    """The source is in order and has nothing to say yet."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a source said, and of which moment that is true; `fault` tells why it says nothing of use."""

    payload: Payload
    observed_at: datetime
    fault: Phrase | None = None
    begun: bool = True


def look(source: Source, base: Path, now: datetime, *, zone: str, differences: Path | None = None) -> Look:
    """Read a source as of `now`; one that cannot be read gives an Unreadable payload, never an old value.

    What a reconciliation finds is written to `differences` in full.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    try:
        payload, day = _read(source, base, today, differences=differences)
    except InputError as error:
        begun = not isinstance(error, NotBegunError)
        return Look(Unreadable(reason=in_both(error)), now, error.phrase, begun)
    if day is None:
        return Look(payload, now)
    noon = datetime.combine(day, time(12), ZoneInfo(zone)).astimezone(UTC)
    return Look(payload, min(noon, now))


def _read(
    source: Source, base: Path, today: date, *, differences: Path | None
) -> tuple[Payload, date | None]:
    """Return what the source says, and the day of which that is true; without a day it is true of this moment."""
    match source:
        case SeriesSource():
            return _series(source, base, today)
        case TrainingSource():
            return _training(source, base, today), None
        case TestReportSource():
            return _test_report(source, base, today)
        case ReconciliationSource():
            return _reconciliation(source, base, differences), None
        case _:
            assert_never(source)


def _series(source: SeriesSource, base: Path, today: date) -> tuple[Series, date]:
    rows = [
        row for row in read_rows(base / source.file, ("date", "value", "unit")) if row.day("date") <= today
    ]
    if not rows:
        raise NotBegunError(
            "{name} has no readings up to {today}; the measuring has not begun.",
            name=source.file.name,
            today=today,
        )
    unit = rows[0].text("unit")
    for row in rows:
        if row.text("unit") != unit:
            raise row.wrong(
                "unit", phrase("the lines before are in {unit!r}; keep to one unit", unit=brief(unit))
            )
    readings = tuple(Reading(on=row.day("date"), value=row.figure("value")) for row in rows)
    return Series(metric=source.metric, unit=unit, readings=readings), max(reading.on for reading in readings)


def _training(source: TrainingSource, base: Path, today: date) -> Training:
    columns = ("person", "name", "department", "tier", "level", "completed", "score")
    return Training(records=tuple(_record(row, today) for row in read_rows(base / source.file, columns)))


def _record(row: Row, today: date) -> TrainingRecord:
    day = row.optional_day("completed")
    done = day is not None and day <= today
    return TrainingRecord(
        person=brief(row.text("person"), LONGEST_NAME),
        department=row.key("department"),
        tier=_choice(row, "tier", Tier),
        level=_choice(row, "level", Level),
        completed=day if done else None,
        score=row.figure("score") if done and row.optional("score") else None,
    )


def _choice(row: Row, column: str, choices: type[Choice]) -> Choice:
    try:
        return choices(row.text(column))
    except ValueError:
        raise row.wrong(column, phrase("use one of {known}", known=tuple(choices))) from None


def _test_report(source: TestReportSource, base: Path, today: date) -> tuple[TestReport, date]:
    columns = ("round", "department", "case", "result", "date")
    cases = [
        row for file in source.cases for row in read_rows(base / file, columns) if row.day("date") <= today
    ]
    if not cases:
        raise NotBegunError(
            "{name} has no test results up to {today}; testing has not begun.",
            name=source.cases[0].name,
            today=today,
        )
    latest = max(row.whole("round") for row in cases)
    counted = [row for row in cases if row.whole("round") == latest]
    report = TestReport(departments=_departments(counted), open_defects=_defects(source, base, today))
    return report, max(row.day("date") for row in counted)


def _departments(cases: list[Row]) -> tuple[DepartmentTests, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    for row in cases:
        result = row.text("result")
        if result not in RESULTS:
            raise row.wrong("result", phrase("use one of {known}", known=tuple(sorted(RESULTS))))
        counts[row.key("department"), result] += 1
    names = sorted({department for department, _ in counts})
    return tuple(
        DepartmentTests(department=name, **{result: counts[name, result] for result in RESULTS})
        for name in names
    )


def _defects(source: TestReportSource, base: Path, today: date) -> tuple[Defect, ...]:
    columns = ("id", "severity", "title_zh", "department", "opened", "closed")
    return tuple(
        Defect(
            key=row.key("id"),
            severity=_severity(row),
            title=brief(row.text("title_zh"), LONGEST_NAME),
            department=row.key("department"),
        )
        for row in read_rows(base / source.defects, columns)
        if row.day("opened") <= today and _open(row, today)
    )


def _open(row: Row, today: date) -> bool:
    closed = row.optional_day("closed")
    return closed is None or closed > today


def _severity(row: Row) -> int:
    severity = row.whole("severity")
    if severity > WORST_TO_MILDEST:
        raise row.wrong("severity", phrase("use 1, 2, 3 or 4"))
    return severity


def _reconciliation(source: ReconciliationSource, base: Path, differences: Path | None) -> Reconciliation:
    from tasks.adapters.reconcile import Terms, reconcile  # noqa: PLC0415  # DuckDB takes 0.2 s to import, and few looks need it

    plan, folder = read_plan(base / source.plan), base / source.base
    terms = Terms(wave=source.wave, differences=differences)
    return Reconciliation(result=reconcile(plan, base=folder, terms=terms))
