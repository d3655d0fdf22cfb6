"""When people work on a working day: from opening to closing, less the breaks, by the clock on the wall."""

from datetime import time
from itertools import pairwise

from pydantic import ConfigDict, Field, model_validator

from playbooks.model.errors import BrokenRuleError
from playbooks.model.frozen import Frozen

OPENING, CLOSING = time(9, 0), time(18, 0)
NOON, ONE = time(12, 0), time(13, 0)


class DayPart(Frozen):
    """A part of the day, in local time."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    begins: time = Field(validation_alias="from")
    ends: time = Field(validation_alias="to")

    @model_validator(mode="after")
    def _check_order(self) -> "DayPart":
        if self.begins.tzinfo or self.ends.tzinfo:
            raise BrokenRuleError("working hours are local; leave the time zone out of them")
        if self.ends <= self.begins:
            raise BrokenRuleError(
                "{ends:%H:%M} is not after {begins:%H:%M}; correct the hours",
                ends=self.ends,
                begins=self.begins,
            )
        return self


class WorkingHours(DayPart):
    """The hours of every working day; by default nine to six with an hour off at noon: eight hours."""

    begins: time = Field(default=OPENING, validation_alias="from")
    ends: time = Field(default=CLOSING, validation_alias="to")
    breaks: tuple[DayPart, ...] = Field(default=(DayPart(begins=NOON, ends=ONE),), max_length=10)

    @property
    def parts(self) -> tuple[tuple[time, time], ...]:
        """Return the worked parts of the day, in order."""
        edges = (self.begins, *(edge for each in self.breaks for edge in (each.begins, each.ends)), self.ends)
        return tuple((begin, end) for begin, end in zip(edges[::2], edges[1::2], strict=True) if begin < end)

    @model_validator(mode="after")
    def _check_breaks(self) -> "WorkingHours":
        ordered = all(before.ends <= after.begins for before, after in pairwise(self.breaks))
        inside = all(self.begins <= each.begins and each.ends <= self.ends for each in self.breaks)
        if not ordered or not inside:
            raise BrokenRuleError(
                "breaks must lie within the working hours, in order and apart; correct them"
            )
        if not self.parts:
            raise BrokenRuleError("the breaks leave no working time; shorten them")
        return self
