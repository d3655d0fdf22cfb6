"""The company that introduces a system: who it is, who takes part, what hurts, what it works with today."""

from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError, model_validator

from playbooks.model.calendar import Calendar
from playbooks.model.company_calendar import CompanyCalendar
from playbooks.model.diagnosis import PainPoint
from playbooks.model.errors import BrokenRuleError
from playbooks.model.frozen import Frozen, Key
from playbooks.model.mail_address import is_mail_address
from playbooks.model.stakeholder import Department, Stakeholder, Team
from playbooks.model.text import Text

#: A Slack account: the workspace's id, a colon, the user's id.
SlackAccount = Annotated[str, StringConstraints(pattern=r"^[ET][A-Z0-9]+:[UW][A-Z0-9]+$")]


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
    calendar: CompanyCalendar | None = None
    slack: dict[SlackAccount, Key] = {}

    @model_validator(mode="after")
    def _check_start(self) -> "Organisation":
        """Refuse now what would otherwise come to light when a rollout starts."""
        try:
            _ = (self.team, self.working_calendar)
        except ValidationError as error:
            raise _broken_rule(error) from error
        return self

    @model_validator(mode="after")
    def _check_addresses(self) -> "Organisation":
        """Refuse an address to which no letter could ever be sent; here, because rollouts keep what was once stated."""
        for person in self.people:
            if person.email and not is_mail_address(person.email):
                raise BrokenRuleError(
                    "{address!r} of {key!r} is no e-mail address; correct it",
                    address=person.email,
                    key=person.key,
                )
        return self

    @model_validator(mode="after")
    def _check_accounts(self) -> "Organisation":
        """Refuse an account of somebody who is not listed; one person may have several accounts."""
        known = {person.key for person in self.people}
        unknown = sorted({person for person in self.slack.values() if person not in known})
        if unknown:
            raise BrokenRuleError(
                "slack names unknown people: {unknown}; correct their keys", unknown=tuple(unknown)
            )
        return self

    @property
    def team(self) -> Team:
        """Return everybody who takes part."""
        return Team(departments=self.departments, people=self.people)

    @property
    def standing(self) -> tuple[str, ...]:
        """Return the keys of the systems that the company works with already."""
        return tuple(dict.fromkeys(system.key for system in self.systems_in_use))

    @property
    def working_calendar(self) -> Calendar:
        """Return the company's own days; without any, weekdays in its time zone."""
        return self.company_calendar.own

    @property
    def company_calendar(self) -> CompanyCalendar:
        """Return the company's calendar as the file states it, in its time zone unless it names another."""
        stated = self.calendar or CompanyCalendar()
        if "time_zone" in stated.model_fields_set:
            return stated
        return stated.model_copy(update={"time_zone": self.company.time_zone})


def _broken_rule(error: ValidationError) -> ValueError:
    """Return the first rule that was broken further down, so that it is told as if it were broken here."""
    detail = error.errors()[0]
    cause = detail.get("ctx", {}).get("error")
    return cause if isinstance(cause, BrokenRuleError) else ValueError(detail["msg"])
