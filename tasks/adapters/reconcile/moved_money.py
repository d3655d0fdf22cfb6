"""What differences mean in money: the sums of the totalled columns over rows that are missing, extra or changed."""

from decimal import Decimal

from playbooks.model.mapping import Check
from playbooks.model.reconciliation import MovedMoney
from tasks.adapters.reconcile.staging import key_names
from tasks.adapters.reconcile.workspace import Workspace

# The statements below are made of names this package gives itself, never of raw input.
# ruff: noqa: S608


def moved_money(space: Workspace, check: Check) -> tuple[MovedMoney, ...]:
    """Return the money of every column with a control total of which any has moved."""
    columns = dict.fromkeys(total.column for total in check.control_totals)
    found = (_moved(space, check, column) for column in columns)
    return tuple(one for one in found if any(Decimal(each) for each in (one.missing, one.extra, one.changed)))


def _moved(space: Workspace, check: Check, column: str) -> MovedMoney:
    value, keys = f"v{check.position(column)}", ", ".join(key_names(check))
    gone = f"select {keys} from suspects where in_target = 0"
    come = f"select {keys} from suspects where in_source = 0"
    off = f"abs(coalesce(t_{value}, 0) - coalesce(s_{value}, 0))"
    ((missing, extra, changed),) = space.rows(f"""
        select (select coalesce(sum({value}), 0)::varchar from source semi join ({gone}) using ({keys})),
               (select coalesce(sum({value}), 0)::varchar from target semi join ({come}) using ({keys})),
               (select coalesce(sum({off}), 0)::varchar from changed where d_{value})""")
    return MovedMoney(column=column, missing=str(missing), extra=str(extra), changed=str(changed))
