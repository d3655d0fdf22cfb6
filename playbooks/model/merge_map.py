"""The merge map: which records were merged into which, as people decided it group by group.

Every group is decided. No record stands in two groups or twice in one; the survivor is one of those that merge;
every record is one of the source, and the source is the one the proposal was made from.
"""

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from itertools import groupby

from pydantic import Field

from playbooks.model.errors import InputError
from playbooks.model.frozen import Digest, Frozen, Key
from playbooks.model.ledger.canonical import digest


class Decision(StrEnum):
    """What becomes of a record in a group."""

    MERGE = "merge"
    APART = "apart"


class DecidedRow(Frozen):
    """One line of a proposal as it came back from people."""

    line: int
    group: str
    key: str
    decision: Decision | None = None
    survivor: bool = False


class Merge(Frozen):
    """One record that was merged into another."""

    merged: str
    survivor: str


class MergeMap(Frozen):
    """What was decided about the duplicates of one table, by whom, for which rows."""

    plan: Key
    check: Key
    source_digest: Digest
    decided_by: str
    groups: int = Field(ge=0)
    kept_apart: int = Field(ge=0)  # groups of which nothing merges
    merges: tuple[Merge, ...] = ()

    @property
    def digest(self) -> str:
        """Return the digest of the map."""
        return digest(self.model_dump(mode="json"), limit=None)


def merges_of(
    rows: Sequence[DecidedRow], *, file: str, known: Collection[str]
) -> tuple[tuple[Merge, ...], int]:
    """Return the merges that people decided, and how many groups stay apart.

    Raises:
        InputError: a group is undecided or contradicts itself; the message names file, line and fix.
    """
    _each_record_once(rows, file)
    _known(rows, file, known)
    merges: list[Merge] = []
    apart = 0
    ordered = sorted(rows, key=lambda row: row.group)
    for _, lines in groupby(ordered, key=lambda row: row.group):
        found = _group_merges(list(lines), file)
        merges += found
        apart += not found
    return tuple(sorted(merges, key=lambda merge: (merge.survivor, merge.merged))), apart


def _group_merges(rows: list[DecidedRow], file: str) -> list[Merge]:
    said = {row.decision for row in rows if row.decision is not None}
    undecided = [row for row in rows if row.decision is None]
    if undecided and len(said) != 1:
        raise InputError(
            "{file}, line {line}: group {group} is not decided; write merge or apart into `decision`",
            file=file,
            line=undecided[0].line,
            group=rows[0].group,
        )
    whole = next(iter(said))
    merging = [row for row in rows if (row.decision or whole) is Decision.MERGE]
    if not merging:
        return []
    survivors = [row for row in merging if row.survivor]
    if len(survivors) != 1 or len(merging) == 1:
        raise InputError(
            "{file}, line {line}: group {group} needs two records that merge, and one of them marked x "
            "under `survivor`",
            file=file,
            line=merging[0].line,
            group=rows[0].group,
        )
    kept = survivors[0].key
    return [Merge(merged=row.key, survivor=kept) for row in merging if row.key != kept]


def _each_record_once(rows: Iterable[DecidedRow], file: str) -> None:
    seen: dict[str, DecidedRow] = {}
    for row in rows:
        earlier = seen.setdefault(row.key, row)
        if earlier is not row:
            raise InputError(
                "{file}, line {line}: record {key!r} stands in line {earlier} already; keep it in one group",
                file=file,
                line=row.line,
                key=row.key,
                earlier=earlier.line,
            )


def _known(rows: Iterable[DecidedRow], file: str, known: Collection[str]) -> None:
    for row in rows:
        if row.key not in known:
            raise InputError(
                "{file}, line {line}: the source has no record {key!r}; a spreadsheet may have cut leading "
                "zeros, open the file with the column as text",
                file=file,
                line=row.line,
                key=row.key,
            )
