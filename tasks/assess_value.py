"""Assess value: three layers, payback, functions paid for and not used, lessons for the next rollout."""

from decimal import Decimal

from playbooks.model.diagnosis import ranked
from playbooks.model.kpi import standings
from playbooks.model.lessons import Lessons, lessons
from playbooks.model.rollout import Rollout
from playbooks.model.value import Cost, Gain, assess
from playbooks.model.value_estimate import ValueFacts, estimated_gains
from tasks.adapters.artifacts import PREFECT, Artifacts, artifact_key
from tasks.adapters.company import Company
from tasks.adapters.office import Office
from tasks.adapters.published import changed_only
from tasks.adapters.render.sheet import sheet_markdown
from tasks.adapters.render.value_sheet import ValueSheetFacts, value_sheet
from tasks.adapters.render.voice import Voice
from tasks.verb import verb

#: The entries that teach something.
TELLING = ("gate.judged", "command.refused")


@verb("assess the value of {rollout}", "own-work", outside=True)
def assess_value(office: Office, rollout: str, *, artifacts: Artifacts = PREFECT) -> None:
    """Show what the system is worth as one artifact."""
    state = office.rollout(rollout)
    text = sheet_markdown(value_sheet(Voice(office.language, state), value_sheet_facts(office, state)))
    with changed_only(artifacts, home=office.home, rollout=rollout) as board:
        board.markdown(artifact_key(rollout, "value"), text)


def value_sheet_facts(office: Office, state: Rollout) -> ValueSheetFacts:
    """Return the assessment; gains that nobody has measured are estimated and marked as such."""
    company = Company(office.company, state.playbook.name)
    recorded, card = company.value(), company.score_card()
    known, choice = recorded.content or ValueFacts(), card.content.choice if card.content else None
    # What is estimated is shown, but never counted: only measured gains make the strategy layer met.
    assessment = assess(
        functions=known.functions,
        service=known.service,
        kpis=standings(state),
        gains=known.gains if choice else (),
        cost=choice.cost if choice else Cost(one_off_cny=Decimal(0), running_cny_month=Decimal(0)),
    )
    return ValueSheetFacts(
        assessment=assessment,
        gains=known.gains or _estimate(company, state),
        estimated=not known.gains,
        vendor=choice.name if choice else None,
        cost=choice.cost if choice else None,
        lessons=learned(office, state),
        remarks=tuple(lookup.remark for lookup in (recorded, card) if lookup.remark),
    )


def learned(office: Office, state: Rollout) -> Lessons:
    """Return what the ledger teaches."""
    entries = office.store.entries(rollout=state.key, types=TELLING)
    return lessons(state, (row.recorded for row in entries))


def _estimate(company: Company, state: Rollout) -> tuple[Gain, ...]:
    organisation = company.organisation().content
    points = ranked(organisation.pain_points) if organisation else ()
    return estimated_gains(points, standings(state), system=state.playbook.name)
