"""What differences mean in money: the sums of the totalled columns over rows that are missing, extra or changed."""

from decimal import Decimal

from playbooks.model.mapping import Check
from playbooks.model.reconciliation import MovedMoney
from tasks.adapters.reconcile.canonical_value import type_of
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
    place, keys = check.position(column), ", ".join(key_names(check))
    value, kind = f"v{place}", type_of(check.columns[place])
    gone = f"select {keys} from suspects where in_target = 0"
    come = f"select {keys} from suspects where in_source = 0"
    # What cannot be read is no money; it is told of as a difference.
    was, became = (f"coalesce(try_cast({side}_t{place} as {kind}), 0)" for side in "st")
    ((missing, extra, changed),) = space.rows(f"""
        select (select coalesce(sum({value}), 0)::varchar from source_found semi join ({gone}) using ({keys})),
               (select coalesce(sum({value}), 0)::varchar from target_found semi join ({come}) using ({keys})),
               (select coalesce(sum(abs({became} - {was})), 0)::varchar from changed where d_v{place})""")
    return MovedMoney(column=column, missing=str(missing), extra=str(extra), changed=str(changed))
