"""Files that commands write take no place in which the product keeps what it lives on."""

from pathlib import Path

import pytest

from config.settings import Settings
from flows.entrypoints.cli.output_place import own_places
from tests.integration.cli.conftest import Phasegate

S = "small-1"
KEPT = (
    "phasegate.db",
    "phasegate.db-wal",
    "phasegate.db.lock",
    "ledger.key",
    "ledger.checkpoint",
    "portal.key",
    "outbox.jsonl",
    "settings.env",
    "prefect.address",
    "playbooks/small.yaml",
    "prefect/prefect.db",
)


@pytest.mark.parametrize("name", KEPT)
def test_a_report_takes_no_place_of_the_products_own(phasegate: Phasegate, home: Path, name: str) -> None:
    """One sentence tells why."""
    (home / "prefect").mkdir(exist_ok=True)
    ended = phasegate("report", S, "--out", str(home / name))
    assert (ended.code, "belongs to Phasegate itself; name another file" in ended.err) == (2, True)
    assert not (home / name).exists() or b"<html" not in (home / name).read_bytes()


@pytest.mark.parametrize(
    "words",
    [
        ("reconcile", "plan.yaml", "--base", ".", "--differences"),
        ("reconcile", "plan.yaml", "--base", ".", "--report"),
        ("reconcile", "report", S, "--out"),
        ("ledger", "verifier"),
        ("data", "duplicates", "duplicates.yaml", "--base", ".", "--out"),
        ("data", "merge", "proposal.csv", "--plan", "plan.yaml", "--base", ".", "--out"),
    ],
)
def test_every_command_that_writes_a_file_keeps_the_rule(
    phasegate: Phasegate, home: Path, data: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """Before it reads or works out anything."""
    monkeypatch.chdir(data)
    searching = "    duplicates: {name: name}\n"
    (data / "duplicates.yaml").write_text((data / "plan.yaml").read_text() + searching)
    key = (home / "ledger.key").read_bytes()
    ended = phasegate(*words, str(home / "ledger.key"))
    assert (ended.code, len(ended.err.splitlines())) == (2, 1)
    assert "ledger.key belongs to Phasegate itself" in ended.err
    assert (home / "ledger.key").read_bytes() == key


def test_what_it_is_set_up_with_is_the_products_own(tmp_path: Path) -> None:
    """Wherever it lies."""
    named = {"organisation", "controls", "sources", "channels", "clock", "ledger_key", "outbox_file"}
    kept = Settings.model_validate({name: tmp_path / name for name in named})
    assert {tmp_path / name for name in named} <= set(own_places(kept))


def test_other_files_at_home_are_written(phasegate: Phasegate, home: Path) -> None:
    """A home may hold what people put there."""
    assert phasegate("report", S, "--out", str(home / "report.html")).code == 0
    assert "Small system" in (home / "report.html").read_text(encoding="utf-8")


def test_a_store_on_a_server_has_no_file(tmp_path: Path) -> None:
    """Only what lies on this machine is named."""
    kept = Settings(home=tmp_path, database_url="postgresql+psycopg://anna@host/rollouts")
    assert {"ledger.key", "portal.key"} <= {place.name for place in own_places(kept)}
    assert not [place for place in own_places(kept) if "rollouts" in place.name]
