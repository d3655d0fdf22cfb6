"""However narrow the terminal, a list loses nothing of what it shows and breaks no key, day or figure."""

from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.integration.cli.conftest import Phasegate

S = "small-1"
LONG = "a-long-name.of.the.pilot"


@pytest.fixture(params=["40", "60", "80", "100"])
def columns(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """A terminal of this width."""
    monkeypatch.setenv("COLUMNS", request.param)
    return int(request.param)


def require_all(out: str, columns: int, *parts: str) -> None:
    """Assert that every part is there in one piece, and that no line is too wide."""
    assert [part for part in parts if part not in out] == []
    assert max(cell_len(line) for line in out.splitlines()) <= columns


def test_evidence_is_listed_whole(with_paper: Phasegate, paper: Path, columns: int) -> None:
    """Keys, days, digests, people."""
    with_paper("evidence", S, LONG, str(paper), "--by", "finn", "--observed", "2026-01-31", "--as", "pam")
    listed = with_paper("evidence", "list", S, "--json").document["evidence"]
    digests = [item["digest"][:12] for item in listed]
    out = with_paper("evidence", "list", S).out
    require_all(out, columns, LONG, "2026-01-31", "Digest", "Finn", "Pam", *digests)


def test_an_inbox_breaks_no_key(phasegate: Phasegate, columns: int) -> None:
    """Rollout, gate and person of everything that waits."""
    out = phasegate("inbox", "--everybody").out
    require_all(out, columns, "[paper_written]", "[fast_enough]", "small-1", "ann", "Waits on")


def test_a_comparison_names_its_tables(phasegate: Phasegate, data: Path, columns: int) -> None:
    """The table's name and every count."""
    out = phasegate("reconcile", str(data / "plan.yaml"), "--base", str(data)).out
    require_all(out, columns, "Customers", "Missing", "Doubled", "Changed", "✗")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_profile_keeps_every_column(phasegate: Phasegate, data: Path, columns: int, language: str) -> None:
    """Lengths, headings and what is often seen."""
    (data / "wide.csv").write_text(
        "customer_number,legal_name_of_the_customer\n"
        + "".join(f"C{number:05},{'x' * (7 + number)}\n" for number in range(15))
    )
    out = phasegate("data", "profile", str(data / "wide.csv"), "--lang", language).out
    heading = {"zh": "不同值", "en": "Distinct"}[language]
    require_all(out, columns, "customer_number", "legal_name_of_the_customer", "7-21", heading)


def test_the_commands_beneath_a_command_are_described(phasegate: Phasegate) -> None:
    """The help of `reconcile` says what `watch` and `report` are for."""
    out = phasegate("reconcile", "--help").out
    assert "look whether signed data have moved" in out
    assert "show where the report lies" in out
