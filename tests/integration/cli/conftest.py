"""The command line in this process, on a copy of a home with one small rollout."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.entrypoints.cli.running import run
from tests.integration.cli.small_company import PAPER, Ended, WillingRuns, begin, variables

Phasegate = Callable[..., Ended]
PLAN = """\
key: customers
title: {zh: "客户核对", en: "Customers"}
checks:
  - key: customers
    title: {zh: "客户", en: "Customers"}
    source: {csv: old.csv}
    target: {sqlite: new.sqlite, table: customers}
    keys: [{source: id, target: id}]
    columns: [{source: name, target: name, transform: none}]
"""


@pytest.fixture(scope="session")
def begun_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the rollout has begun; made once, copied for each test."""
    home = tmp_path_factory.mktemp("begun") / "home"
    begin(home)
    return home


@pytest.fixture
def home(begun_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that home, and the environment that points to it; Prefect does whatever it is asked."""
    copy = tmp_path / "home"
    shutil.copytree(begun_home, copy)
    for name, value in variables(copy).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PHASEGATE_PREFECT_API_URL", "http://127.0.0.1:9/api")
    monkeypatch.setattr("flows.bootstrap.PhaseRuns", WillingRuns)
    return copy


@pytest.fixture
def phasegate(home: Path, capsys: pytest.CaptureFixture[str]) -> Phasegate:  # noqa: ARG001  # sets the environment
    """The command line."""

    def call(*words: str) -> Ended:
        capsys.readouterr()
        code = run(list(words))
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return call


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A document that meets its gate."""
    file = tmp_path / "paper.pdf"
    file.write_bytes(PAPER)
    return file


@pytest.fixture
def with_paper(phasegate: Phasegate, paper: Path) -> Phasegate:
    """The command line after the paper went on record by Ann."""
    assert phasegate("evidence", "small-1", "paper", str(paper), "--as", "ann").code == 0
    return phasegate


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An old export of two customers and a new table that lacks one of them."""
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "old.csv").write_text("id,name\n1,One\n2,Two\n")
    with sqlite3.connect(tmp_path / "new.sqlite") as database:
        database.execute("CREATE TABLE customers (id TEXT, name TEXT)")
        database.execute("INSERT INTO customers VALUES ('1', 'One')")
    database.close()
    return tmp_path
