"""Waves: which departments get the system first. It starts where it hurts most.

1. The pilot: the one department whose pain points weigh most for this system.
2. The other departments with pain points that the system cures.
3. Everybody else who takes part, two weeks later.

Without a known pain point there is nothing to start with, and all departments are one wave.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from playbooks.model.calendar import Calendar
from playbooks.model.cutover_window import PILOT, SystemDates, free_day
from playbooks.model.diagnosis import RankedPoint
from playbooks.model.frozen import Frozen, Key
from playbooks.model.playbook import Playbook
from playbooks.model.text import Text

ITERATION = timedelta(weeks=2)

_WHY = (
    Text(zh="试点：痛点最集中", en="pilot: it hurts most here"),
    Text(zh="有本系统能解决的痛点", en="has pain points that the system cures"),
    Text(zh="其余参与部门", en="the others who take part"),
)


class Wave(Frozen):
    """Departments that begin together; `begins` is unknown without a calendar."""

    number: int
    departments: tuple[Key, ...]
    why: Text
    begins: date | None = None


def waves(
    departments: Iterable[str],
    ranking: Iterable[RankedPoint],
    *,
    system: str,
    begins: tuple[date | None, ...],
) -> tuple[Wave, ...]:
    """Return the waves that hold any department, numbered in order; `begins` gives their days."""
    taking_part = tuple(dict.fromkeys(departments))
    pain = _pain(ranking, system)
    hurting = sorted((key for key in taking_part if key in pain), key=lambda key: (-pain[key], key))
    groups = (tuple(hurting[:1]), tuple(hurting[1:]), tuple(key for key in taking_part if key not in pain))
    filled = [(group, why) for group, why in zip(groups, _WHY, strict=True) if group]
    return tuple(
        Wave(number=number, departments=group, why=why, begins=day)
        for number, ((group, why), day) in enumerate(zip(filled, begins, strict=False), start=1)
    )


def wave_days(dates: SystemDates | None, calendar: Calendar) -> tuple[date | None, date | None, date | None]:
    """Return when the three waves can begin: at the pilot, at the cutover, two weeks later on a free day."""
    if dates is None or dates.cutover is None:
        return (None, None, None)
    later = free_day(dates, calendar, start=dates.cutover + ITERATION)
    return (dates.milestones.get(PILOT), dates.cutover, later)


def taking_part(playbook: Playbook) -> tuple[str, ...]:
    """Return the departments that gates of the playbook name, in its order."""
    named = (
        department
        for phase in playbook.phases
        for gate in phase.every_gate()
        for department in getattr(gate, "departments", ())
    )
    return tuple(dict.fromkeys(named))


def _pain(ranking: Iterable[RankedPoint], system: str) -> dict[str, Decimal]:
    pain: dict[str, Decimal] = {}
    for ranked in ranking:
        if system in ranked.point.systems:
            pain[ranked.point.department] = pain.get(ranked.point.department, Decimal(0)) + ranked.score
    return pain
