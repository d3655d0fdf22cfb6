"""Whose logins could do more than a comparison needs: it reads, so a login that may only read is enough.

Every session is read-only by itself; this is for the day on which a plan, a driver or a server is not what it seems.
"""

from pathlib import Path

from playbooks.model.data_side import MysqlTable, PostgresqlTable
from playbooks.model.mapping import ReconciliationPlan
from tasks.adapters.reconcile.sides.mysql_table import MysqlSide
from tasks.adapters.reconcile.sides.opening import opened
from tasks.adapters.reconcile.sides.postgresql_table import PostgresqlSide


def writing_logins(plan: ReconciliationPlan, *, base: Path) -> tuple[str, ...]:
    """Return the variables whose logins may write, each once, as far as PostgreSQL and MySQL tell.

    Raises:
        InputError: a database is not named, or a table is missing.
        OutsideError: a server does not answer.
    """
    sides = [side for check in plan.checks for side in (check.source, check.target)]
    first: dict[str, PostgresqlTable | MysqlTable] = {}
    for side in sides:
        if isinstance(side, PostgresqlTable | MysqlTable):
            first.setdefault(side.postgresql if isinstance(side, PostgresqlTable) else side.mysql, side)
    return tuple(variable for variable, side in first.items() if _may_write(side, base))


def _may_write(side: PostgresqlTable | MysqlTable, base: Path) -> bool:
    with opened(side, base=base) as held:
        return isinstance(held, PostgresqlSide | MysqlSide) and held.may_write()
