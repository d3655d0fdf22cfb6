"""How both sides of each check look right now: rows, control totals and a digest, each side read once and not compared.

- PostgreSQL counts, adds up and hashes where the data lie; any other side is streamed through DuckDB.
- The digest adds up two halves of a hash of every row: the order of rows does not count, a doubled row does.
- What counts are the compared columns within the scope.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from playbooks.model.drift import CheckStamp, Stamp
from playbooks.model.mapping import Check, ReconciliationPlan
from playbooks.model.phrase import phrase
from playbooks.model.requirement import Part
from tasks.adapters.reconcile.postgresql_stamp import postgresql_answer
from tasks.adapters.reconcile.room import Room
from tasks.adapters.reconcile.sides.opened import Opened
from tasks.adapters.reconcile.sides.opening import opened
from tasks.adapters.reconcile.sides.postgresql_table import PostgresqlSide
from tasks.adapters.reconcile.staging import Pair, require_columns
from tasks.adapters.reconcile.stamp_question import question
from tasks.adapters.reconcile.stamp_rows import hashed_rows
from tasks.adapters.reconcile.workspace import Workspace, explained, workspace

_MEMORY_MIB = 400


def stamped(
    plan: ReconciliationPlan, *, base: Path, wave: str | None = None, only: Iterable[str] | None = None
) -> tuple[CheckStamp, ...]:
    """Return how the checks of a plan look, or those named by `only`; files lie below `base`.

    Raises:
        InputError: a side cannot be read; the message says which, where and what to do.
        OutsideError: a server or a disk stood in the way.
    """
    wanted = None if only is None else frozenset(only)
    checks = (plan if wave is None else plan.within(wave)).checks
    with workspace(_MEMORY_MIB) as space:
        return tuple(_stamp(space, check, base) for check in checks if wanted is None or check.key in wanted)


def _stamp(space: Workspace, check: Check, base: Path) -> CheckStamp:
    with (
        explained(phrase("check {check!r}", check=check.key)),
        TemporaryDirectory(dir=space.folder) as name,
        ExitStack() as held,
    ):
        source = held.enter_context(opened(check.source, base=base))
        target = held.enter_context(opened(check.target, base=base))
        pair, room = Pair(check, source, target), Room(Path(name))
        require_columns(pair)
        # Both at once where both come from elsewhere.
        with ThreadPoolExecutor(2 if pair.both_served else 1) as threads:
            looks = [threads.submit(_seen, space.cursor(), pair, part, room=room) for part in Part]
            before, after = (look.result() for look in looks)
        return CheckStamp(check=check.key, source=before, target=after)


def _seen(space: Workspace, pair: Pair, part: Part, *, room: Room) -> Stamp:
    check, side, asked = pair.check, pair.side(part), question(pair.check)
    if isinstance(side, PostgresqlSide):
        answer = postgresql_answer(check, part, side, asked=asked)
        if answer is not None:
            return asked.stamp(answer)
    return asked.stamp(_streamed(space, check, part, side=side, room=room))


def _streamed(
    space: Workspace, check: Check, part: Part, *, side: Opened, room: Room
) -> list[tuple[object, ...]]:
    asked = question(check)
    wanted = [getattr(one, part) for one in (*check.keys, *check.columns)]
    wanted += check.unique if part is Part.TARGET else ()
    types = [side.types[name] for name in wanted]
    with side.reading(wanted, room) as relation:
        rows = hashed_rows(check, part, types=types, relation=relation, asked=asked)
        return space.rows(asked.over(rows))
