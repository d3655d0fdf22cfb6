"""Track the trial run: acceptance test, open issues, reconciliation, KPIs against their baseline."""

from tasks.adapters.artifacts import PREFECT, Artifacts, artifact_key
from tasks.adapters.office import Office
from tasks.adapters.published import changed_only
from tasks.adapters.render.sheet import sheet_markdown
from tasks.adapters.render.trial_sheet import trial_sheet
from tasks.adapters.render.voice import Voice
from tasks.verb import verb


@verb("track the trial run of {rollout}", "own-work", outside=True)
def track_trial(office: Office, rollout: str, *, artifacts: Artifacts = PREFECT) -> None:
    """Show how the trial run stands as one artifact, from recorded evidence alone."""
    state = office.rollout(rollout)
    text = sheet_markdown(trial_sheet(Voice(office.language, state)))
    with changed_only(artifacts, home=office.home, rollout=rollout) as board:
        board.markdown(artifact_key(rollout, "trial"), text)
