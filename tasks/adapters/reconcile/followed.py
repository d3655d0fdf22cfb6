"""Columns that follow a merge map are compared as the survivor's key, such as the orders of a merged customer."""

from playbooks.model.mapping import Check
from playbooks.model.requirement import Part
from tasks.adapters.reconcile.sides.opened import Opened
from tasks.adapters.reconcile.workspace import identifier

# The statements below are made of quoted names and names this package gives itself.
# ruff: noqa: S608


def merge_table(check: str) -> str:
    """Return the table that holds the merge map of a check."""
    return identifier(f"merges of {check}")


def following(check: Check, side: Opened, part: Part, *, relation: str) -> str:
    """Return the relation of a side's raw values with the columns that follow a merge map led to the survivor."""
    columns = [*check.keys, *check.columns]
    followed = {
        place: column.follows
        for place, column in enumerate(check.columns, start=len(check.keys))
        if column.follows is not None and part is Part.SOURCE
    }
    if not followed:
        return relation
    chosen = ", ".join(
        f"coalesce(m{place}.survivor::{side.types[getattr(column, part)]}, own.r{place}) as r{place}"
        if place in followed
        else f"own.r{place}"
        for place, column in enumerate(columns)
    )
    joins = " ".join(
        f"left join {merge_table(follows)} m{place} on own.r{place}::varchar = m{place}.merged"
        for place, follows in followed.items()
    )
    return f"(select {chosen} from {relation} as own {joins})"
