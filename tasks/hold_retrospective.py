"""Hold the retrospective: put a week's look back on record and show its minutes."""

from playbooks.model.errors import NotFoundError
from playbooks.model.refusal import Refusal
from tasks.adapters.artifacts import PREFECT, Artifacts, artifact_key
from tasks.adapters.office import Office
from tasks.adapters.retrospectives import hold
from tasks.adapters.run_log import run_log
from tasks.verb import verb


@verb("hold the retrospective {week} of {rollout_key}", "retrospective", outside=True)
def hold_retrospective(
    office: Office, rollout_key: str, *, week: str, artifacts: Artifacts = PREFECT
) -> str | None:
    """Return the digest of the week's minutes, or None when refused; a week on record is shown again."""
    if week not in office.rollout(rollout_key).retrospectives:
        answer = hold(office, rollout_key, week=week)
        if isinstance(answer, Refusal):
            run_log().warning("%s %s: %s", rollout_key, week, answer.reason.to(office.language))
    digest = office.rollout(rollout_key).retrospectives.get(week)
    if digest is None:
        return None
    minutes = office.store.document(digest)
    if minutes is None:
        raise NotFoundError(
            "The minutes {digest} of {week} are on record but not kept; restore the store from a copy.",
            digest=digest,
            week=week,
        )
    artifacts.markdown(artifact_key(rollout_key, "retrospective"), minutes.decode())
    return digest
