"""Reconcile: compare the former system's data with the new system's, put the result on record and show it."""

from playbooks.model.commands import Actor
from playbooks.model.evidence import Reconciliation
from playbooks.model.reconciliation_summary import summary
from tasks.adapters.artifacts import PREFECT, RECONCILIATION, Artifacts, artifact_key
from tasks.adapters.catalogues import spoken
from tasks.adapters.office import Office
from tasks.adapters.ports import Answer
from tasks.adapters.published import changed_only
from tasks.adapters.render.charts import data_url
from tasks.adapters.render.reconciliation_sheet import reconciliation_sheet, warmest_map
from tasks.adapters.render.sheet import sheet_markdown
from tasks.adapters.run_log import run_log
from tasks.adapters.sources.binder import Binder
from tasks.adapters.sources.collecting import collect
from tasks.adapters.sources.specification import ReconciliationSource
from tasks.verb import verb


@verb("reconcile {source.evidence}", "evidence", "reconciliation", outside=True)
def reconcile(
    office: Office,
    rollout: str,
    actor: Actor,
    *,
    source: ReconciliationSource,
    artifacts: Artifacts = PREFECT,
) -> Answer | None:
    """Record counts, differences, control totals and samples of every check of the plan."""
    seen, answer = collect(office, rollout, actor, source=source)
    if isinstance(seen.payload, Reconciliation):
        run_log().info("%s", summary(seen.payload.result).to(office.language))
        _show(office, rollout, seen.payload, evidence=source.evidence, artifacts=artifacts)
    elif seen.fault is not None:
        run_log().warning("%s: %s", source.evidence, spoken(seen.fault, office.language))
    return answer


def _show(
    office: Office, rollout: str, payload: Reconciliation, *, evidence: str, artifacts: Artifacts
) -> None:
    language = office.language
    report = Binder.of(office.home, office.rollout(rollout), evidence).report(payload.result, language)
    sheet = reconciliation_sheet(payload, language, report=str(report))
    drawing = warmest_map(payload.result, language)
    with changed_only(artifacts, home=office.home, rollout=rollout) as board:
        board.markdown(artifact_key(rollout, RECONCILIATION, evidence), sheet_markdown(sheet))
        if drawing is not None:
            board.image(artifact_key(rollout, RECONCILIATION, evidence, "map"), data_url(drawing))
