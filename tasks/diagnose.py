"""Diagnose: what hurts most, whether the goals are SMART, which vendor fits, who is in the team."""

from tasks.adapters.artifacts import PREFECT, Artifacts, artifact_key
from tasks.adapters.office import Office
from tasks.adapters.own_work import diagnosis
from tasks.adapters.published import changed_only
from tasks.adapters.render.sheet import sheet_markdown
from tasks.adapters.render.voice import Voice
from tasks.verb import verb


@verb("diagnose {rollout}", "own-work", outside=True)
def diagnose(office: Office, rollout: str, *, artifacts: Artifacts = PREFECT) -> None:
    """Show the diagnosis as one artifact; what the company has not written down yet is named in it."""
    text = sheet_markdown(diagnosis(office, Voice(office.language, office.rollout(rollout))))
    with changed_only(artifacts, home=office.home, rollout=rollout) as board:
        board.markdown(artifact_key(rollout, "diagnosis"), text)
