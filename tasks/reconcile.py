"""Reconcile: compare the former system's data with the new system's and put the result on record."""

from prefect import get_run_logger

from playbooks.model.commands import Actor
from playbooks.model.evidence import Reconciliation
from playbooks.model.reconciliation_summary import summary
from tasks.adapters.catalogues import spoken
from tasks.adapters.office import Office
from tasks.adapters.ports import Answer
from tasks.adapters.sources.collecting import collect
from tasks.adapters.sources.specification import ReconciliationSource
from tasks.verb import verb


@verb("reconcile {source.evidence}", "evidence", "reconciliation", outside=True)
def reconcile(office: Office, rollout: str, actor: Actor, *, source: ReconciliationSource) -> Answer | None:
    """Record counts, differences, control totals and samples of every check of the plan."""
    seen, answer = collect(office, rollout, actor, source=source)
    if isinstance(seen.payload, Reconciliation):
        get_run_logger().info("%s", summary(seen.payload.result).to(office.language))
    elif seen.fault is not None:
        get_run_logger().warning("%s: %s", source.evidence, spoken(seen.fault, office.language))
    return answer
