"""`reconcile`: compare the former system's data with the new one's; put the result on record if asked."""

import os
from datetime import UTC, datetime
from pathlib import Path

from cyclopts import App
from rich.console import RenderableType

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.commanded import required
from flows.entrypoints.cli.exit_code import ExitCode, finding
from flows.entrypoints.cli.mistake import Mistake
from flows.entrypoints.cli.options import MYSELF, Acting
from flows.entrypoints.cli.output_place import require_output
from flows.entrypoints.cli.payload_file import content_of
from flows.entrypoints.cli.speaker import Speaker, both, speaker
from flows.entrypoints.cli.table import Column, table
from playbooks.model.evidence import Reconciliation
from playbooks.model.mapping import ReconciliationPlan
from playbooks.model.reconciliation import CheckResult, ReconciliationResult
from playbooks.model.reconciliation_certainty import certainty
from playbooks.model.reconciliation_summary import summary
from playbooks.model.refusal import Refusal, RefusedError
from playbooks.model.staged_load import require_turn
from playbooks.model.strict_yaml import load_model, parse_yaml
from tasks.adapters.reconcile import MEMORY_MIB, Pace, Terms, writing_logins
from tasks.adapters.reconcile import reconcile as compare
from tasks.adapters.reconcile.data_folder import data_files, map_files
from tasks.adapters.sources.stamping import Stamping

app = App(name="reconcile")
app.command(
    "flows.entrypoints.cli.reconcile_watch:watch_rollout",
    name="watch",
    help="检查已签核的数据是否变动 · look whether signed data have moved",
)
app.command(
    "flows.entrypoints.cli.reconcile_report:report_rollout",
    name="report",
    help="显示对账报告的位置 · show where the report lies",
)

_STEPS = {"reading": w.READING_ROWS, "comparing": w.COMPARING_ROWS}


@app.default
def reconcile(
    plan: Path,
    /,
    *,
    base: Path,
    differences: Path | None = None,
    report: Path | None = None,
    wave: str | None = None,
    limit_memory: int = MEMORY_MIB,
    resume: Path | None = None,
    rollout: str | None = None,
    evidence: str | None = None,
    by: tuple[str, ...] = (),
    acting: Acting = MYSELF,
) -> ExitCode:
    """核对新旧系统数据；不一致时以 5 退出 · Compare old and new data; exits with 5 where they differ.

    Args:
        plan: 核对方案 YAML · the plan
        base: 数据所在文件夹 · the folder with the data
        differences: 全部差异写入此 CSV 文件 · the CSV file for every difference
        report: 把报告写入此 HTML 文件 · the HTML file for the report
        wave: 只核对此批次的数据 · compare the rows of this wave only
        limit_memory: 内存上限（MiB） · the most memory to use, in MiB
        resume: 中断后从此文件夹继续 · the folder from which an interrupted comparison goes on
        rollout: 把结果提交给此项目 · the rollout to put the result on record in
        evidence: 作为哪项证据提交 · the evidence it is recorded as
        by: 由谁完成，可重复 · whose work it is, may be repeated
        acting: 谁 · who
    """
    if rollout is not None:
        required({"--evidence": evidence})
    if evidence is not None:
        required({"--rollout": rollout})
    answering = speaker(acting)
    steps = load_model(parse_yaml(content_of(plan), name=plan.name), ReconciliationPlan)
    reads = (plan, *data_files(steps, base=base), *map_files(steps, base=base))
    _require_places(differences, report, reads=reads)
    answering.note(answering.say(w.COMPARING, plan=steps.key, count=len(steps.checks)))
    waits = _waits(rollout, steps, wave, acting=acting)
    if waits is not None:
        answering.note(answering.say(w.REFUSED, reason=answering.say(waits.reason)))
        answering.document({"refused": {"code": waits.code.value, "reason": both(waits.reason)}})
        return ExitCode.REFUSED
    for variable in writing_logins(steps, base=base):
        answering.note(answering.say(w.LOGIN_MAY_WRITE, variable=variable))
    terms = Terms(
        wave=wave,
        memory_mib=limit_memory,
        differences=differences,
        resume=resume,
        report=lambda pace: answering.note(_pace(answering, pace)),
    )
    stamping = Stamping.begun(steps, base, wave=wave) if rollout is not None else None
    result = compare(steps, base=base, terms=terms)
    answering.show(*_table(answering, result))
    if report is not None:
        _write_report(answering, result, report, plan=(steps, plan.name), differences=differences)
    if rollout is None or evidence is None or stamping is None:
        answering.document(_facts(result))
        return ExitCode.DONE if result.agrees else ExitCode.PENDING
    # Opening the office takes a second, and a comparison alone needs none of it.
    from flows.entrypoints.cli.recording import recording, seen_at
    from flows.entrypoints.cli.visit import visit

    at_desk = visit(rollout, acting)
    moment, source = seen_at(at_desk, None, acting), f"reconciliation:{steps.key}"
    payload = stamping.finished(Reconciliation(result=result))
    wish = recording(evidence, payload, observed_at=moment, source=source, by=by)
    ended = at_desk.wish(wish, aside={"reconciliation": _facts(result)})
    return finding(ended, clean=result.agrees)


def _require_places(differences: Path | None, report: Path | None, *, reads: tuple[Path, ...]) -> None:
    """Refuse places for the outputs before anything is compared; one output may not take the other's."""
    if differences is not None and report is not None and differences.absolute() == report.absolute():
        raise Mistake(w.ONE_PLACE_FOR_TWO, file=report)
    for file in (differences, report):
        if file is not None:
            require_output(file, reads=reads)


def _waits(
    rollout: str | None, plan: ReconciliationPlan, wave: str | None, *, acting: Acting
) -> Refusal | None:
    """Return why a wave that is to go on record may not be compared yet."""
    before = plan.wave_before(wave) if wave in {None, *plan.waves} else None
    if rollout is None or before is None:
        return None
    from flows.entrypoints.cli.visit import visit

    try:
        require_turn(plan.key, before, visit(rollout, acting).rollout.evidence.values())
    except RefusedError as error:
        return error.refusal
    return None


def _pace(answering: Speaker, pace: Pace) -> str:
    left = "–" if pace.seconds_left is None else f"{pace.seconds_left:,} s"
    step = answering.say(_STEPS[pace.step])
    # A file that is read in place counts when its end is reached; until then there is nothing to tell.
    rows, rate = (f"{pace.rows:,}", f"{pace.rate:,}") if pace.rows else ("–", "–")
    return answering.say(w.PACE, check=pace.check, step=step, rows=rows, rate=rate, left=left)


def _facts(result: ReconciliationResult) -> dict[str, object]:
    return {"agrees": result.agrees, "digest": result.digest, "result": result.model_dump(mode="json")}


def _write_report(
    answering: Speaker,
    result: ReconciliationResult,
    file: Path,
    *,
    plan: tuple[ReconciliationPlan, str],
    differences: Path | None,
) -> None:
    from flows.entrypoints.cli.report import write_whole
    from tasks.adapters.render.reconciliation_report import Provenance, reconciliation_report

    beside = None if differences is None else os.path.relpath(differences, file.parent)
    provenance = Provenance(
        compared_at=datetime.now(UTC), plan=plan[0], plan_file=plan[1], differences=beside
    )
    page = reconciliation_report(Reconciliation(result=result), provenance, language=answering.language)
    write_whole(file, page)
    answering.show(answering.say(w.REPORT_WRITTEN, file=file))


def _table(answering: Speaker, result: ReconciliationResult) -> list[RenderableType]:
    columns = (
        Column(w.C_TABLE, wide=True),
        Column(w.C_OLD, number=True),
        Column(w.C_NEW, number=True),
        Column(w.C_ABSENT, number=True),
        Column(w.C_EXTRA, number=True),
        Column(w.C_DOUBLED, number=True),
        Column(w.C_CHANGED, number=True),
        Column(w.C_STATE),
    )
    rows = [_row(answering, check) for check in result.checks]
    return [
        table(answering, columns, rows, empty=w.NO_CHECKS),
        answering.say(summary(result)),
        answering.say(certainty(result)),
    ]


def _row(answering: Speaker, check: CheckResult) -> tuple[str, ...]:
    doubled = check.doubled_source + check.doubled_target
    changed = sum(item.count for item in (*check.changed, *check.shared, *check.broken, *check.orphans))
    counts = (check.rows_source, check.rows_target, check.missing, check.extra, doubled, changed)
    state = "✓" if check.agrees else "≈" if check.acceptable else "✗"
    return (answering.say(check.title), *(f"{count:,}" for count in counts), state)
