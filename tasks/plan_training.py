"""Plan training: who has learned what, who still lacks what, super users, and the user of the month."""

from datetime import date

from playbooks.model.award import award
from playbooks.model.learner_award import learner_award
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import Rollout
from playbooks.model.text import Text
from playbooks.model.training_standing import training_gates, training_records
from tasks.adapters.artifacts import PREFECT, Artifacts, artifact_key
from tasks.adapters.company import Company
from tasks.adapters.office import Office
from tasks.adapters.published import changed_only
from tasks.adapters.render.artifact_wording import ARTIFACTS as WORDS
from tasks.adapters.render.sheet import sheet_markdown
from tasks.adapters.render.training_sheet import MonthFacts, training_sheet
from tasks.adapters.render.voice import Voice
from tasks.verb import verb


@verb("plan the training of {rollout}", "own-work", outside=True)
def plan_training(office: Office, rollout: str, *, artifacts: Artifacts = PREFECT) -> None:
    """Show how training stands as one artifact."""
    state = office.rollout(rollout)
    now = office.clock.now()
    month = month_facts(office, state, month=state.calendar.day(now))
    text = sheet_markdown(training_sheet(Voice(office.language, state), month, now=now))
    with changed_only(artifacts, home=office.home, rollout=rollout) as board:
        board.markdown(artifact_key(rollout, "training"), text)


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
