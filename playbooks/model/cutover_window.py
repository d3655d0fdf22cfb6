"""The cutover window: planned days of a system, frozen days, and where they get into each other's way.

- A milestone on a frozen day is a conflict.
- The cutover needs quiet days around it: a frozen stretch closer than `QUIET_DAYS`, or a day on which nobody
  works, is a conflict too.
- A free day is a business day without a frozen day within `QUIET_DAYS` before and after it.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from pydantic import ConfigDict, Field, RootModel, model_validator

from playbooks.model.calendar import Calendar
from playbooks.model.errors import BrokenRuleError
from playbooks.model.frozen import Frozen, Key
from playbooks.model.phase import PhaseKey
from playbooks.model.text import Text

QUIET_DAYS = 10
CUTOVER, PILOT = "go_live", "pilot"

_LOOK_AHEAD = 400
_MILESTONES = {
    CUTOVER: Text(zh="上线切换", en="cutover"),
    PILOT: Text(zh="试点", en="pilot"),
    "data_cut_off": Text(zh="数据截止", en="data cut-off"),
    "first_load": Text(zh="首次装载", en="first load"),
    "second_load": Text(zh="第二次装载", en="second load"),
    "uat_first_round": Text(zh="第一轮验收测试", en="first round of the acceptance test"),
    "uat_second_round": Text(zh="第二轮验收测试", en="second round of the acceptance test"),
}


def milestone_title(key: str) -> Text:
    """Return what a milestone is called; an unknown key stands for itself."""
    return _MILESTONES.get(key, Text(zh=key, en=key))


class Stretch(Frozen):
    """Days from the first to the last, both included."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")

    @model_validator(mode="after")
    def _check_order(self) -> "Stretch":
        if self.last < self.first:
            raise BrokenRuleError(
                "the stretch ends on {last}, before it begins on {first}; correct it",
                last=self.last,
                first=self.first,
            )
        return self

    def distance(self, day: date) -> int:
        """Return how many days lie between this day and the stretch; 0 when it lies inside."""
        return max((self.first - day).days, (day - self.last).days, 0)


class FrozenDays(Stretch):
    """Days on which nothing may change, and why."""

    reason: Text


class SystemDates(Frozen):
    """The planned days of one system."""

    phases: dict[PhaseKey, Stretch] = Field(default_factory=dict)
    milestones: dict[Key, date] = Field(default_factory=dict)
    frozen: tuple[FrozenDays, ...] = ()

    @property
    def cutover(self) -> date | None:
        """Return the planned day of the cutover."""
        return self.milestones.get(CUTOVER)


class CompanyDates(RootModel[dict[Key, SystemDates]]):
    """The calendar file: planned days by system."""

    model_config = ConfigDict(frozen=True)

    def of(self, system: str) -> SystemDates | None:
        """Return the days of one system, or None."""
        return self.root.get(system)


def conflicts(dates: SystemDates, calendar: Calendar) -> tuple[Text, ...]:
    """Return every conflict in a sentence; those of the cutover come first."""
    return (*_of_cutover(dates, calendar), *_of_milestones(dates))


def free_day(dates: SystemDates, calendar: Calendar, *, start: date) -> date | None:
    """Return the first free day from `start` on, or None where a year holds none."""
    days = (start + timedelta(days=n) for n in range(_LOOK_AHEAD))
    return next((day for day in days if calendar.works(day) and not _near(dates, day)), None)


def _near(dates: SystemDates, day: date) -> tuple[FrozenDays, ...]:
    return tuple(frozen for frozen in dates.frozen if frozen.distance(day) <= QUIET_DAYS)


def _of_cutover(dates: SystemDates, calendar: Calendar) -> Iterator[Text]:
    day = dates.cutover
    if day is None:
        return
    if not calendar.works(day):
        yield Text(zh=f"切换日 {day} 不是工作日。", en=f"The cutover on {day} is not on a business day.")
    for frozen in _near(dates, day):
        between = frozen.distance(day)
        yield _close(day, frozen, between=between) if between else _inside(CUTOVER, day, frozen=frozen)


def _of_milestones(dates: SystemDates) -> Iterator[Text]:
    planned = ((key, day) for key, day in dates.milestones.items() if key != CUTOVER)
    for key, day in planned:
        hit = (frozen for frozen in dates.frozen if frozen.distance(day) == 0)
        yield from (_inside(key, day, frozen=frozen) for frozen in hit)


def _inside(milestone: str, day: date, *, frozen: FrozenDays) -> Text:
    what, freeze = milestone_title(milestone), _named(frozen)
    return Text(
        zh=f"{what.zh} {day} 落在冻结期 {freeze.zh}内。",
        en=f"The {what.en} on {day} falls into the freeze of {freeze.en}.",
    )


def _close(day: date, frozen: FrozenDays, *, between: int) -> Text:
    freeze = _named(frozen)
    return Text(
        zh=f"切换日 {day} 距冻结期 {freeze.zh}只有 {between} 天，应相隔 {QUIET_DAYS} 天以上。",
        en=f"The cutover on {day} is only {between} days away from the freeze of {freeze.en}; "
        f"keep more than {QUIET_DAYS} between them.",
    )


def _named(frozen: FrozenDays) -> Text:
    first, last, reason = frozen.first, frozen.last, frozen.reason
    return Text(zh=f"{first} 至 {last}（{reason.zh}）", en=f"{first} to {last} ({reason.en})")
