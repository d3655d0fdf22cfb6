"""`reconcile report`: where the report of the reconciliation on record lies; written again where it is gone."""

from pathlib import Path

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.options import PLAIN, Reply
from flows.entrypoints.cli.output_place import require_output
from flows.entrypoints.cli.report import write_whole
from flows.entrypoints.cli.visit import Look, look
from playbooks.model.errors import InputError
from playbooks.model.evidence import Evidence, Reconciliation
from playbooks.model.mapping import ReconciliationPlan
from tasks.adapters.sources.binder import Binder
from tasks.adapters.sources.plans import read_plan
from tasks.adapters.sources.specification import ReconciliationSource


def report_rollout(
    rollout: str, /, *, evidence: str | None = None, out: Path | None = None, reply: Reply = PLAIN
) -> ExitCode:
    """显示对账报告的位置；`--out` 另存一份 · Show where the report lies; `--out` writes a copy.

    Args:
        rollout: 项目 · the rollout
        evidence: 只看此证据 · this evidence only
        out: 另存为此文件 · write it to this file as well
        reply: 输出 · output
    """
    seen = look(rollout, reply)
    if out is not None:
        require_output(out)
    files = {
        item.key: _report(seen, item, item.payload)
        for item in seen.rollout.evidence.values()
        if isinstance(item.payload, Reconciliation) and evidence in (None, item.key)
    }
    seen.speaker.document({"rollout": rollout, "reports": {key: str(file) for key, file in files.items()}})
    for file in files.values():
        seen.speaker.show(seen.speaker.say(w.REPORT_WRITTEN, file=file))
    if not files:
        seen.speaker.show(seen.speaker.say(w.NOTHING_COMPARED, rollout=rollout))
        return ExitCode.NOT_FOUND
    if out is not None:
        write_whole(out, next(iter(files.values())).read_text(encoding="utf-8"))
        seen.speaker.show(seen.speaker.say(w.REPORT_WRITTEN, file=out))
    return ExitCode.DONE


def _report(seen: Look, evidence: Evidence, payload: Reconciliation) -> Path:
    """Return the file, as what is on record says now: a drift since sign-off belongs into it."""
    binder = Binder.of(seen.office.home, seen.rollout, evidence.key)
    binder.draft()
    binder.write(payload, evidence.observed_at, plan=_plan(seen, evidence.key))
    return binder.report(payload.result, seen.speaker.language)


def _plan(seen: Look, evidence: str) -> ReconciliationPlan | None:
    """Return the plan, whose titles make a report clearer; without it rules go by their keys."""
    for source in seen.office.sources.sources.get(seen.rollout.playbook.name, ()):
        if isinstance(source, ReconciliationSource) and source.evidence == evidence:
            try:
                return read_plan(seen.office.sources_folder / source.plan)
            except InputError:
                return None
    return None
