"""Assess value: three layers, payback, functions paid for and not used, lessons for the next rollout."""

from tasks.adapters.artifacts import PREFECT, Artifacts, artifact_key
from tasks.adapters.office import Office
from tasks.adapters.own_work import value
from tasks.adapters.published import changed_only
from tasks.adapters.render.sheet import sheet_markdown
from tasks.adapters.render.voice import Voice
from tasks.verb import verb


@verb("assess the value of {rollout}", "own-work", outside=True)
def assess_value(office: Office, rollout: str, *, artifacts: Artifacts = PREFECT) -> None:
    """Show what the system is worth as one artifact."""
    text = sheet_markdown(value(office, Voice(office.language, office.rollout(rollout))))
    with changed_only(artifacts, home=office.home, rollout=rollout) as board:
        board.markdown(artifact_key(rollout, "value"), text)
