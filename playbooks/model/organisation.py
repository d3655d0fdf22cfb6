"""The company that introduces a system: who it is, who takes part, what hurts, what it works with today."""

from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError, model_validator

from playbooks.model.calendar import Calendar
from playbooks.model.diagnosis import PainPoint
from playbooks.model.frozen import Frozen, Key
from playbooks.model.stakeholder import Department, Stakeholder, Team
from playbooks.model.text import Text


class Company(Frozen):
    """The company's profile; turnover per year in its currency."""

    name: Text
    industry: Text
    headcount: int = Field(ge=1)
    turnover: int = Field(ge=0)
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "CNY"
    time_zone: str = "Asia/Shanghai"


class SystemInUse(Frozen):
    """A system the company works with today; `key` of a playbook means that its system stands already."""

    key: Key
    name: Text
    department: Key | None = None
    remark: Text | None = None


class Organisation(Frozen):
    """The organisation file."""

    company: Company
    departments: tuple[Department, ...]
    people: tuple[Stakeholder, ...]
    pain_points: tuple[PainPoint, ...] = ()
    systems_in_use: tuple[SystemInUse, ...] = ()
    calendar: Calendar | None = None

    @model_validator(mode="after")
    def _check_start(self) -> "Organisation":
        """Refuse now what would otherwise come to light when a rollout starts."""
        try:
            _ = (self.team, self.working_calendar)
        except ValidationError as error:
            raise ValueError(error.errors()[0]["msg"].removeprefix("Value error, ")) from error
        return self

    @property
    def team(self) -> Team:
        """Return everybody who takes part."""
        return Team(departments=self.departments, people=self.people)

    @property
    def working_calendar(self) -> Calendar:
        """Return the company's calendar; without one of its own, weekdays in its time zone."""
        return self.calendar or Calendar(time_zone=self.company.time_zone)
