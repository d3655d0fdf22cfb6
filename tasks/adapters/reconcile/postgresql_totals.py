"""Control totals added up by two PostgreSQL databases."""

from collections.abc import Sequence

from playbooks.model.mapping import Check, ControlTotal
from playbooks.model.reconciliation import TotalResult
from playbooks.model.requirement import Part
from tasks.adapters.reconcile.control_totals import total_of
from tasks.adapters.reconcile.postgresql_question import PostgresqlQuestion
from tasks.adapters.reconcile.postgresql_value import column_form
from tasks.adapters.reconcile.push_down import Pruned
from tasks.adapters.reconcile.room import Room
from tasks.adapters.reconcile.workspace import Workspace

# The statements below are made of quoted names, quoted literals and the plan's own queries.
# ruff: noqa: S608


def pushed_totals(space: Workspace, check: Check, known: Pruned, *, room: Room) -> tuple[TotalResult, ...]:
    """Return the control totals of a check whose rows stayed in the databases."""
    asked = [one for one in known.questions if isinstance(one, PostgresqlQuestion)]
    return tuple(_total(space, check, total=total, asked=asked, room=room) for total in check.control_totals)


def _total(
    space: Workspace, check: Check, *, total: ControlTotal, asked: Sequence[PostgresqlQuestion], room: Room
) -> TotalResult:
    column = check.column(total.column)
    for part, question in zip(Part, asked, strict=True):
        query = _sums(check, total, question=question, part=part)
        columns = f"r0 as part, r1::decimal(38, {column.digits}) as amount"
        with question.side.streaming(query, width=2, room=room) as relation:
            space.run(f"create or replace table {part}_total as select {columns} from {relation}")
    arms = (f"select * from {Part.SOURCE}_total", f"select * from {Part.TARGET}_total")
    return total_of(space, total, arms=arms, tolerance=check.allowance(column))


def _sums(check: Check, total: ControlTotal, *, question: PostgresqlQuestion, part: Part) -> str:
    value = column_form(question.side, check.column(total.column), part, other="")
    group = (
        None
        if total.group_by is None
        else column_form(question.side, check.column(total.group_by), part, other="")
    )
    shown = "null::text" if group is None else f"({group.value})::text"
    shown = f"to_char({group.value}, 'YYYY-MM')" if group is not None and total.month else shown
    amount = "0" if value is None else value.value
    return f"select {shown}, coalesce(sum({amount}), 0) from {question.relation} group by 1"
