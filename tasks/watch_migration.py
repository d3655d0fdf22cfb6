"""Watch migration: look whether signed data have moved since, and put on record what has."""

from prefect.runtime import task_run

from playbooks.model.commands import Actor
from tasks.adapters.office import Office
from tasks.adapters.ports import Answer
from tasks.adapters.run_log import run_log
from tasks.adapters.sources.watching import Round, watch
from tasks.verb import TRIES_AGAIN, verb


@verb("watch {due.source.evidence}", "evidence", "reconciliation", outside=True)
def watch_migration(office: Office, rollout: str, actor: Actor, *, due: Round) -> Answer | None:
    """Record drift with its reason; a server that stays silent to the last try is recorded as unreadable."""
    patient = int(task_run.run_count or 0) <= TRIES_AGAIN
    found = watch(office, rollout, actor, due=due, patient=patient)
    if found.trouble is not None:
        run_log().warning("%s: %s", due.source.evidence, found.trouble.to(office.language))
    else:
        run_log().info("%s: as signed", ", ".join(found.standing) or due.source.evidence)
    return found.answer
