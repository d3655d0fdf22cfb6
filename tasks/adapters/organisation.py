"""The organisation file: read, checked, and made into the start of a rollout."""

from pathlib import Path

from playbooks.model.commands import StartRollout
from playbooks.model.errors import InputError
from playbooks.model.gates.wording import bounded
from playbooks.model.organisation import Organisation
from playbooks.model.strict_yaml import load_model, parse_yaml
from playbooks.model.text import Text
from tasks.adapters.clocks import RehearsalClock
from tasks.adapters.office import Office


def read_organisation(file: Path) -> Organisation:
    """Return the organisation in a file; raises InputError naming file, line, key and the fix."""
    try:
        text = file.read_bytes()
    except OSError as error:
        raise InputError(
            f"{file} cannot be read ({error.strerror}); set PHASEGATE_ORGANISATION to the organisation file."
        ) from error
    return load_model(parse_yaml(text, name=file.name), Organisation)


def starting(office: Office, playbook: str, *, title: Text | None = None) -> StartRollout:
    """Return the command that starts a rollout of this playbook in this company."""
    organisation, plan = read_organisation(office.company), office.library.load(playbook)
    company = organisation.company.name
    return StartRollout(
        title=title or bounded(f"{company.zh} {plan.title.zh}", f"{company.en}: {plan.title.en}"),
        playbook=plan,
        team=organisation.team,
        calendar=organisation.working_calendar,
        rehearsal=isinstance(office.clock, RehearsalClock),
    )
