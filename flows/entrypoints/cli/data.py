"""`data profile | check | duplicates | merge | mapping`: the steps of data governance, each on record if asked."""

from collections.abc import Mapping
from pathlib import Path

from cyclopts import App

from flows.entrypoints.cli import data_wording as d
from flows.entrypoints.cli.commanded import required
from flows.entrypoints.cli.data_recording import Record, Step, put_on_record
from flows.entrypoints.cli.data_steps import (
    cleansing,
    inventory,
    mapped,
    plan_of,
    profiles,
    searched,
    sides_named,
    standards,
)
from flows.entrypoints.cli.data_view import (
    duplicates_view,
    mapping_view,
    merged_line,
    profile_view,
    standards_view,
)
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.identity import login, named
from flows.entrypoints.cli.options import MYSELF, Acting
from flows.entrypoints.cli.output_place import require_output
from flows.entrypoints.cli.speaker import Speaker, speaker
from playbooks.model.data_side import DataSide, Encoding
from playbooks.model.requirement import Part
from tasks.adapters.governance.likeness_search import Found, find_duplicates
from tasks.adapters.governance.loose_file import sides_of
from tasks.adapters.governance.mapping_columns import review_mapping
from tasks.adapters.governance.merging import merge_map
from tasks.adapters.governance.proposal_file import (
    require_map_place,
    require_proposal_place,
    write_map,
    write_proposal,
)
from tasks.adapters.governance.standards import check_standards
from tasks.adapters.reconcile.data_folder import data_files

app = App(name="data")

_PLANS = frozenset({".yaml", ".yml"})


@app.command
def profile(
    what: Path,
    /,
    *,
    base: Path | None = None,
    side: Part | None = None,
    encoding: Encoding | None = None,
    record: Record | None = None,
    by: tuple[str, ...] = (),
    acting: Acting = MYSELF,
) -> ExitCode:
    """第一步 清点：逐列统计方案两侧或一个文件 · Step 1, inventory: count every column of a plan or a file.

    Args:
        what: 核对方案 YAML，或 CSV、Excel、Parquet、SQLite 文件 · the plan, or a file of data
        base: 方案数据所在文件夹 · the folder with the plan's data
        side: 只看一侧 · one side only
        encoding: CSV 文件的编码，默认自动判断 · the CSV file's encoding, by default found out
        record: 项目 证据：把结果提交备案 · ROLLOUT EVIDENCE to put the result on record
        by: 由谁完成，可重复 · whose work it is, may be repeated
        acting: 谁 · who
    """
    answering = speaker(acting)
    folder, sides = _sides(what, base, side=side, encoding=encoding)
    tables = tuple(
        profiles(
            sides, base=folder, beginning=lambda name: answering.note(answering.say(d.READING, name=name))
        )
    )
    for table in tables:
        answering.show(*profile_view(answering, table))
    return _ended(answering, inventory(what.name, tables), record, by=by, acting=acting)


@app.command
def check(
    plan: Path,
    /,
    *,
    base: Path,
    record: Record | None = None,
    by: tuple[str, ...] = (),
    acting: Acting = MYSELF,
) -> ExitCode:
    """第二步 标准：按方案检查代码、格式、范围；不符时以 5 退出 · Step 2, standards; exits with 5 where one is not met.

    Args:
        plan: 核对方案 YAML，standards 下写标准 · the plan, with standards under `standards`
        base: 数据所在文件夹 · the folder with the data
        record: 项目 证据：把结果提交备案 · ROLLOUT EVIDENCE to put the result on record
        by: 由谁完成，可重复 · whose work it is, may be repeated
        acting: 谁 · who
    """
    answering, steps = speaker(acting), plan_of(plan)
    answering.note(answering.say(d.HOLDING, plan=steps.key))
    result = check_standards(steps, base=base)
    answering.show(*standards_view(answering, result))
    return _ended(answering, standards(result), record, by=by, acting=acting)


@app.command
def duplicates(
    plan: Path,
    /,
    *,
    base: Path,
    check: str | None = None,
    possible: bool = False,
    out: Path | None = None,
    acting: Acting = MYSELF,
) -> ExitCode:
    """第三步 清洗：查找重复记录，写出合并建议 · Step 3, cleansing: find duplicates and propose what to merge.

    Args:
        plan: 核对方案 YAML，duplicates 下写查重的列 · the plan, with the columns under `duplicates`
        base: 数据所在文件夹 · the folder with the data
        check: 核对项，只有一项写了 duplicates 时可省略 · the check, where several say `duplicates`
        possible: 也列出需要人工判断的 · those that need a person's eye, too
        out: 合并建议写入此 CSV 文件 · the CSV file for the proposal
        acting: 谁 · who
    """
    answering, steps = speaker(acting), plan_of(plan)
    chosen = searched(steps, check)
    if out is not None:
        require_output(out)
        require_proposal_place(out)
    answering.note(answering.say(d.SEARCHING, check=chosen.key))
    found = find_duplicates(chosen, base=base, possible=possible)
    if out is not None and found.groups:
        write_proposal(found, out)
    answering.show(*duplicates_view(answering, found))
    _warn(answering, found)
    if out is not None and found.groups:
        answering.note(answering.say(d.WRITTEN, file=out))
    groups = [group.model_dump(mode="json") | {"reason": group.reason.model_dump()} for group in found.groups]
    answering.document(
        {"check": found.check, "rows": found.rows, "source_digest": found.digest, "groups": groups}
    )
    return ExitCode.PENDING if found.groups else ExitCode.DONE


@app.command
def merge(
    proposal: Path,
    /,
    *,
    plan: Path,
    base: Path,
    out: Path | None = None,
    record: Record | None = None,
    by: tuple[str, ...] = (),
    acting: Acting = MYSELF,
) -> ExitCode:
    """第三步 清洗：核对合并决定，写出合并清单 · Step 3, cleansing: check the decisions and write the merge map.

    Args:
        proposal: 已填写决定的合并建议 · the proposal with the decisions
        plan: 核对方案 YAML · the plan
        base: 数据所在文件夹 · the folder with the data
        out: 合并清单写入此 CSV 文件，默认在建议旁 · the CSV file for the map, by default beside the proposal
        record: 项目 证据：把结果提交备案 · ROLLOUT EVIDENCE to put the result on record
        by: 由谁完成，可重复 · whose work it is, may be repeated
        acting: 谁 · who
    """
    answering, steps = speaker(acting), plan_of(plan)
    file = out or proposal.with_name(f"{proposal.stem}.map.csv")
    require_output(file, reads=(proposal, plan, *data_files(steps, base=base)))
    require_map_place(file)
    answering.note(answering.say(d.DECIDING, file=proposal.name))
    decided = merge_map(steps, proposal, base=base, decided_by=named("--as", acting.as_) or login())
    write_map(decided, file)
    answering.show(merged_line(answering, decided, file))
    return _ended(answering, cleansing(decided), record, by=by, acting=acting)


@app.command
def mapping(
    plan: Path,
    /,
    *,
    base: Path,
    record: Record | None = None,
    by: tuple[str, ...] = (),
    acting: Acting = MYSELF,
) -> ExitCode:
    """第四步 对应：逐列检查；有列未交代时以 5 退出 · Step 4, mapping: column by column; exits with 5 where one is open.

    Args:
        plan: 核对方案 YAML · the plan
        base: 数据所在文件夹 · the folder with the data
        record: 项目 证据：把结果提交备案 · ROLLOUT EVIDENCE to put the result on record
        by: 由谁完成，可重复 · whose work it is, may be repeated
        acting: 谁 · who
    """
    answering, steps = speaker(acting), plan_of(plan)
    review = review_mapping(steps, base=base)
    answering.show(*mapping_view(answering, review))
    return _ended(answering, mapped(review), record, by=by, acting=acting)


def _ended(
    answering: Speaker, step: Step, record: Record | None, *, by: tuple[str, ...], acting: Acting
) -> ExitCode:
    """Put a step on record if asked, else answer with it."""
    if record is not None:
        return put_on_record(step, record, by=by, acting=acting)
    answering.document(step.facts)
    return ExitCode.DONE if step.done else ExitCode.PENDING


def _sides(
    what: Path, base: Path | None, *, side: Part | None, encoding: Encoding | None
) -> tuple[Path, Mapping[str, DataSide]]:
    """Return the folder and what is to be read in it, by name."""
    if what.suffix.lower() not in _PLANS:
        sides = sides_of(what, encoding=encoding)
        return what.resolve().parent, sides
    required({"--base": base})
    return base or Path(), sides_named(plan_of(what), side)


def _warn(answering: Speaker, found: Found) -> None:
    if found.doubled:
        answering.note(answering.say(d.DOUBLED, count=f"{found.doubled:,}"))
    if found.crowded:
        answering.note(answering.say(d.CROWDED, count=f"{found.crowded:,}"))
