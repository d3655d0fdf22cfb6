"""Merge maps in a comparison: a source row merged away counts as its survivor, not as missing.

- A row is taken as merged only where its survivor stands in the source, too: nothing vanishes without a trace.
- A column that follows a merge map is compared as the survivor's key, such as the orders of a merged customer.
- A merged key that is still in the target is found there as extra.
"""

import csv
from hashlib import sha256
from pathlib import Path

from playbooks.model.errors import InputError
from playbooks.model.mapping import Check, ReconciliationPlan
from playbooks.model.phrase import system_fault
from playbooks.model.requirement import Part
from tasks.adapters.reconcile.canonical_value import Raw, key_value
from tasks.adapters.reconcile.data_folder import locate
from tasks.adapters.reconcile.sides.opened import Opened
from tasks.adapters.reconcile.workspace import Workspace, explained, identifier, quoted

# The statements below are made of quoted names, quoted literals and names this package gives itself.
# ruff: noqa: S608

_HEADER = ["merged", "survivor"]


def load_merge_maps(space: Workspace, plan: ReconciliationPlan, *, base: Path) -> str:
    """Make the merge map of every check that has one a table; returns what changes when one of them does."""
    named = [(check, check.merge_map) for check in plan.checks if check.merge_map is not None]
    return " ".join(_load(space, check, locate(base, file)) for check, file in named)


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
        f"left join {_table(follows)} m{place} on own.r{place}::varchar = m{place}.merged"
        for place, follows in followed.items()
    )
    return f"(select {chosen} from {relation} as own {joins})"


def fold_merged(space: Workspace, check: Check) -> int:
    """Take the rows that were merged away out of the view `source`; returns how many there are."""
    if check.merge_map is None:
        return 0
    merged, survivor = (key_value(Raw(name), check.keys[0], plain=False) for name in _HEADER)
    space.run("drop view if exists source_whole")
    space.run("alter view source rename to source_whole")
    space.run(f"""
        create or replace table merged_away as
        select distinct {merged} as gone from {_table(check.key)}
        where {survivor} in (select k0::varchar from source_whole)""")
    space.run("""
        create or replace view source as
        select source_whole.* from source_whole anti join merged_away on source_whole.k0::varchar = gone""")
    return space.count("select count(*) from source_whole semi join merged_away on k0::varchar = gone")


def _table(check: str) -> str:
    return identifier(f"merges of {check}")


def _load(space: Workspace, check: Check, file: Path) -> str:
    _refuse_crooked(file)
    columns = ", ".join(f"{quoted(name)}: 'varchar'" for name in _HEADER)
    with explained(file.name):
        space.run(f"""
            create or replace table {_table(check.key)} as select * from read_csv({quoted(str(file))}, header=true,
            auto_detect=false, delim=',', quote='"', escape='"', nullstr='', columns={{{columns}}})""")
    return sha256(file.read_bytes()).hexdigest()


def _refuse_crooked(file: Path) -> None:
    """Refuse a map that sends a record two ways, or into one that was merged itself."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            header, rows = next(reader, []), [row for row in reader if row]
    except OSError as error:
        raise InputError(
            "{file} cannot be read ({reason}); check the path", file=file.name, reason=system_fault(error)
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            "{file} is no merge map ({reason}); make it with `phasegate data merge`",
            file=file.name,
            reason=error,
        ) from error
    gone = [row[0] for row in rows]
    crooked = header != _HEADER or any(len(row) != len(_HEADER) or not all(row) for row in rows)
    if crooked or len(set(gone)) < len(gone) or {row[1] for row in rows} & set(gone):
        raise InputError(
            "{file} sends a record two ways, or lacks its columns merged and survivor; make it with "
            "`phasegate data merge`",
            file=file.name,
        )
