"""The schedule of a rollout that has not begun: its phases in days, and where freezes and holidays are in the way.

- Data is first loaded when the trial run begins; the cutover is the first day of operation.
- A cutover shortly before a long closure leaves nobody to help: that is a conflict too.
- Every conflict comes with the next free day where there is one.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from playbooks.model.calendar import Calendar
from playbooks.model.freeze_window import Activity, FreezeWindow
from playbooks.model.freezing import CUTOVER, LOOK_AHEAD, covers, freezes_on, next_free
from playbooks.model.frozen import Frozen, Key
from playbooks.model.phase import PhaseKey
from playbooks.model.playbook import Playbook
from playbooks.model.text import Text
from playbooks.model.working_time import due

#: Days after the cutover on which people must be there, and how many days off in a row make a long closure.
HELP_NEEDED, LONG_CLOSURE = 5, 5


class PlannedPhase(Frozen):
    """A phase from its first to its last day."""

    phase: PhaseKey
    first: date
    last: date


class Conflict(Frozen):
    """What is in the way of a planned day, and the next free one."""

    phase: PhaseKey
    day: date
    what: Text
    free: date | None
    freeze: Key | None = None


class Schedule(Frozen):
    """The phases in days, what is in their way, and the years whose holidays are not published yet."""

    phases: tuple[PlannedPhase, ...]
    conflicts: tuple[Conflict, ...]
    provisional: tuple[int, ...]

    def phase(self, key: PhaseKey) -> PlannedPhase:
        """Return one phase."""
        return self.phases[key.number - 1]


def schedule(playbook: Playbook, calendar: Calendar, start: date) -> Schedule:
    """Return the schedule of a playbook that starts on a day, or on the next business day."""
    phases = tuple(_phases(playbook, calendar, start))
    found = (
        *_at_start(calendar, start, phases[0]),
        *_in_phases(playbook, calendar, phases),
        *_of_load(playbook, calendar, phases[PhaseKey.VALIDATION.number - 1]),
        *_of_cutover(playbook, calendar, phases[PhaseKey.OPERATION.number - 1]),
    )
    years = range(phases[0].first.year, phases[-1].last.year + 1)
    uncertain = tuple(year for year in years if calendar.provisional(date(year, 1, 1)))
    return Schedule(phases=phases, conflicts=found, provisional=uncertain)


def _phases(playbook: Playbook, calendar: Calendar, start: date) -> Iterator[PlannedPhase]:
    first = start if calendar.works(start) else calendar.working_day(start)
    for plan in playbook.phases:
        ends = due(calendar, calendar.at(first, calendar.hours.begins), plan.duration)
        yield PlannedPhase(phase=plan.key, first=first, last=calendar.day(ends))
        first = calendar.working_day(calendar.day(ends))


def _at_start(calendar: Calendar, start: date, planned: PlannedPhase) -> Iterator[Conflict]:
    if not calendar.works(start):
        what = Text(zh=f"开始日 {start} 不是工作日", en=f"the start on {start} is not on a business day")
        yield Conflict(phase=planned.phase, day=start, what=what, free=planned.first)


def _in_phases(
    playbook: Playbook, calendar: Calendar, phases: tuple[PlannedPhase, ...]
) -> Iterator[Conflict]:
    """Yield the freezes in which a phase as a whole must not run."""
    windows = [window for window in calendar.freezes if window.concerns(playbook.name)]
    for planned in phases:
        days = [planned.first + timedelta(days=n) for n in range((planned.last - planned.first).days + 1)]
        for window in windows:
            hit = [day for day in days if planned.phase in window.phases and covers(window, calendar, day)]
            if hit:
                yield _frozen_phase(calendar, planned, window, day=hit[0])


def _frozen_phase(calendar: Calendar, planned: PlannedPhase, window: FreezeWindow, *, day: date) -> Conflict:
    name, reason = planned.phase.label, window.reason
    what = Text(
        zh=f"“{name.zh}”阶段 {day} 落在冻结期（{reason.zh}）",
        en=f"phase {name.en!r} runs into the freeze ({reason.en}) on {day}",
    )
    after = (day + timedelta(days=n) for n in range(LOOK_AHEAD))
    free = next((each for each in after if calendar.works(each) and not covers(window, calendar, each)), None)
    return Conflict(phase=planned.phase, day=day, what=what, free=free, freeze=window.key)


def _of_load(playbook: Playbook, calendar: Calendar, planned: PlannedPhase) -> Iterator[Conflict]:
    loads = frozenset({Activity.DATA_LOAD})
    for window in freezes_on(calendar, planned.first, system=playbook.name, activities=loads):
        free = next_free(calendar, planned.first, system=playbook.name, activities=loads)
        yield _frozen(Activity.DATA_LOAD, planned, window, free=free)


def _of_cutover(playbook: Playbook, calendar: Calendar, planned: PlannedPhase) -> Iterator[Conflict]:
    day, free = planned.first, _quiet_day(playbook, calendar, planned.first)
    for window in freezes_on(calendar, day, system=playbook.name, activities=CUTOVER):
        yield _frozen(Activity.CUTOVER, planned, window, free=free)
    closed = _closure_after(calendar, day)
    if closed is not None:
        what = Text(
            zh=f"切换日 {day} 之后不久（{closed} 起）长时间放假，无人支持",
            en=f"the cutover on {day} comes shortly before a long closure from {closed}, when nobody is there to help",
        )
        yield Conflict(phase=planned.phase, day=day, what=what, free=free)


def _frozen(
    activity: Activity, planned: PlannedPhase, window: FreezeWindow, *, free: date | None
) -> Conflict:
    day, reason = planned.first, window.reason
    what = Text(
        zh=f"{activity.label.zh} {day} 落在冻结期（{reason.zh}）",
        en=f"the {activity.label.en} on {day} falls into the freeze ({reason.en})",
    )
    return Conflict(phase=planned.phase, day=day, what=what, free=free, freeze=window.key)


def _quiet_day(playbook: Playbook, calendar: Calendar, start: date) -> date | None:
    """Return the first free day from `start` on that no long closure follows."""
    day = next_free(calendar, start, system=playbook.name, activities=CUTOVER)
    while day is not None and _closure_after(calendar, day) is not None:
        day = next_free(calendar, day + timedelta(days=1), system=playbook.name, activities=CUTOVER)
        if day is not None and (day - start).days > LOOK_AHEAD:
            return None
    return day


def _closure_after(calendar: Calendar, day: date) -> date | None:
    """Return the first day of a long closure that begins within the days on which help is needed."""
    for begins in (day + timedelta(days=n) for n in range(1, HELP_NEEDED + 1)):
        if not any(calendar.works(begins + timedelta(days=n)) for n in range(LONG_CLOSURE)):
            return begins
    return None
