"""Diagnose: what hurts most, whether the goals are SMART, which vendor fits, who is in the team."""

from playbooks.model.diagnosis import ranked
from tasks.adapters.artifacts import PREFECT, Artifacts, artifact_key
from tasks.adapters.company import Company
from tasks.adapters.office import Office
from tasks.adapters.published import changed_only
from tasks.adapters.render.diagnosis_sheet import DiagnosisFacts, diagnosis_sheet
from tasks.adapters.render.sheet import sheet_markdown
from tasks.adapters.render.voice import Voice
from tasks.verb import verb


@verb("diagnose {rollout}", "own-work", outside=True)
def diagnose(office: Office, rollout: str, *, artifacts: Artifacts = PREFECT) -> None:
    """Show the diagnosis as one artifact; what the company has not written down yet is named in it."""
    state = office.rollout(rollout)
    company = Company(office.company, state.playbook.name)
    organisation, card = company.organisation(), company.score_card()
    facts = DiagnosisFacts(
        ranking=ranked(organisation.content.pain_points) if organisation.content else (),
        pain_remark=organisation.remark,
        card=card.content,
        card_remark=card.remark,
    )
    text = sheet_markdown(diagnosis_sheet(Voice(office.language, state), facts))
    with changed_only(artifacts, home=office.home, rollout=rollout) as board:
        board.markdown(artifact_key(rollout, "diagnosis"), text)
