"""Plan training: who has learned what, who still lacks what, super users, and the user of the month."""

from tasks.adapters.artifacts import PREFECT, Artifacts, artifact_key
from tasks.adapters.office import Office
from tasks.adapters.own_work import training
from tasks.adapters.published import changed_only
from tasks.adapters.render.sheet import sheet_markdown
from tasks.adapters.render.voice import Voice
from tasks.verb import verb


@verb("plan the training of {rollout}", "own-work", outside=True)
def plan_training(office: Office, rollout: str, *, artifacts: Artifacts = PREFECT) -> None:
    """Show how training stands as one artifact."""
    text = sheet_markdown(training(office, Voice(office.language, office.rollout(rollout))))
    with changed_only(artifacts, home=office.home, rollout=rollout) as board:
        board.markdown(artifact_key(rollout, "training"), text)
