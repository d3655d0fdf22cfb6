"""`ledger restored`: somebody of the organisation answers for an older database, and the ledger goes on."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Phasegate
from tests.integration.cli.small_company import ROLLOUT

WHY = ("--reason", "the disk failed")


def copied(source: Path, target: Path) -> None:
    """Copy a database over another, as a restore does; commands of this process may have it open."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


@pytest.fixture
def gone_back(phasegate: Phasegate, home: Path) -> Phasegate:
    """The command line at a home whose database is an older copy."""
    phasegate("ledger", "checkpoint")
    copied(home / "phasegate.db", home / "backup")
    phasegate("comment", ROLLOUT, "paper_signed", "look at page two", "--as", "ian")
    phasegate("ledger", "checkpoint")
    copied(home / "backup", home / "phasegate.db")
    return phasegate


def test_a_named_person_goes_on_and_all_is_green(gone_back: Phasegate) -> None:
    """Refused before, by verification and by every door; told in the ledger after."""
    assert gone_back("ledger", "verify").code == 1
    comment = ("comment", ROLLOUT, "paper_signed", "again", "--as", "ian")
    assert "phasegate ledger restored" in gone_back(*comment).err
    assert gone_back("ledger", "restored", *WHY, "--as", "pam").code == 0
    assert (gone_back("ledger", "verify", "--full").code, gone_back(*comment).code) == (0, 0)
    told = gone_back("ledger", "show").out
    assert "goes on from an older state" in " ".join(told.split())
    assert "账本从旧状态继续" in gone_back("ledger", "show", "--lang", "zh").out.replace("\n", "")


def test_moving_the_witness_away_is_no_way_round(gone_back: Phasegate, home: Path) -> None:
    """Verification and doctor say so until somebody answers for it."""
    next(home.rglob("*.checkpoint")).rename(home / "aside")
    alarms = gone_back("ledger", "verify", "--json").document["alarms"]
    assert "is gone" in alarms[0]["en"]
    findings = gone_back("doctor", "--json").out
    assert "phasegate ledger restored" in findings
    answered = gone_back("ledger", "restored", *WHY, "--as", "pam", "--json").document["restored"]
    assert answered["kept"] is None
    assert gone_back("ledger", "verify", "--json").document["alarms"] == []


@pytest.mark.parametrize(("by", "code"), [("nobody", 3), ("gone", 3), ("", 2)])
def test_it_takes_somebody_of_the_organisation(gone_back: Phasegate, by: str, code: int) -> None:
    """Neither a name nobody has nor one of somebody who has left."""
    assert gone_back("ledger", "restored", *WHY, "--as", by).code == code
    assert gone_back("ledger", "verify").code == 1


def test_there_is_nothing_to_answer_for_otherwise(phasegate: Phasegate) -> None:
    """Said in one sentence, and nothing is written."""
    size = phasegate("ledger", "verify", "--json").document["size"]
    ended = phasegate("ledger", "restored", *WHY, "--as", "pam")
    assert (ended.code, "nothing to answer for" in ended.err) == (2, True)
    assert phasegate("ledger", "verify", "--json").document["size"] == size
