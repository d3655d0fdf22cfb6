"""Merge maps in a comparison: a source row merged away counts as its survivor, not as missing.

- A row is taken as merged only where its survivor stands in the source, too, and was not merged itself: nothing
  vanishes without a trace.
- A survivor that is not in the target is found missing there.
- A merged key that is still in the target is found there as extra.
"""

import csv
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from playbooks.model.errors import InputError
from playbooks.model.mapping import Check, ReconciliationPlan
from playbooks.model.phrase import phrase, system_fault
from tasks.adapters.reconcile.canonical_value import Raw, key_value
from tasks.adapters.reconcile.data_folder import locate
from tasks.adapters.reconcile.followed import merge_table
from tasks.adapters.reconcile.standing import Standing
from tasks.adapters.reconcile.workspace import Workspace, explained, quoted

# The statements below are made of quoted names, quoted literals and names this package gives itself.
# ruff: noqa: S608

_HEADER = ["merged", "survivor"]


def load_merge_maps(space: Workspace, plan: ReconciliationPlan, *, base: Path) -> str:
    """Make the merge map of every check that has one a table; returns what changes when one of them does."""
    named = [(check, check.merge_map) for check in plan.checks if check.merge_map is not None]
    return " ".join(_load(space, check, locate(base, file)) for check, file in named)


def fold_merged(space: Workspace, source: Standing) -> Standing:
    """Return the source without the rows that were merged away, and how many these are."""
    check = source.pair.check
    if check.merge_map is None:
        return source
    merged, survivor = (key_value(Raw(name), check.keys[0], plain=False) for name in _HEADER)
    space.run(f"create or replace view source_whole as {source.rows()}")
    space.run(f"""
        create or replace table merged_away as
        select distinct {merged} as gone from {merge_table(check.key)}
        where {survivor} in (select k0::varchar from source_whole)
        and {survivor} not in (select {merged} from {merge_table(check.key)})""")
    space.run("""
        create or replace view source_kept as
        select source_whole.* from source_whole anti join merged_away on source_whole.k0::varchar = gone""")
    gone = space.count("select count(*) from source_whole semi join merged_away on k0::varchar = gone")
    return replace(source, relation="source_kept", merged=gone)


def _load(space: Workspace, check: Check, file: Path) -> str:
    _refuse_crooked(file)
    columns = ", ".join(f"{quoted(name)}: 'varchar'" for name in _HEADER)
    with explained(file.name):
        space.run(f"""
            create or replace table {merge_table(check.key)} as select * from read_csv({quoted(str(file))}, header=true,
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
            reason=phrase("it is not UTF-8 text") if isinstance(error, UnicodeDecodeError) else error,
        ) from error
    gone = [row[0] for row in rows]
    crooked = header != _HEADER or any(len(row) != len(_HEADER) or not all(row) for row in rows)
    if crooked or len(set(gone)) < len(gone) or {row[1] for row in rows} & set(gone):
        raise InputError(
            "{file} sends a record two ways, or lacks its columns merged and survivor; make it with "
            "`phasegate data merge`",
            file=file.name,
        )
