"""A whole reconciliation: each check's two sides are staged, compared, counted and sampled."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from playbooks.model.errors import InputError
from playbooks.model.mapping import Check, ReconciliationPlan
from playbooks.model.phrase import phrase
from playbooks.model.reconciliation import CheckResult, DifferenceKind, ReconciliationResult
from playbooks.model.requirement import Part
from tasks.adapters.reconcile.abreast import abreast
from tasks.adapters.reconcile.broken_rules import find_broken_rules
from tasks.adapters.reconcile.control_totals import control_totals
from tasks.adapters.reconcile.difference_file import difference_file, export_query
from tasks.adapters.reconcile.differences import column_counts, find_differences, key_counts, samples
from tasks.adapters.reconcile.dimensions import dimension_counts
from tasks.adapters.reconcile.heat import heat_maps
from tasks.adapters.reconcile.held_against import (
    balance_result,
    goes_through_tables,
    set_aside,
    with_orphans,
)
from tasks.adapters.reconcile.merged import fold_merged, load_merge_maps
from tasks.adapters.reconcile.moved_money import moved_money
from tasks.adapters.reconcile.postgresql_totals import pushed_totals
from tasks.adapters.reconcile.progress import Report, Watch, silent, watching
from tasks.adapters.reconcile.push_down import Pruned, pruned
from tasks.adapters.reconcile.room import Room
from tasks.adapters.reconcile.row_hashes import staged
from tasks.adapters.reconcile.shelf import Shelf, shelf_at
from tasks.adapters.reconcile.sides.opening import opened
from tasks.adapters.reconcile.staging import Pair, require_columns
from tasks.adapters.reconcile.standing import Standing, keep, stand
from tasks.adapters.reconcile.suspects import notice
from tasks.adapters.reconcile.workspace import MEMORY_MIB, Workspace, explained, workspace


@dataclass(frozen=True, slots=True)
class Terms:
    """How a reconciliation is run; nothing here changes what it finds, except the wave it looks at."""

    wave: str | None = None
    memory_mib: int = MEMORY_MIB
    differences: Path | None = None
    resume: Path | None = None
    report: Report = field(default=silent)


def reconcile(plan: ReconciliationPlan, *, base: Path, terms: Terms = Terms()) -> ReconciliationResult:
    """Compare what the plan names; files lie below `base`.

    Raises:
        InputError: a side cannot be read or compared; the message says which, where and what to do.
        OutsideError: memory, disk, a lock or a server stood in the way.
    """
    narrowed = _narrowed(plan, terms.wave)
    with workspace(terms.memory_mib) as space, difference_file(terms.differences) as append:
        folder = terms.resume or space.folder / "shelf"
        shelf = shelf_at(folder, base, maps=load_merge_maps(space, narrowed, base=base))
        with watching(space.connection, terms.report) as watch:
            checks = [
                _finished(space, narrowed, check, shelf=shelf, watch=watch) for check in narrowed.checks
            ]
        whole = [
            with_orphans(space, check, result, shelf=shelf)
            for check, result in zip(narrowed.checks, checks, strict=True)
        ]
        for check in narrowed.checks:
            append(shelf.differences(check.key))
        result = ReconciliationResult(
            key=plan.key,
            title=plan.title,
            plan_digest=plan.digest,
            checks=tuple(whole),
            balances=tuple(balance_result(space, balance, shelf=shelf) for balance in plan.balances),
            wave=terms.wave,
            after=plan.wave_before(terms.wave),
        )
        shelf.clear()
        return result.fitted()


def _narrowed(plan: ReconciliationPlan, wave: str | None) -> ReconciliationPlan:
    if wave is None:
        return plan
    if wave not in plan.waves:
        raise InputError(
            "plan {plan!r} has no wave {wave!r} (it has {known})",
            plan=plan.key,
            wave=wave,
            known=tuple(plan.waves) or phrase("none"),
        )
    return plan.within(wave)


def _finished(
    space: Workspace, plan: ReconciliationPlan, check: Check, *, shelf: Shelf, watch: Watch
) -> CheckResult:
    """Return a check's result, from the shelf where it was finished before."""
    finished = shelf.taken(check, plan=plan.digest)
    if finished is not None:
        return finished
    with (
        explained(phrase("check {check!r}", check=check.key)),
        TemporaryDirectory(dir=space.folder) as name,
        ExitStack() as held,
    ):
        source = held.enter_context(opened(check.source, base=shelf.base))
        target = held.enter_context(opened(check.target, base=shelf.base))
        pair = Pair(check, source, target, whole=goes_through_tables(plan, check))
        require_columns(pair)
        known = pruned(space, pair, room=Room(Path(name), watch.begin(check.key, "comparing")))
        pair = pair if known is None else known.pair
        room = Room(Path(name), watch.begin(check.key, "reading"))
        standings = _stood(space, pair, room=room, held=held)
        room = Room(Path(name), watch.begin(check.key, "comparing"))
        result = _compared(space, standings, known, room=room)
        set_aside(space, plan, check, shelf=shelf)
        space.run(export_query(check.key, shelf.differences(check.key)))
    shelf.put(check, result, plan=plan.digest)
    return result


def _stood(space: Workspace, pair: Pair, *, room: Room, held: ExitStack) -> tuple[Standing, Standing]:
    """Make both sides stand, at the same time where both come from elsewhere; then they are views of their names."""
    once = [part for part in Part if pair.in_place(part) is None]
    readings = [partial(keep, pair=pair, part=part, room=room) for part in once]
    abreast(space, (pair.source, pair.target), readings, together=pair.both_served)
    source, target = (stand(pair, part, room=room, held=held) for part in Part)
    source = fold_merged(space, source)
    for standing in (source, target):
        space.run(f"create or replace view {standing.part} as {standing.rows()}")
    return source, target


def _compared(
    space: Workspace, standings: tuple[Standing, Standing], known: Pruned | None, *, room: Room
) -> CheckResult:
    pair = standings[0].pair
    check = pair.check
    sums = notice(space, standings, room=room)
    before, after = (
        staged(space, standing, found) if known is None else known.staged(standing.part)
        for standing, found in zip(standings, sums, strict=True)
    )
    find_broken_rules(space, check)
    find_differences(space, standings)
    totals = control_totals(space, check) if known is None else pushed_totals(space, check, known, room=room)
    counts = key_counts(space)
    return CheckResult(
        key=check.key,
        title=check.title,
        rows_source=before.rows,
        rows_target=after.rows,
        merged=standings[0].merged,
        missing=counts[DifferenceKind.MISSING],
        extra=counts[DifferenceKind.EXTRA],
        doubled_source=counts[DifferenceKind.DOUBLED_SOURCE],
        doubled_target=counts[DifferenceKind.DOUBLED_TARGET],
        changed=column_counts(space, check, DifferenceKind.CHANGED),
        shared=column_counts(space, check, DifferenceKind.SHARED),
        broken=column_counts(space, check, DifferenceKind.BROKEN),
        dimensions=dimension_counts(space, check),
        heat=heat_maps(space, check),
        money=moved_money(space, check),
        budget=check.budget,
        control_totals=totals,
        samples=samples(space),
        source_digest=before.digest,
        target_digest=after.digest,
    ).with_samples(check.samples)
