"""The guide to writing a reconciliation specification: every YAML block loads, and its example passes."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from playbooks.model.mapping import Check, ReconciliationPlan
from playbooks.model.reconciliation import ReconciliationResult
from playbooks.model.strict_yaml import load_model, parse_yaml
from tasks.adapters.reconcile import Terms, reconcile, stamped
from tasks.adapters.sources.specification import Sources

README = (Path(__file__).parents[2] / "playbooks" / "README.md").read_text(encoding="utf-8")
GUIDE = README[README.index("## 十五分钟写好一份对账方案") :]
BLOCKS = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
PLAN = next(block for block in BLOCKS if block.startswith("key:"))
SOURCES = next(block for block in BLOCKS if block.startswith("sources:"))
PARTS = [block for block in BLOCKS if block not in {PLAN, SOURCES}]
LEAST = {
    "key": "orders",
    "title": {"zh": "订单", "en": "Orders"},
    "source": {"csv": "old.csv"},
    "target": {"csv": "new.csv"},
    "keys": [{"source": "a", "target": "a"}],
    "columns": [{"source": "b", "target": "b"}],
}


def plan() -> ReconciliationPlan:
    """Return the worked example."""
    return load_model(parse_yaml(PLAN.encode(), name="go_live.yaml"), ReconciliationPlan)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The files and tables as the guide shows them."""
    (tmp_path / "old").mkdir()
    for name, rows in re.findall(r"`(old/\w+\.csv)`\n\n```csv\n(.*?)```", GUIDE, re.DOTALL):
        (tmp_path / name).write_text(rows, encoding="gb18030")
    (script,) = re.findall(r"```sql\n(.*?)```", GUIDE, re.DOTALL)
    with closing(sqlite3.connect(tmp_path / "new.sqlite")) as database:
        database.executescript(script)
    return tmp_path


def compared(data: Path, wave: str | None = None) -> ReconciliationResult:
    """Return what comes of the example."""
    return reconcile(plan(), base=data, terms=Terms(wave=wave))


@pytest.mark.parametrize("block", PARTS, ids=lambda block: block[:40])
def test_every_part_fits_into_a_check(block: str) -> None:
    """Sides, keys and columns as they are written there."""
    assert parse_yaml(block.encode(), name="part.yaml").data
    fields = yaml.safe_load(block)
    whole = yaml.safe_dump({**LEAST, **fields}, allow_unicode=True).encode()
    check = load_model(parse_yaml(whole, name="part.yaml"), Check)
    assert {name for name in fields if getattr(check, name)} == set(fields)


def test_the_line_for_the_sources_file_loads() -> None:
    """It names the evidence that both playbooks judge."""
    sources = load_model(parse_yaml(SOURCES.encode(), name="sources.yaml"), Sources)
    assert [source.evidence for source in sources.sources["crm"]] == ["migration"]


def test_the_example_passes_from_nothing(data: Path) -> None:
    """Three tables and two balances agree, traps and all."""
    result = compared(data)
    assert [check.key for check in result.checks if not check.agrees] == []
    assert (result.agrees, len(result.balances)) == (True, 2)


def test_its_wave_compares_the_sample(data: Path) -> None:
    """The order in dollars."""
    assert compared(data, "pilot").checks[1].rows_source == 1


def test_its_checks_can_be_watched(data: Path) -> None:
    """Each has a stamp that tells rows, sums and currencies."""
    stamps = {stamp.check: stamp for stamp in stamped(plan(), base=data)}
    assert set(stamps) == {"customers", "orders", "ledger"}
    assert [one.group for one in stamps["orders"].target.sums] == [None, "CNY", "USD", "2026-01"]


def test_a_cent_in_the_new_system_fails_it(data: Path) -> None:
    """The amount, its totals, the rule and the balance all say so."""
    with closing(sqlite3.connect(data / "new.sqlite")) as database, database:
        database.execute("update orders set amount = '31.01' where number = 'S-2'")
    result = compared(data)
    check = result.checks[1]
    assert [item.column for item in (*check.changed, *check.broken)] == ["amount", "amount"]
    assert [balance.key for balance in result.balances_off] == ["receivables"]
