"""Comparing inside two MySQL or MariaDB databases gives what streaming the rows gives, and moves few of them."""

from collections.abc import Mapping
from pathlib import Path

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
from tests.conftest import mariadb

#: Type, how it is read, and pairs of what stands on both sides.
ODD: dict[str, tuple[str, dict[str, object], list[tuple[str, str]]]] = {
    "day": (
        "date",
        {"transform": "date"},
        [("'0000-00-00'", "'0000-00-00'"), ("'2024-00-10'", "'2024-00-10'"), ("null", "null")],
    ),
    "moment": (
        "datetime(6)",
        {"transform": "datetime", "precision": "second"},
        [
            ("'0000-00-00 00:00:00'", "null"),
            ("'2024-01-01 00:00:00.5'", "'2024-01-01'"),
            ("'2024-01-01 00:00:01'", "'2024-01-01'"),
        ],
    ),
    "price": ("decimal(12,2)", {"transform": "decimal"}, [("0", "null"), ("1.5", "1.50"), ("0", "-0.01")]),
    "paid": ("tinyint", {"transform": "boolean"}, [("2", "2"), ("1", "1"), ("0", "null")]),
    "name": (
        "varchar(40) collate utf8mb4_general_ci",
        {},
        [("''", "null"), ("'a'", "'A'"), ("'a'", "'a '"), ("'-'", "null"), ("'1:a'", "'a'"), ("'ü'", "'ü'")],
    ),
    "note": ("varchar(40) character set latin1", {"transform": "trim"}, [("'ü '", "'ü'"), ("'ü'", "'u'")]),
    # Two rows of one bucket exchange what they hold: each is changed, and taken together they are the same.
    "remark": ("text", {}, [("'a'", "'b'"), ("'b'", "'a'"), ("'c'", "null"), ("null", "'c'")]),
}


@pytest.fixture
def shop(mariadb_database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a MariaDB database that the variable SHOP leads to."""
    monkeypatch.setenv("SHOP", mariadb_database_url)
    return mariadb_database_url


def run(url: str, *statements: str) -> None:
    """Execute statements, with dates that are none allowed."""
    with mariadb(url) as connection, connection.cursor() as cursor:
        for statement in ("set sql_mode = ''", *statements):
            cursor.execute(statement)


def plan(*columns: Mapping[str, object], **check: object) -> ReconciliationPlan:
    """Return the plan comparing tables a and b by their column id."""
    title = Text(zh="数", en="Numbers")
    mapped = [{"source": one["name"], "target": one["name"], **one} for one in columns]
    fields = {
        "key": "numbers",
        "title": title,
        "source": {"mysql": "SHOP", "table": "a"},
        "target": {"mysql": "SHOP", "table": "b"},
        "keys": [{"source": "id", "target": "id"}],
        "columns": [{key: value for key, value in one.items() if key != "name"} for one in mapped],
    }
    return ReconciliationPlan(key="n", title=title, checks=(Check.model_validate({**fields, **check}),))


def streamed(wanted: ReconciliationPlan, folder: Path, monkeypatch: pytest.MonkeyPatch) -> CheckResult:
    """Return what comes of streaming all rows."""
    with monkeypatch.context() as patched:
        patched.setattr(engine, "pruned", lambda *_args, **_kwargs: None)
        return reconcile(wanted, base=folder).checks[0]


def with_own_digests(result: CheckResult, other: CheckResult) -> CheckResult:
    """Return a result with the digests of another, which are each road's own."""
    own = {"source_digest": other.source_digest, "target_digest": other.target_digest}
    return result.model_copy(update=own)


def test_odd_values_are_told_apart_on_both_roads(
    tmp_path: Path, shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Zero dates, NULL, blanks, letter case and exchanged values are never taken for each other."""
    pairs = [(name, *pair) for name, (_, _, pairs) in ODD.items() for pair in pairs]
    columns = ", ".join(f"{name} {kind}" for name, (kind, _, _) in ODD.items())
    for place, table in enumerate("ab", start=1):
        rows = [
            f"insert into {table} (id, {pair[0]}) values ({number}, {pair[place]})"  # noqa: S608  # ours
            for number, pair in enumerate(pairs, start=-5)
        ]
        fill = f"insert into {table} (id) select seq from seq_1000_to_3000"  # noqa: S608  # ours
        run(shop, f"create table {table} (id int primary key, {columns})", fill, *rows)
    wanted = plan(*({"name": name, **reading} for name, (_, reading, _) in ODD.items()))
    pushed, whole = reconcile(wanted, base=tmp_path).checks[0], streamed(wanted, tmp_path, monkeypatch)
    assert with_own_digests(pushed, whole) == whole
    assert sum(item.count for item in pushed.changed) == 18
    assert pushed.source_digest != whole.source_digest


def numbers(*changes: str, key: str = "bigint primary key") -> tuple[str, ...]:
    """Return the statements that make two tables of numbers and change the second."""
    less = 0 if "unsigned" in key else 500
    return (
        f"create table a (id {key}, name text)",
        f"insert into a select cast(seq as signed) - {less}, seq from seq_0_to_50000",  # noqa: S608  # ours
        "create table b like a",
        "insert into b select * from a",
        *changes,
    )


def test_only_rows_that_differ_leave(tmp_path: Path, shop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of fifty thousand rows those of four keys leave the source, below zero, too."""
    changes = (
        "delete from b where id = 7",
        "update b set name = 'x' where id in (-3, -64, 40000)",
        "insert into b values (900000000, 'far away')",
    )
    run(shop, *numbers(*changes))
    moved: list[int] = []
    find = find_differences

    def counted(space: Workspace, standings: tuple[Standing, Standing]) -> None:
        moved.append(space.count("select count(*) from source"))
        find(space, standings)

    monkeypatch.setattr(engine, "find_differences", counted)
    check = reconcile(plan({"name": "name"}), base=tmp_path).checks[0]
    assert (check.missing, check.extra, [item.count for item in check.changed]) == (1, 1, [3])
    assert (check.rows_source, moved) == (50001, [4])


def test_keys_doubled_alike_are_found(tmp_path: Path, shop: str) -> None:
    """Buckets that agree on a doubled key are no agreement."""
    twice = [f"insert into {table} values (-5, 'twice'), (5, 'twice')" for table in "ab"]  # noqa: S608  # ours
    run(shop, *numbers(*twice, key="bigint, index (id)"))
    check = reconcile(plan({"name": "name"}), base=tmp_path).checks[0]
    assert (check.doubled_source, check.doubled_target, check.missing) == (2, 2, 0)


@pytest.mark.parametrize(
    ("key", "check"),
    [
        ("bigint", {}),
        ("bigint unsigned primary key", {}),
        ("varchar(20) primary key", {}),
        ("bigint primary key", {"scope": [{"column": "name", "among": ["9", "10"]}]}),
        ("bigint primary key", {"control_totals": [{"column": "name"}]}),
    ],
)
def test_what_the_databases_cannot_do_is_streamed(
    tmp_path: Path, shop: str, monkeypatch: pytest.MonkeyPatch, key: str, check: dict[str, object]
) -> None:
    """Without an index, by other keys, narrowed or added up, both sides leave whole."""
    run(shop, *numbers(key=key))
    column = {"name": "name", "transform": "decimal"} if "control_totals" in check else {"name": "name"}
    wanted = plan(column, **check)
    found = reconcile(wanted, base=tmp_path).checks[0]
    assert found == streamed(wanted, tmp_path, monkeypatch)
    assert found.agrees


def test_a_row_without_a_key_is_refused(tmp_path: Path, shop: str) -> None:
    """The database's own comparison is no way round."""
    run(shop, *numbers("insert into b values (null, 'x')", key="bigint, index (id)"))
    with pytest.raises(InputError, match="1 rows without a value in key column 'id'"):
        reconcile(plan({"name": "name"}), base=tmp_path)
