"""The sheet of phase 2: the columns of the exports, the disposition of gaps, waves and the cutover window."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from playbooks.model.column_profile import ColumnProfile, TableProfile
from playbooks.model.cutover_window import QUIET_DAYS, SystemDates, conflicts, free_day
from playbooks.model.evidence import Checklist, ItemState
from playbooks.model.gates.checklist import ChecklistGate
from playbooks.model.gates.wording import department_name
from playbooks.model.phase import PhaseKey
from playbooks.model.text import Text
from playbooks.model.wave import Wave
from tasks.adapters.render.artifact_wording import ARTIFACTS as WORDS
from tasks.adapters.render.artifact_wording import ITEM_STATES
from tasks.adapters.render.sheet import Row, Section, Sheet, Table
from tasks.adapters.render.voice import Voice

#: The evidence in which playbooks record what becomes of the gaps.
GAPS = "fit_gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryFacts:
    """What the sheet is made of beside the rollout; remarks stand for what could not be read."""

    tables: tuple[TableProfile, ...]
    table_remarks: tuple[Text, ...]
    waves: tuple[Wave, ...]
    dates: SystemDates | None
    dates_remark: Text | None


def inventory_sheet(voice: Voice, facts: InventoryFacts) -> Sheet:
    """Return the sheet."""
    sections = (*_data(voice, facts), _gaps(voice), _waves(voice, facts), _window(voice, facts))
    return Sheet(title=voice.say(WORDS.inventory, title=voice.say(voice.rollout.title)), sections=sections)


def _data(voice: Voice, facts: InventoryFacts) -> Iterator[Section]:
    for table in facts.tables:
        title = voice.say(WORDS.t_data, file=table.file, rows=f"{table.rows:,}")
        yield Section(title, (voice.say(WORDS.n_private),), _columns(voice, table))
    remarks = facts.table_remarks or (() if facts.tables else (WORDS.n_no_sources,))
    if remarks:
        yield Section(voice.say(WORDS.t_no_data), tuple(map(voice.say, remarks)))


def _columns(voice: Voice, table: TableProfile) -> Table:
    heads = (
        WORDS.c_column,
        WORDS.c_looks_like,
        WORDS.c_empty,
        WORDS.c_distinct,
        WORDS.c_range,
        WORDS.c_longest,
        WORDS.c_remarks,
    )
    rows = tuple(_column_row(voice, column) for column in table.columns)
    return Table(tuple(map(voice.say, heads)), rows, frozenset({2, 3, 5}))


def _column_row(voice: Voice, column: ColumnProfile) -> Row:
    shown = column.shown_range
    empty = f"{column.nulls:,} ({100 * column.nulls // column.rows}%)" if column.nulls else "0"
    return (
        column.column,
        voice.say(column.kind.label),
        empty,
        f"{column.distinct:,}",
        f"{shown[0]} … {shown[1]}" if shown else "–",
        f"{column.longest}",
        voice.listed(map(voice.say, column.remarks)) or "–",
    )


def _gaps(voice: Voice) -> Section:
    title, gate = voice.say(WORDS.t_gaps), _gap_gate(voice)
    if gate is None:
        return Section(title, (voice.say(WORDS.n_no_gap_gate),))
    evidence = voice.rollout.evidence.get(gate.evidence)
    states = evidence.payload.items if evidence and isinstance(evidence.payload, Checklist) else None
    notes = () if states is not None else (voice.say(WORDS.n_gaps_open),)
    rows = tuple(
        (voice.say(item.title), voice.say(ITEM_STATES[(states or {}).get(item.key, ItemState.OPEN)]))
        for item in gate.items
    )
    return Section(title, notes, Table((voice.say(WORDS.c_item), voice.say(WORDS.c_state)), rows))


def _gap_gate(voice: Voice) -> ChecklistGate | None:
    gates = voice.rollout.plan(PhaseKey.DESIGN).every_gate()
    return next((gate for gate in gates if isinstance(gate, ChecklistGate) and gate.evidence == GAPS), None)


def _waves(voice: Voice, facts: InventoryFacts) -> Section:
    title = voice.say(WORDS.t_waves)
    if not facts.waves:
        return Section(title, (voice.say(WORDS.n_no_waves),))
    heads = (WORDS.c_wave, WORDS.c_departments, WORDS.c_begins, WORDS.c_why)
    team = voice.rollout.team
    rows = tuple(
        (
            f"{wave.number}",
            voice.listed(voice.say(department_name(team, key)) for key in wave.departments),
            voice.date(wave.begins),
            voice.say(wave.why),
        )
        for wave in facts.waves
    )
    return Section(title, (), Table(tuple(map(voice.say, heads)), rows, frozenset({0})))


def _window(voice: Voice, facts: InventoryFacts) -> Section:
    title, dates = voice.say(WORDS.t_window), facts.dates
    if dates is None:
        missing = voice.say(facts.dates_remark or WORDS.add_calendar)
        return Section(title, (missing,))
    return Section(title, tuple(_window_notes(voice, dates)))


def _window_notes(voice: Voice, dates: SystemDates) -> Iterator[str]:
    calendar, cutover = voice.rollout.calendar, dates.cutover
    if cutover is None:
        yield voice.say(WORDS.n_no_cutover)
    found = conflicts(dates, calendar)
    for conflict in found:
        yield voice.say(WORDS.n_conflict, conflict=voice.say(conflict))
    if cutover is None:
        return
    free = free_day(dates, calendar, start=cutover)
    if free == cutover:
        yield voice.say(WORDS.n_window_free, day=cutover, days=QUIET_DAYS)
    elif free is not None and free - cutover < timedelta(days=366):
        yield voice.say(WORDS.n_next_free, day=free)
