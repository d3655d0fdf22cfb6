"""Collect evidence: read one source as of now and put what it says on record."""

from prefect import get_run_logger

from playbooks.model.commands import Actor
from tasks.adapters.catalogues import spoken
from tasks.adapters.office import Office
from tasks.adapters.ports import Answer
from tasks.adapters.sources.collecting import collect
from tasks.adapters.sources.specification import Source
from tasks.verb import verb


@verb("collect {source.evidence}", "evidence", outside=True)
def collect_evidence(office: Office, rollout: str, actor: Actor, *, source: Source) -> Answer | None:
    """Record what the source says; a source that cannot be read is recorded as unreadable, which no gate passes."""
    seen, answer = collect(office, rollout, actor, source=source)
    if seen.fault is not None:
        get_run_logger().warning("%s: %s", source.evidence, spoken(seen.fault, office.language))
    return answer
