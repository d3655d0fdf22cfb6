"""Attacks by somebody who owns the database and took its guards away: verification names what was done."""

from collections.abc import Callable

import pytest

from playbooks.model.ledger.checkpoint import parse_checkpoint, sign_checkpoint
from playbooks.model.ledger.merkle import Frontier
from playbooks.model.ledger.signing_key import SigningKey
from playbooks.model.ledger.verification import Level
from tasks.adapters.store import SqlStore
from tests.integration.store.conftest import ORIGIN
from tests.integration.store.story import Teller, item
from tests.simulators.facts import NOW

Tamper = Callable[..., None]

BACK = (
    "UPDATE ledger_head SET size = 9, last_leaf = (SELECT leaf_hash FROM ledger_entry WHERE seq = 8), "
    "last_time = (SELECT at FROM ledger_entry WHERE seq = 8), frontier = {frontier}"
)
CUT = "DELETE FROM ledger_entry WHERE seq >= 9"


@pytest.fixture
def ledger(teller: Teller, store: SqlStore) -> SqlStore:
    """A ledger of some dozen entries with two signed checkpoints, and entries behind them."""
    teller.begin()
    teller.finish()
    list(teller.chatter(3))
    with store.transaction() as unit:
        unit.checkpoint(NOW)
    teller.granted(item(9))
    return store


def test_an_honest_ledger_verifies(ledger: SqlStore) -> None:
    """No false alarm, at either level."""
    report = ledger.verify(Level.FULL)
    assert (report.trouble, report.ledger.checkpoints) == (None, 3)


def test_an_empty_ledger_verifies(store: SqlStore) -> None:
    """Nothing is recorded, and nothing is wrong with that."""
    assert store.verify(Level.FULL).verified


ATTACKS = {
    "edit an entry": (
        "UPDATE ledger_entry SET entry = replace(entry, 'lin_wei', 'chen_hao') WHERE seq = 6",
        "Entry 6 does not match its hash",
    ),
    "delete an entry": ("DELETE FROM ledger_entry WHERE seq = 5", "Where entry 5 belongs"),
    "delete the first entry": ("DELETE FROM ledger_entry WHERE seq = 0", "Where entry 0 belongs"),
    "number entries anew": (
        "UPDATE ledger_entry SET seq = seq + 1000 WHERE seq >= 7",
        "Where entry 7 belongs",
    ),
    "cut the tail, rows only": ("DELETE FROM ledger_entry WHERE seq >= 9", "from 9 on are missing"),
    "change the hash": (
        "UPDATE ledger_entry SET leaf_hash = (SELECT last_leaf FROM ledger_head) WHERE seq = 4",
        "Entry 4 does not match its hash",
    ),
    "change the head's size": ("UPDATE ledger_head SET size = 4", "The head of the ledger is damaged"),
    "change the head's time": (
        "UPDATE ledger_head SET last_time = '2030-01-01T00:00:00.000000Z'",
        "head of the ledger does not match",
    ),
    "change a checkpoint": (
        "UPDATE ledger_checkpoint SET note = replace(note, 'phasegate', 'elsewhere')",
        "checkpoint at size",
    ),
    "give a checkpoint another size": (
        "UPDATE ledger_checkpoint SET size = 3 WHERE size = (SELECT min(size) FROM ledger_checkpoint)",
        "checkpoint at size 3",
    ),
}


@pytest.mark.parametrize(("statement", "told"), ATTACKS.values(), ids=ATTACKS)
def test_tampering_is_named(ledger: SqlStore, tamper: Tamper, statement: str, told: str) -> None:
    """The first thing wrong is told in a sentence that says where."""
    tamper(statement)
    report = ledger.verify()
    assert report.trouble is not None
    assert told in report.trouble.en


def test_two_entries_in_each_others_place_are_seen(ledger: SqlStore, tamper: Tamper) -> None:
    """Swapping rows breaks the chain at the first of them."""
    tamper(
        "UPDATE ledger_entry SET seq = -1 WHERE seq = 4",
        "UPDATE ledger_entry SET seq = 4 WHERE seq = 5",
        "UPDATE ledger_entry SET seq = 5 WHERE seq = -1",
    )
    report = ledger.verify()
    assert report.trouble is not None
    assert "entry 4" in report.trouble.en


def test_a_head_set_back_is_seen(ledger: SqlStore, tamper: Tamper) -> None:
    """The entries it no longer knows are surplus."""
    tamper(_back(ledger))
    report = ledger.verify()
    assert report.trouble is not None
    assert "does not know entry 9" in report.trouble.en


def test_a_tail_cut_together_with_the_head_is_seen(ledger: SqlStore, tamper: Tamper) -> None:
    """The signed checkpoints in the database vouch for what is missing."""
    tamper(_back(ledger), CUT)
    report = ledger.verify()
    assert report.trouble is not None
    assert "from 9 on are missing" in report.trouble.en


def test_a_tail_cut_with_its_checkpoints_is_seen_by_a_kept_one(ledger: SqlStore, tamper: Tamper) -> None:
    """A checkpoint that the auditor kept cannot be cut away."""
    tamper(_back(ledger), CUT, "DELETE FROM ledger_checkpoint WHERE size > 9")
    assert ledger.verify().verified
    report = ledger.verify(known=[_newest_note(ledger)])
    assert report.trouble is not None
    assert "from 9 on are missing" in report.trouble.en


def test_checkpoints_signed_with_another_key_are_seen(ledger: SqlStore, tamper: Tamper) -> None:
    """The key in the file is trusted; one put into the database is not."""
    other = SigningKey.generate(ORIGIN)
    exchange = f"UPDATE ledger_log SET verifier = '{other.verifier}'"  # noqa: S608  # a key
    tamper(exchange, "DELETE FROM ledger_checkpoint")
    with ledger.transaction() as unit:
        unit.checkpoint(NOW)
    forged = sign_checkpoint(parse_checkpoint(_newest_note(ledger)), other)
    report = ledger.verify(known=[forged])
    assert report.trouble is not None
    assert "not signed with this ledger's key" in report.trouble.en


def test_tiles_are_compared_with_the_leaves(teller: Teller, store: SqlStore, tamper: Tamper) -> None:
    """A tile that was changed would lead to false proofs."""
    teller.fill(600)
    assert store.verify(Level.QUICK).verified
    tamper("UPDATE ledger_tile SET hashes = (SELECT hashes FROM ledger_tile WHERE idx = 0) WHERE idx = 1")
    report = store.verify()
    assert report.trouble is not None
    assert "Tile 1 of level 0" in report.trouble.en


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "UPDATE ledger_tile SET root = (SELECT root FROM ledger_tile WHERE idx = 0) WHERE idx = 1",
            "Tile 1",
        ),
        ("DELETE FROM ledger_tile WHERE idx = 1", "Tile 1"),
        ("UPDATE ledger_tile SET idx = 7 WHERE idx = 1", "Tile 1"),
        ("UPDATE ledger_tile SET level = 1, idx = 0 WHERE idx = 1", "Tile 1"),
        ("INSERT INTO ledger_tile SELECT 1, 0, root, hashes FROM ledger_tile WHERE idx = 0", "of level 1"),
    ],
)
def test_no_tile_may_be_wrong_missing_or_more(
    teller: Teller, store: SqlStore, tamper: Tamper, statement: str, told: str
) -> None:
    """Full verification works every root out and counts the tiles."""
    teller.fill(600)
    tamper(statement)
    report = store.verify(Level.FULL)
    assert report.trouble is not None
    assert told in report.trouble.en


def _back(store: SqlStore) -> str:
    """Return the statement that sets the head back to nine entries, as a careful attacker would."""
    tree = Frontier()
    for row in store.entries(limit=9):
        tree.append(bytes.fromhex(row.leaf))
    dumped = tree.dump().hex()
    return BACK.format(frontier=f"'\\x{dumped}'" if "postgresql" in store.place else f"x'{dumped}'")


def _newest_note(store: SqlStore) -> str:
    return store.kept_checkpoint.read_text(encoding="utf-8")
