"""The organisation file: read, checked, and made into the start of a rollout, a newcomer, the revision of its calendar."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from playbooks.model.calendar import Calendar
from playbooks.model.calendar_commands import ReviseCalendar
from playbooks.model.commands import AddPerson, StartRollout
from playbooks.model.errors import InputError
from playbooks.model.gates.wording import bounded
from playbooks.model.lifecycle.calendars import revised
from playbooks.model.organisation import Organisation
from playbooks.model.phrase import system_fault
from playbooks.model.rollout import Rollout
from playbooks.model.strict_yaml import load_model, parse_yaml
from playbooks.model.text import Text
from tasks.adapters.calendars import rollout_calendar, with_system_freezes
from tasks.adapters.clocks import RehearsalClock
from tasks.adapters.company import Company
from tasks.adapters.office import Office


def read_organisation(file: Path) -> Organisation:
    """Return the organisation in a file; raises InputError naming file, line, key and the fix."""
    try:
        text = file.read_bytes()
    except OSError as error:
        raise InputError(
            "{file} cannot be read ({reason}); set PHASEGATE_ORGANISATION to the organisation file.",
            file=file,
            reason=system_fault(error),
        ) from error
    return load_model(parse_yaml(text, name=file.name), Organisation)


def company_calendar(file: Path, playbook: str, start: date) -> Calendar:
    """Return the calendar of a rollout that starts on a day: public holidays, own days, the system's freezes."""
    return with_system_freezes(rollout_calendar(read_organisation(file), start), Company(file, playbook))


def revising(office: Office, rollout: Rollout) -> ReviseCalendar | None:
    """Return the command that takes up what has changed in the calendar since a rollout began, if anything has."""
    old, began = rollout.calendar, rollout.calendar.day(rollout.started_at)
    present = company_calendar(office.company, rollout.playbook.name, began)
    changed = revised(old, present, today=old.day(office.clock.now())) != old
    return ReviseCalendar(calendar=present) if changed else None


def starting(office: Office, playbook: str, *, title: Text | None = None) -> StartRollout:
    """Return the command that starts a rollout of this playbook in this company."""
    organisation, plan = read_organisation(office.company), office.library.load(playbook)
    company, today = organisation.company.name, organisation.working_calendar.day(office.clock.now())
    calendar = company_calendar(office.company, playbook, today)
    return StartRollout(
        title=title or bounded(f"{company.zh} {plan.title.zh}", f"{company.en}: {plan.title.en}"),
        playbook=plan,
        team=organisation.team,
        calendar=calendar,
        rehearsal=isinstance(office.clock, RehearsalClock),
        in_use=organisation.standing,
    )


def joining(
    office: Office, rollout: Rollout, key: str, *, roles: Sequence[str] = (), reason: str
) -> AddPerson | None:
    """Return the command that takes somebody of the organisation file into a rollout; None where the file has nobody so called.

    Without roles a member keeps those of the rollout, and anybody else gets those of the file that the playbook has.
    A deputy who does not take part is left out.
    """
    organisation, team = read_organisation(office.company), rollout.team
    person, member, own = organisation.team.person(key), team.person(key), rollout.playbook.roles
    if person is None:
        return None
    usual = member.roles if member is not None and member.active else person.roles
    held = roles or [role.key for role in own if role.key in usual]
    deputy = person.deputy if person.deputy and team.person(person.deputy) else None
    fresh = {one.key for one in organisation.departments} - {one.key for one in team.departments}
    departments = tuple(
        one
        for one in organisation.departments
        if one.head == key or (one.key == person.department and one.key in fresh)
    )
    return AddPerson(
        person=person.model_copy(update={"roles": tuple(dict.fromkeys(held)), "deputy": deputy}),
        departments=departments,
        reason=reason,
    )
