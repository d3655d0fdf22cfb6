"""What a piece of evidence says, as small tables to be read before deciding; a document is opened instead."""

from collections.abc import Iterator
from itertools import groupby

from playbooks.model.evidence import (
    Checklist,
    Document,
    Evidence,
    Goals,
    Reconciliation,
    Roster,
    Series,
    TestReport,
    Training,
    TrainingRecord,
    Unreadable,
)
from playbooks.model.figure import measured
from playbooks.model.gates.checklist import ChecklistGate
from playbooks.model.gates.training import TierRule
from playbooks.model.gates.wording import department_name
from playbooks.model.text import Text
from tasks.adapters.render import evidence_wording as w
from tasks.adapters.render.artifact_wording import ARTIFACTS as WORDS
from tasks.adapters.render.artifact_wording import ITEM_STATES
from tasks.adapters.render.diagnosis_sheet import goal_table
from tasks.adapters.render.reconciliation_sheet import reconciliation_content
from tasks.adapters.render.sheet import Row, Section, Table
from tasks.adapters.render.voice import Voice

#: More rows than these are not read before a decision; how many there are is said.
SHOWN = 40
READINGS_SHOWN = 12


def evidence_content(voice: Voice, item: Evidence) -> tuple[Section, ...]:  # noqa: C901, PLR0911  # one answer per kind
    """Return what a piece of evidence says, in the reader's language; nothing for a document."""
    match item.payload:
        case Document():
            return ()
        case Checklist() as payload:
            return (_checklist(voice, item.key, payload),)
        case Roster() as payload:
            return (_roster(voice, payload),)
        case Goals(goals=goals):
            return (Section(voice.say(w.T_GOALS), (), goal_table(voice, goals)),)
        case Series() as payload:
            return (_readings(voice, payload, aside=sum(len(one.readings) for one in item.set_aside)),)
        case Reconciliation() as payload:
            return reconciliation_content(payload, voice.language)
        case TestReport() as payload:
            return tuple(_test_report(voice, payload))
        case Training(records=records):
            return (_training(voice, records),)
        case Unreadable(reason=reason):
            return (Section(voice.say(w.T_UNREADABLE), (voice.say(reason),)),)


def _checklist(voice: Voice, key: str, payload: Checklist) -> Section:
    gates = (gate for phase in voice.rollout.phases for gate in voice.rollout.plan(phase).every_gate())
    asked = (gate for gate in gates if isinstance(gate, ChecklistGate) and gate.evidence == key)
    titles = {item.key: item.title for gate in asked for item in gate.items}
    rows = tuple(
        (voice.say(titles[name]) if name in titles else name, voice.say(ITEM_STATES[state]))
        for name, state in payload.items.items()
    )
    return Section(voice.say(w.T_ITEMS), (), _table(voice, (WORDS.c_item, WORDS.c_state), rows))


def _roster(voice: Voice, payload: Roster) -> Section:
    seats = (
        (voice.role(seat.slot), voice.person(seat.person), voice.person(seat.deputy) if seat.deputy else "–")
        for seat in payload.assignments
    )
    users = (
        (
            voice.say(w.SUPER_USER, department=_department(voice, user.department)),
            voice.person(user.person),
            "–",
        )
        for user in payload.super_users
    )
    heads = (WORDS.c_slot, WORDS.c_person, w.C_DEPUTY)
    return _bounded(voice, w.T_ROSTER, _table(voice, heads, (*seats, *users)))


def _readings(voice: Voice, series: Series, *, aside: int) -> Section:
    kpi = voice.rollout.playbook.kpi(series.metric)
    title = f"{voice.say(w.T_READINGS)}{voice.colon}{voice.say(kpi.title) if kpi else series.metric}"
    if not series.readings:
        return Section(title, (voice.say(WORDS.n_none),))
    first, last = series.readings[0].on, series.readings[-1].on
    notes = [voice.say(w.READINGS, count=len(series.readings), first=first, last=last)]
    notes += [voice.say(w.SET_ASIDE, count=aside)] if aside else []
    latest = reversed(series.readings[-READINGS_SHOWN:])
    rows = tuple((f"{one.on}", voice.say(measured(one.value, series.unit))) for one in latest)
    return Section(title, tuple(notes), _table(voice, (w.C_DAY, w.C_VALUE), rows, first_figure=1))


def _test_report(voice: Voice, report: TestReport) -> Iterator[Section]:
    heads = (WORDS.c_department, WORDS.c_passed, WORDS.c_failed, WORDS.c_blocked, WORDS.c_not_run)
    rows = tuple(
        (
            _department(voice, tests.department),
            *(f"{count}" for count in (tests.passed, tests.failed, tests.blocked, tests.not_run)),
        )
        for tests in report.departments
    )
    yield _bounded(voice, w.T_TESTS, _table(voice, heads, rows, first_figure=1))
    defects = tuple(
        (f"{one.severity}", one.title, _department(voice, one.department) if one.department else "–")
        for one in sorted(report.open_defects, key=lambda one: one.severity)
    )
    table = _table(voice, (WORDS.c_severity, w.C_TITLE, WORDS.c_department), defects)
    yield _bounded(voice, w.T_DEFECTS, table)


def _training(voice: Voice, records: tuple[TrainingRecord, ...]) -> Section:
    """Return the records by department, tier and level: whole names would fill pages and help nobody decide."""
    rows = tuple(
        _training_row(voice, tuple(group)) for _, group in groupby(sorted(records, key=_place), key=_place)
    )
    heads = (WORDS.c_department, w.C_TIER, w.C_COMPLETED, w.C_LOWEST)
    table = _table(voice, heads, rows, first_figure=2)
    bounded = _bounded(voice, w.T_TRAINING, table)
    return Section(bounded.title, (voice.say(w.RECORDS, count=len(records)), *bounded.notes), bounded.table)


def _place(record: TrainingRecord) -> tuple[str, str, str]:
    return record.department, record.tier.value, record.level.value


def _training_row(voice: Voice, group: tuple[TrainingRecord, ...]) -> Row:
    done = sum(record.completed is not None for record in group)
    scores = [record.score for record in group if record.score is not None and record.score.is_finite()]
    rule = TierRule(tier=group[0].tier, level=group[0].level)
    lowest = voice.figure(min(scores, default=None))
    return _department(voice, group[0].department), voice.say(rule.label), f"{done}/{len(group)}", lowest


def _bounded(voice: Voice, title: Text, table: Table) -> Section:
    """Return a section whose table is not too long to be read; of a longer one it is said how long it is."""
    count = len(table.rows)
    if count <= SHOWN:
        notes = () if count else (voice.say(WORDS.n_none),)
        return Section(voice.say(title), notes, table)
    cut = Table(table.heads, table.rows[:SHOWN], table.right)
    return Section(voice.say(title), (voice.say(w.MORE, count=count, shown=SHOWN),), cut)


def _table(
    voice: Voice, heads: tuple[Text, ...], rows: tuple[Row, ...], *, first_figure: int | None = None
) -> Table:
    """Return a table whose columns from `first_figure` on hold figures."""
    right = frozenset() if first_figure is None else frozenset(range(first_figure, len(heads)))
    return Table(tuple(map(voice.say, heads)), rows, right)


def _department(voice: Voice, key: str) -> str:
    return voice.say(department_name(voice.rollout.team, key))
