"""The import contracts of pyproject.toml hold, and each one fails on a tree with one bad import."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.measures import ROOT

LINT = Path(sys.executable).with_name("lint-imports")
SKELETON = (
    "flows/__init__.py",
    "flows/bootstrap.py",
    "flows/design.py",
    "flows/entrypoints/__init__.py",
    "flows/entrypoints/door.py",
    "tasks/__init__.py",
    "tasks/record.py",
    "tasks/adapters/__init__.py",
    "tasks/adapters/store.py",
    "playbooks/__init__.py",
    "playbooks/model.py",
    "config/__init__.py",
    "config/settings.py",
)
BREACHES = [
    ("arrows", "playbooks/model.py", "tasks.record"),
    ("arrows", "playbooks/model.py", "flows.design"),
    ("arrows", "tasks/adapters/store.py", "tasks.record"),
    ("arrows", "tasks/adapters/store.py", "flows.design"),
    ("arrows", "tasks/record.py", "flows.design"),
    ("arrows", "flows/design.py", "flows.entrypoints.door"),
    ("pure-model", "playbooks/model.py", "prefect"),
    ("pure-model", "playbooks/model.py", "sqlalchemy"),
    ("pure-model", "playbooks/model.py", "httpx"),
    ("pure-model", "playbooks/model.py", "duckdb"),
    ("pure-model", "playbooks/model.py", "slack_sdk"),
    ("pure-model", "playbooks/model.py", "slack_bolt"),
    ("pure-model", "playbooks/model.py", "aiohttp"),
    ("pure-model", "playbooks/model.py", "config"),
    ("plain-config", "config/settings.py", "flows.design"),
    ("plain-config", "config/settings.py", "prefect"),
    ("settings-at-the-doors", "tasks/record.py", "config.settings"),
    ("settings-at-the-doors", "flows/design.py", "config.settings"),
]
KEPT = [
    ("flows/entrypoints/door.py", "flows.bootstrap"),
    ("flows/entrypoints/door.py", "config.settings"),
    ("flows/bootstrap.py", "config.settings"),
    ("flows/design.py", "tasks.record"),
    ("tasks/record.py", "tasks.adapters.store"),
    ("tasks/adapters/store.py", "playbooks.model"),
    ("config/settings.py", "playbooks.model"),
]


def lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run import-linter as `make check` does."""
    command = [str(LINT), "--no-logo", "--no-cache", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """A tree with the project's folders and contracts and no imports."""
    for name in SKELETON:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    for name in ("pyproject.toml", "tests/architecture/arrows.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


def test_the_product_keeps_every_contract() -> None:
    """No module of today imports what it must not."""
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_imports_along_the_arrows_are_kept(skeleton: Path) -> None:
    """The contracts forbid nothing that the architecture needs."""
    for name, imported in KEPT:
        (skeleton / name).write_text(f"import {imported}\n", encoding="utf-8")
    result = lint(skeleton)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(("contract", "name", "imported"), BREACHES)
def test_one_bad_import_breaks_its_contract(skeleton: Path, contract: str, name: str, imported: str) -> None:
    """A contract that cannot fail protects nothing."""
    (skeleton / name).write_text(f"import {imported}\n", encoding="utf-8")
    result = lint(skeleton, "--contract", contract)
    assert result.returncode == 1
    assert "BROKEN" in result.stdout


def test_every_contract_is_seen_to_fail() -> None:
    """A new contract comes with a bad import that breaks it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["id"] for contract in project["tool"]["importlinter"]["contracts"]}
    assert contracts == {contract for contract, _, _ in BREACHES}
