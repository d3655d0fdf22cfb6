"""The sheets of the phases' own work: diagnosis with the vendors compared, training, value.

They are worked out from what is on record and from the company's own files, and are the same wherever they are shown.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from playbooks.model.award import award
from playbooks.model.diagnosis import ranked
from playbooks.model.kpi import standings
from playbooks.model.learner_award import learner_award
from playbooks.model.lessons import Lessons, lessons
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import Rollout
from playbooks.model.text import Language, Text
from playbooks.model.training_standing import training_gates, training_records
from playbooks.model.value import Cost, Gain, assess
from playbooks.model.value_estimate import ValueFacts, estimated_gains
from tasks.adapters.company import Company
from tasks.adapters.office import Office
from tasks.adapters.render.artifact_wording import ARTIFACTS as WORDS
from tasks.adapters.render.diagnosis_sheet import DiagnosisFacts, diagnosis_sheet
from tasks.adapters.render.sheet import Sheet
from tasks.adapters.render.training_sheet import MonthFacts, training_sheet
from tasks.adapters.render.value_sheet import ValueSheetFacts, value_sheet
from tasks.adapters.render.voice import Voice

#: The entries that teach something.
TELLING = ("gate.judged", "command.refused")


def own_sheets(office: Office, state: Rollout, language: Language) -> tuple[Sheet, ...]:
    """Return the sheets of the phases that have begun, as they stand now."""
    begun = (phase for phase, record in state.phases.items() if record.round)
    return tuple(SHEETS[phase](office, Voice(language, state)) for phase in begun if phase in SHEETS)


def diagnosis(office: Office, voice: Voice) -> Sheet:
    """Return the diagnosis; what the company has not written down yet is named in it."""
    company = Company(office.company, voice.rollout.playbook.name)
    organisation, card = company.organisation(), company.score_card()
    facts = DiagnosisFacts(
        ranking=ranked(organisation.content.pain_points) if organisation.content else (),
        pain_remark=organisation.remark,
        card=card.content,
        card_remark=card.remark,
    )
    return diagnosis_sheet(voice, facts)


def training(office: Office, voice: Voice) -> Sheet:
    """Return how training stands."""
    now = office.clock.now()
    month = month_facts(office, voice.rollout, month=voice.rollout.calendar.day(now))
    return training_sheet(voice, month, now=now)


def value(office: Office, voice: Voice) -> Sheet:
    """Return what the system is worth."""
    return value_sheet(voice, value_sheet_facts(office, voice.rollout))


#: The sheet of each phase that has one.
SHEETS: Mapping[PhaseKey, Callable[[Office, Voice], Sheet]] = {
    PhaseKey.INITIATION: diagnosis,
    PhaseKey.ADOPTION: training,
    PhaseKey.OPERATION: value,
}


def month_facts(office: Office, state: Rollout, *, month: date) -> MonthFacts:
    """Return the award of a month: by usage where it is recorded, else by training and issues."""
    name, lookup = f"{month:%Y-%m}", Company(office.company, state.playbook.name).usage()
    issues = tuple(state.issues.values())
    usage = [one.usage for one in lookup.content or () if one.month == name]
    if usage:
        found = award(usage, issues, calendar=state.calendar, month=month)
        return MonthFacts(month=name, award=found, learners=(), remark=None)
    records = {
        (record.person, record.level): record
        for gate in training_gates(state, PhaseKey.ADOPTION)
        for record in training_records(state, gate)
    }
    other = Text(
        zh=WORDS.n_usage_other_month.zh.format(month=name), en=WORDS.n_usage_other_month.en.format(month=name)
    )
    return MonthFacts(
        month=name,
        award=None,
        learners=learner_award(records.values(), issues, calendar=state.calendar, month=month),
        remark=lookup.remark or other,
    )


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
        lessons=_learned(office, state),
        remarks=tuple(lookup.remark for lookup in (recorded, card) if lookup.remark),
    )


def _learned(office: Office, state: Rollout) -> Lessons:
    """Return what the ledger teaches."""
    entries = office.store.entries(rollout=state.key, types=TELLING)
    return lessons(state, (row.recorded for row in entries))


def _estimate(company: Company, state: Rollout) -> tuple[Gain, ...]:
    organisation = company.organisation().content
    points = ranked(organisation.pain_points) if organisation else ()
    return estimated_gains(points, standings(state), system=state.playbook.name)
