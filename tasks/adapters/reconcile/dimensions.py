"""Where the differing rows stand in the business: counted by the values of a dimension."""

from playbooks.model.mapping import Check
from playbooks.model.reconciliation import DimensionCount, excerpt
from tasks.adapters.reconcile.staging import key_names, unreadable_name
from tasks.adapters.reconcile.workspace import Workspace

# The statements below are made of names this package gives itself, never of raw input.
# ruff: noqa: S608

MOST_VALUES = 10


def dimension_counts(space: Workspace, check: Check) -> tuple[DimensionCount, ...]:
    """Return the values of each dimension on which most keys differ; a missing row counts where it stood."""
    return tuple(count for name in check.dimensions for count in _counts(space, check, name))


def _counts(space: Workspace, check: Check, name: str) -> list[DimensionCount]:
    place, keys = check.position(name), ", ".join(key_names(check))
    value = f"coalesce({unreadable_name(check, place)}, v{place}::varchar)"
    gone = f"select {keys} from suspects where in_target = 0 or in_source > 1"
    come = f"select {keys} from suspects where in_source = 0 or (in_target > 1 and in_source <= 1)"
    found = space.rows(f"""
        select value, count(*) as times from (
            select coalesce(t_t{place}, s_t{place}) as value from changed
            union all
            select min({value}) from source_found semi join ({gone}) using ({keys}) group by {keys}
            union all
            select min({value}) from target_found semi join ({come}) using ({keys}) group by {keys})
        group by value order by times desc, value limit {MOST_VALUES}""")
    return [
        DimensionCount(
            column=name, value=None if value is None else excerpt(str(value)), count=int(str(times))
        )
        for value, times in found
    ]
