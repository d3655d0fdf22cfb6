"""The same question in PostgreSQL's words: rows are counted, added up and hashed where the data lie."""

from playbooks.model.mapping import Check, ControlTotal, Transform
from playbooks.model.requirement import Part
from tasks.adapters.reconcile.postgresql_question import OLDEST_SERVER
from tasks.adapters.reconcile.postgresql_value import Form, column_form, condition
from tasks.adapters.reconcile.sides.postgresql_table import PostgresqlSide
from tasks.adapters.reconcile.stamp_question import StampQuestion
from tasks.adapters.reconcile.workspace import identifier

# The statements below are made of quoted names, quoted literals and the plan's own queries.
# ruff: noqa: S608

#: What fits into four bytes is added up without decimals.
_HALF = 2147483647
_HASHABLE = frozenset(
    {
        "int2",
        "int4",
        "int8",
        "numeric",
        "text",
        "varchar",
        "bpchar",
        "date",
        "timestamp",
        "timestamptz",
        "bool",
    }
)


def postgresql_answer(
    check: Check, part: Part, side: PostgresqlSide, *, asked: StampQuestion
) -> list[tuple[object, ...]] | None:
    """Return what PostgreSQL answers; None where it cannot read as DuckDB does.

    Each grouping is asked for by itself: several workers share a plain sum, but not one by sets of groups.
    """
    rows = _rows(check, part, side, asked=asked)
    if rows is None:
        return None
    answer = side.rows(asked.whole(rows))
    for way in range(len(asked.groups)):
        answer += side.rows(asked.grouped(rows, way))
    return answer


def _rows(check: Check, part: Part, side: PostgresqlSide, *, asked: StampQuestion) -> str | None:
    sums = [_form(check, part, side, column=column) for column in asked.columns]
    groups = [_group(check, part, side, total=total) for total in asked.groups]
    scope = [condition(side, check, one=one, part=part) for one in check.scope]
    if None in sums or None in groups or None in scope:
        return None
    wanted = [getattr(one, part) for one in (*check.keys, *check.columns)]
    wanted += check.unique if part is Part.TARGET else ()
    values = ", ".join(_hashable(side, name) for name in dict.fromkeys(wanted))
    modern = side.connection.info.server_version >= OLDEST_SERVER
    whole = (
        f"hash_record_extended(row({values}), 0)" if modern else f"hashtextextended(row({values})::text, 0)"
    )
    named = [f"{form} as g{place}" for place, form in enumerate(groups)]
    named += [f"{form} as s{place}" for place, form in enumerate(sums)]
    where = " and ".join(filter(None, scope)) or "true"
    rows = f"select {', '.join([*named, f'{whole} as h'])} from {side.relation} where {where}"
    halves = f"(h & {_HALF})::int4 as low, ((h >> 32) & {_HALF})::int4 as high"
    return f"select *, {halves} from ({rows}) as hashed"


def _hashable(side: PostgresqlSide, name: str) -> str:
    kind = side.declared[name].split("(")[0]
    return identifier(name) if kind in _HASHABLE else f"{identifier(name)}::text"


def _form(check: Check, part: Part, side: PostgresqlSide, *, column: str) -> str | None:
    return _readable(column_form(side, check.column(column), part, other=""))


def _group(check: Check, part: Part, side: PostgresqlSide, *, total: ControlTotal) -> str | None:
    column = check.column(str(total.group_by))
    form = None if column.transform is Transform.CODE else column_form(side, column, part, other="")
    value = _readable(form)
    if value is None:
        return None
    return f"to_char({value}, 'YYYY-MM')" if total.month else f"({value})::text"


def _readable(form: Form | None) -> str | None:
    if form is None:
        return None
    return form.value if form.doubtful is None else f"(case when not ({form.doubtful}) then {form.value} end)"
