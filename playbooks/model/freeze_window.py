"""A freeze window: days on which a company lets nothing big change, dated or coming back every month or year."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from playbooks.model.errors import BrokenRuleError
from playbooks.model.frozen import Frozen, Key
from playbooks.model.phase import PhaseKey
from playbooks.model.span import Span
from playbooks.model.text import Text

YearDay = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
Month = Annotated[int, Field(ge=1, le=12)]
Few = Annotated[int, Field(ge=0, le=15)]
EVERY_MONTH = tuple(range(1, 13))


class Activity(StrEnum):
    """What may be frozen."""

    CUTOVER = "cutover"
    GO_LIVE = "go_live"
    DATA_LOAD = "data_load"

    @property
    def label(self) -> Text:
        """Return what people call it."""
        return _ACTIVITIES[self]


_ACTIVITIES = {
    Activity.CUTOVER: Text(zh="切换", en="cutover"),
    Activity.GO_LIVE: Text(zh="上线", en="go-live"),
    Activity.DATA_LOAD: Text(zh="数据装载", en="data load"),
}


class MonthEdge(Frozen):
    """The first and the last business days of months, say for a period close; every month unless some are named."""

    first_business_days: Few = 0
    last_business_days: Few = 0
    months: tuple[Month, ...] = EVERY_MONTH

    @model_validator(mode="after")
    def _check_days(self) -> "MonthEdge":
        if not self.first_business_days and not self.last_business_days:
            raise BrokenRuleError(
                "this freeze has no days; give first_business_days or last_business_days, such as 3"
            )
        return self

    @property
    def label(self) -> Text:
        """Return the days in words."""
        edges = (("前", "first", self.first_business_days), ("最后", "last", self.last_business_days))
        days = [(zh, en, Span(count).label) for zh, en, count in edges if count]
        every = set(self.months) == set(EVERY_MONTH)
        zh = "每月" if every else "、".join(str(month) for month in self.months) + " 月"
        en = "each month" if every else "month " + ", ".join(str(month) for month in self.months)
        return Text(
            zh=zh + "、".join(f"{word} {label.zh}" for word, _, label in days),
            en=" and ".join(f"{word} {label.en}" for _, word, label in days) + f" of {en}",
        )


class FreezeWindow(Frozen):
    """When, why, and what is frozen; all activities and all systems unless some are named."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    key: Key
    reason: Text
    first: date | YearDay | None = Field(default=None, validation_alias="from")
    last: date | YearDay | None = Field(default=None, validation_alias="to")
    monthly: MonthEdge | None = None
    activities: tuple[Activity, ...] = tuple(Activity)
    phases: tuple[PhaseKey, ...] = ()
    systems: tuple[Key, ...] = ()

    @model_validator(mode="after")
    def _check_when(self) -> "FreezeWindow":
        dated = isinstance(self.first, date) and isinstance(self.last, date)
        yearly = isinstance(self.first, str) and isinstance(self.last, str)
        empty = self.first is None and self.last is None
        if not (dated or yearly or empty) or empty is (self.monthly is None):
            raise BrokenRuleError(
                "freeze {key!r} needs either from and to, both as 2026-12-28 or both as 12-28 for "
                "every year, or monthly; correct it",
                key=self.key,
            )
        if dated and str(self.last) < str(self.first):
            raise BrokenRuleError("freeze {key!r} ends before it begins; correct from and to", key=self.key)
        return self

    @property
    def when(self) -> Text:
        """Return when it is, in words."""
        if self.monthly is None:
            return Text(zh=f"{self.first} 至 {self.last}", en=f"{self.first} to {self.last}")
        return self.monthly.label

    def concerns(self, system: str) -> bool:
        """Tell whether this freeze is about a system."""
        return not self.systems or system in self.systems
