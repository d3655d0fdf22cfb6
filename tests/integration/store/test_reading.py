"""Reading the ledger: entries by rollout, type and time; receipts, proofs and the export for outsiders."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from playbooks.model.errors import InputError, NotFoundError
from playbooks.model.events import RolloutStarted
from playbooks.model.ledger.checkpoint import parse_checkpoint
from playbooks.model.ledger.merkle import leaf_hash, root_of
from tasks.adapters.store import SqlStore
from tasks.adapters.store.export import Contents, Files
from tests.integration.store.story import ROLLOUT, Teller, beginning, item
from tests.simulators.facts import NOW


def test_entries_come_in_order_with_their_events(teller: Teller, store: SqlStore) -> None:
    """A row tells number, time, actor and the event itself."""
    teller.granted(beginning())
    first = store.entries()[0]
    assert (first.seq, first.at, first.actor.id) == (0, NOW + timedelta(seconds=1), "chen_hao")
    assert isinstance(first.event, RolloutStarted)


def test_what_a_report_is_made_of_knows_people_from_machines(teller: Teller, store: SqlStore) -> None:
    """Also those who belong to no rollout: their names are not on any list."""
    teller.begin()
    kinds = {row.recorded.by_person: row.actor.kind for row in store.entries()}
    assert kinds == {True: "person"}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"rollout": "erp-2026"}, 2),
        ({"types": ["rollout.started"]}, 2),
        ({"rollout": "crm-2026", "types": ["phase.opened", "rollout.started"]}, 2),
        ({"limit": 1}, 1),
        ({"rollout": "none"}, 0),
    ],
)
def test_entries_are_chosen(
    teller: Teller, store: SqlStore, wanted: dict[str, object], expected: int
) -> None:
    """By rollout, by types, by number, and no more than wanted."""
    teller.begin()
    teller.begin("erp-2026", "erp")
    wide = store.entries(**wanted)  # type: ignore[arg-type]  # a table of keywords
    assert len([row for row in wide if row.event.type in ("rollout.started", "phase.opened")]) == expected


def test_entries_since_a_number(teller: Teller, store: SqlStore) -> None:
    """The number itself is included."""
    teller.begin()
    assert store.entries(since_seq=1)[0].seq == 1


def test_a_week_is_a_stretch_of_time(teller: Teller, store: SqlStore) -> None:
    """From the first moment up to but without the last; other rollouts do not matter."""
    teller.begin()
    added = [teller.granted(item(number)) for number in range(3)]
    times = {row.seq: row.at for row in store.entries()}
    rows = store.events_between(ROLLOUT, times[added[0].seq], times[added[2].seq])
    assert [row.seq for row in rows] == [added[0].seq, added[1].seq]
    assert store.events_between("another", NOW, NOW + timedelta(days=1)) == ()


def test_a_receipt_is_found_again(teller: Teller, store: SqlStore) -> None:
    """By the number that is printed on it."""
    teller.begin()
    given = teller.granted(item(1))
    assert store.receipt(given.seq).leaf == given.leaf


@pytest.mark.parametrize("seq", [-1, 2, 1000])
def test_what_is_not_there_is_not_found(teller: Teller, store: SqlStore, seq: int) -> None:
    """A number beyond the ledger is a sentence."""
    teller.granted(beginning())
    with pytest.raises(NotFoundError, match="There is no ledger entry"):
        store.entry(seq)
    with pytest.raises(NotFoundError, match="There is no ledger entry"):
        store.inclusion(seq)


@pytest.mark.parametrize("seq", [0, 255, 256, 511, 599, 601])
def test_every_entry_can_be_proven(teller: Teller, store: SqlStore, seq: int) -> None:
    """In full tiles, at their edges and behind them."""
    teller.fill(600)
    proof = store.inclusion(seq)
    assert proof.holds
    assert proof.leaf == leaf_hash(store.entry(seq))


def test_an_export_is_what_was_hashed(teller: Teller, store: SqlStore, tmp_path: Path) -> None:
    """The root of the exported lines is the one the exported checkpoint states."""
    teller.begin()
    teller.finish()
    teller.granted(item(1))
    size = store.export(tmp_path / "export")
    lines = (tmp_path / "export" / "entries.jsonl").read_bytes().splitlines()
    stated = parse_checkpoint((tmp_path / "export" / "checkpoint").read_bytes())
    assert (stated.size, len(lines)) == (size, size)
    assert root_of(map(leaf_hash, lines)) == stated.root


def test_an_export_lists_documents_and_earlier_checkpoints(
    teller: Teller, store: SqlStore, tmp_path: Path
) -> None:
    """So that an auditor can ask for the files behind the digests."""
    teller.begin()
    teller.finish()
    teller.granted(item(1))
    store.export(tmp_path / "export")
    documents = json.loads((tmp_path / "export" / "documents.json").read_bytes())
    assert [len(document["sha256"]) for document in documents] == [64]
    assert len(list((tmp_path / "export" / "checkpoints").iterdir())) == 1


def test_what_is_added_to_an_export_may_read_the_store(
    teller: Teller, store: SqlStore, tmp_path: Path
) -> None:
    """Entry by entry while it is written, and no further than the export goes."""
    teller.begin()
    seen: list[Contents] = []

    def beside(contents: Contents) -> Files:
        seen.append(contents)
        yield "names", (row.event.type.encode() for row in store.entries(limit=contents.size))

    size = store.export(tmp_path / "export", beside=beside)
    assert (tmp_path / "export" / "names").read_bytes().startswith(b"rollout.started")
    (contents,) = seen
    assert (contents.size, contents.holds_documents, len(contents.documents)) == (size, False, 1)
    stated = parse_checkpoint((tmp_path / "export" / "checkpoint").read_bytes())
    assert contents.log == stated.origin


def test_an_export_whose_addition_fails_leaves_nothing(
    teller: Teller, store: SqlStore, tmp_path: Path
) -> None:
    """All files or none."""
    teller.begin()

    def beside(contents: Contents) -> Files:
        raise InputError("no index of {size} entries", size=contents.size)

    with pytest.raises(InputError, match="no index"):
        store.export(tmp_path / "export", beside=beside)
    assert list(tmp_path.glob("export*")) == []


def test_an_export_never_overwrites(teller: Teller, store: SqlStore, tmp_path: Path) -> None:
    """A folder that is there stays as it is."""
    teller.begin()
    with pytest.raises(InputError, match="exists already"):
        store.export(tmp_path)


def test_an_empty_ledger_cannot_be_exported(store: SqlStore, tmp_path: Path) -> None:
    """Without a checkpoint an export would prove nothing."""
    with pytest.raises(InputError, match="no signed checkpoint"):
        store.export(tmp_path / "export")
    assert list(tmp_path.glob("*.partial")) == []


def test_checkpoints_are_signed_when_entries_wait_too_long(teller: Teller, store: SqlStore) -> None:
    """Not before, and not again while nothing has happened."""
    minute = timedelta(seconds=60)
    assert not store.checkpoint_if_older(minute, NOW + timedelta(days=1))
    teller.granted(beginning())
    assert not store.checkpoint_if_older(minute, NOW + timedelta(seconds=30))
    assert store.checkpoint_if_older(minute, NOW + timedelta(minutes=2))
    assert not store.checkpoint_if_older(minute, NOW + timedelta(days=1))
