"""The steps of data governance as commands take them: what each reads, and what of it goes on record."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from flows.entrypoints.cli import data_wording as d
from flows.entrypoints.cli.data_recording import Step
from flows.entrypoints.cli.mistake import Mistake
from flows.entrypoints.cli.payload_file import content_of
from playbooks.model.column_profile import TableProfile
from playbooks.model.data_side import DataSide
from playbooks.model.mapping import Check, ReconciliationPlan
from playbooks.model.mapping_review import MappingReview
from playbooks.model.merge_map import MergeMap
from playbooks.model.requirement import Part
from playbooks.model.standards_result import StandardsResult
from playbooks.model.strict_yaml import load_model, parse_yaml
from tasks.adapters.governance.column_counts import side_profile
from tasks.adapters.reconcile.workspace import workspace


def plan_of(file: Path) -> ReconciliationPlan:
    """Return the plan in a file."""
    return load_model(parse_yaml(content_of(file), name=file.name), ReconciliationPlan)


def searched(plan: ReconciliationPlan, key: str | None = None) -> Check:
    """Return the check of this key, or the one in which duplicates are looked for."""
    known = {one.key: one for one in plan.checks}
    if key is not None and key not in known:
        raise Mistake(d.NO_SUCH_CHECK, check=key, known=tuple(known))
    if key is not None:
        return known[key]
    looked = [one for one in plan.checks if one.duplicates is not None]
    if not looked:
        raise Mistake(d.NO_SEARCH, plan=plan.key)
    if len(looked) > 1:
        raise Mistake(d.SEVERAL_SEARCHES, known=tuple(one.key for one in looked))
    return looked[0]


def sides_named(plan: ReconciliationPlan, side: Part | None = None) -> Mapping[str, DataSide]:
    """Return what a plan reads, by name; one side only where it is named."""
    parts = (side,) if side is not None else tuple(Part)
    return {f"{one.key}.{part}": getattr(one, part) for one in plan.checks for part in parts}


def profiles(
    sides: Mapping[str, DataSide], *, base: Path, beginning: Callable[[str], None] = lambda _: None
) -> Iterator[TableProfile]:
    """Yield the columns of each side as they were counted; `beginning` hears of a side before it is read."""
    with workspace() as space:
        for name, spec in sides.items():
            beginning(name)
            yield side_profile(space, spec, base=base, name=name)


def inventory(what: str, tables: tuple[TableProfile, ...]) -> Step:
    """Return the step that counted every column."""
    facts = {"tables": [_table_facts(table) for table in tables]}
    return Step("inventory", what, all(table.rows for table in tables), facts)


def standards(result: StandardsResult) -> Step:
    """Return the step that held columns against their standards."""
    facts = {"met": result.met, "digest": result.digest, "result": result.model_dump(mode="json")}
    return Step("standards", result.plan, result.met, facts)


def cleansing(decided: MergeMap) -> Step:
    """Return the step in which people decided what merges."""
    facts = {"digest": decided.digest, "map": decided.model_dump(mode="json")}
    return Step("cleansing", f"{decided.plan}.{decided.check}", done=True, facts=facts)


def mapped(review: MappingReview) -> Step:
    """Return the step that went through the mapping column by column."""
    facts = {"complete": review.complete, "digest": review.digest, "review": review.model_dump(mode="json")}
    return Step("mapping", review.plan, review.complete, facts)


def _table_facts(table: TableProfile) -> dict[str, object]:
    columns = [
        column.discreet().model_dump(mode="json")
        | {"kind": column.kind.value, "remarks": [remark.model_dump() for remark in column.remarks]}
        for column in table.columns
    ]
    return {"table": table.file, "rows": table.rows, "columns": columns}
