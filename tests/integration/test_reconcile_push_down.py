"""Comparing inside two PostgreSQL databases gives what streaming the rows gives, and moves few of them."""

from collections.abc import Sequence
from pathlib import Path

import psycopg
import pytest

from playbooks.model.errors import InputError
from playbooks.model.mapping import Check, ReconciliationPlan
from playbooks.model.reconciliation import CheckResult
from playbooks.model.text import Text
from tasks.adapters.reconcile import comparison as engine
from tasks.adapters.reconcile import reconcile
from tasks.adapters.reconcile.differences import find_differences
from tasks.adapters.reconcile.standing import Standing
from tasks.adapters.reconcile.workspace import Workspace
from tests.simulators import moved_orders as orders

pytestmark = pytest.mark.postgresql


@pytest.fixture
def old(postgresql_schema_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a PostgreSQL schema that the variable OLD leads to."""
    monkeypatch.setenv("OLD", postgresql_schema_url)
    return postgresql_schema_url.replace("+psycopg", "")


def loaded(url: str, new: Sequence[orders.Row], **check: object) -> ReconciliationPlan:
    """Load both tables and return their plan."""
    source = orders.in_postgresql(url, orders.former(3000), variable="OLD")
    return orders.plan(source, orders.in_postgresql(url, new, variable="OLD", table="moved"), **check)


def streamed(plan: ReconciliationPlan, folder: Path, monkeypatch: pytest.MonkeyPatch) -> CheckResult:
    """Return what comes of streaming all rows."""
    with monkeypatch.context() as patched:
        patched.setattr(engine, "pruned", lambda *_args, **_kwargs: None)
        return reconcile(plan, base=folder).checks[0]


SCOPE = [{"column": "ordered", "at_least": "2024-01-15", "below": "2024-06-01"}]


@pytest.mark.parametrize(
    "check",
    [
        {},
        {"scope": SCOPE},
        {"scope": [{"column": "warehouse", "among": ["WH00", "WH02"]}]},
        {
            "control_totals": [
                {"column": "amount", "group_by": "ordered", "month": True},
                {"column": "quantity"},
            ]
        },
        {"tolerance": "0.01"},
        {"dimensions": ["warehouse"]},
    ],
)
def test_both_roads_lead_to_one_result(
    tmp_path: Path, old: str, monkeypatch: pytest.MonkeyPatch, check: dict[str, object]
) -> None:
    """Counts, samples, totals and dimensions are the same; the digests are each road's own."""
    plan = loaded(old, orders.moved(3000), **check)
    pushed, whole = reconcile(plan, base=tmp_path).checks[0], streamed(plan, tmp_path, monkeypatch)
    own = {"source_digest": whole.source_digest, "target_digest": whole.target_digest}
    assert pushed.model_copy(update=own) == whole
    assert pushed.source_digest != whole.source_digest


def test_only_rows_that_differ_leave(tmp_path: Path, old: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight defects in three thousand orders take as many rows out of the database."""
    moved: list[int] = []
    find = find_differences

    def counted(space: Workspace, standings: tuple[Standing, Standing]) -> None:
        moved.append(space.count("select count(*) from source"))
        find(space, standings)

    monkeypatch.setattr(engine, "find_differences", counted)
    check = reconcile(loaded(old, orders.moved(3000)), base=tmp_path).checks[0]
    assert (check.rows_source, check.missing) == (3000, 2)
    assert moved == [8]


def test_equal_tables_move_nothing_and_agree(tmp_path: Path, old: str) -> None:
    """The same rows have the same digest on both sides."""
    check = reconcile(loaded(old, orders.former(3000)), base=tmp_path).checks[0]
    assert check.agrees
    assert check.source_digest == check.target_digest


@pytest.mark.parametrize("indexed", [True, False])
def test_whole_numbers_are_ranges_of_keys(tmp_path: Path, old: str, *, indexed: bool) -> None:
    """With an index the ranges are looked up, without one the table is read once more."""
    with psycopg.connect(old) as connection:
        connection.execute(
            "create table a as select i as id, i::text as name from generate_series(-500, 50000) i"
        )
        connection.execute("create table b as select * from a where id <> 7")
        connection.execute("update b set name = 'x' where id in (-3, 40000)")
        connection.execute("insert into b values (900000000, 'far away')")
        if indexed:
            connection.execute("create index on a (id); create index on b (id)")
    check = reconcile(numbers(), base=tmp_path).checks[0]
    assert (check.missing, check.extra, [item.count for item in check.changed]) == (1, 1, [2])


def numbers() -> ReconciliationPlan:
    """Return the plan comparing tables a and b."""
    title = Text(zh="数", en="Numbers")
    sides = {
        side: {"postgresql": "OLD", "table": table} for side, table in (("source", "a"), ("target", "b"))
    }
    pair = [{"source": "id", "target": "id"}]
    check = {
        "key": "numbers",
        "title": title,
        **sides,
        "keys": pair,
        "columns": [{"source": "name", "target": "name"}],
    }
    return ReconciliationPlan(key="n", title=title, checks=(Check.model_validate(check),))


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        ("update moved set id = null where id = 'A00030'", "1 rows without a value in key column 'id'"),
        ("delete from moved", "holds no rows"),
        ("alter table moved drop column remark", "no column 'remark'"),
    ],
)
def test_what_cannot_be_relied_on_is_refused(tmp_path: Path, old: str, damage: str, complaint: str) -> None:
    """The database's own comparison is no way round."""
    plan = loaded(old, orders.moved(3000))
    with psycopg.connect(old) as connection:
        connection.execute(damage.encode())
    with pytest.raises(InputError, match=complaint):
        reconcile(plan, base=tmp_path)


def test_a_number_that_is_none_is_never_equal(tmp_path: Path, old: str) -> None:
    """NaN on both sides is a difference on this road, too."""
    plan = loaded(old, orders.former(3000))
    with psycopg.connect(old) as connection:
        for table in ("orders", "moved"):
            connection.execute(f"update {table} set price = 'NaN' where id = 'A00030'".encode())  # noqa: S608  # two names of ours
    assert [(item.column, item.count) for item in reconcile(plan, base=tmp_path).checks[0].changed] == [
        ("price", 1)
    ]


def test_a_merge_map_is_honoured_between_two_servers(tmp_path: Path, old: str) -> None:
    """Such a check streams its rows: who was merged is not missing."""
    (tmp_path / "map.csv").write_text("merged,survivor\nA00002,A00001\n")
    moved = [row for row in orders.former(3000) if row[0] != "A00002"]
    found = reconcile(loaded(old, moved, merge_map="map.csv"), base=tmp_path).checks[0]
    assert (found.agrees, found.merged, found.rows_source) == (True, 1, 2999)


#: Type, how it is read, and pairs of what stands on both sides.
ODD: dict[str, tuple[str, dict[str, object], list[tuple[str | None, str | None]]]] = {
    "day": (
        "date",
        {"transform": "date"},
        [("infinity", "infinity"), ("infinity", None), (None, "-infinity"), ("20000-01-01", "20000-01-01")],
    ),
    "birth": ("date", {}, [("infinity", "infinity"), ("infinity", None), ("2024-01-01", "2024-01-02")]),
    "moment": ("timestamp", {"transform": "datetime"}, [("infinity", "infinity"), (None, "infinity")]),
    "price": (
        "numeric(12,2)",
        {"transform": "decimal", "scale": 2},
        [("NaN", "NaN"), ("NaN", "0"), ("0", "NaN"), ("0", None), (None, "0"), ("1.50", "1.5"), ("1", "2")],
    ),
    "weight": ("numeric", {"transform": "decimal", "scale": 1}, [("Infinity", "Infinity"), ("1e30", "1e30")]),
    "pieces": ("int", {"transform": "decimal", "scale": 0}, [("0", None), (None, "0"), ("-1", "0")]),
    "paid": ("bool", {"transform": "boolean"}, [("f", None), (None, "f"), ("t", "f"), ("t", "t")]),
    "status": (
        "text",
        {"transform": "code", "code_table": {"A": "1"}},
        [("A", "1"), ("Z", None), ("A", "A"), (None, None)],
    ),
    "name": ("text", {}, [("", None), ("NaN", "nan"), ("Müller", "Mu\u0308ller")]),
    # Two rows of one bucket exchange what they hold: each is changed, and taken together they are the same.
    "remark": ("text", {}, [("a", "b"), ("b", "a"), ("c", None), (None, "c")]),
}


def odd_tables(url: str) -> ReconciliationPlan:
    """Load a row for each pair of odd values, which differs in nothing else, and return the plan."""
    pairs = [(name, *pair) for name, (_, _, pairs) in ODD.items() for pair in pairs]
    columns = ", ".join(f"{name} {kind}" for name, (kind, _, _) in ODD.items())
    with psycopg.connect(url) as connection:
        for place, table in enumerate(("a", "b"), start=1):
            connection.execute(f"create table {table} (id int8 primary key, {columns})".encode())
            connection.execute(f"insert into {table} (id) select generate_series(1000, 3000)".encode())
            for number, pair in enumerate(pairs):
                statement = f"insert into {table} (id, {pair[0]}) values (%s, %s)"  # noqa: S608  # our own names
                connection.execute(statement.encode(), (number, pair[place]))
    read = [{"source": name, "target": name, **reading} for name, (_, reading, _) in ODD.items()]
    one = numbers().checks[0].model_dump()
    check = Check.model_validate({**one, "columns": read})
    return ReconciliationPlan(key="odd", title=check.title, checks=(check,))


def test_odd_values_are_told_apart_on_both_roads(
    tmp_path: Path, old: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NULL, zero, NaN, infinity, unknown codes and exchanged values are never taken for each other."""
    plan = odd_tables(old)
    pushed, whole = reconcile(plan, base=tmp_path).checks[0], streamed(plan, tmp_path, monkeypatch)
    own = {"source_digest": whole.source_digest, "target_digest": whole.target_digest}
    assert pushed.model_copy(update=own) == whole
    assert sum(item.count for item in pushed.changed) == 30
