"""The kept checkpoint is always the newest; that it cannot be kept is an alarm, and never undoes what is on record."""

import random
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from playbooks.model.ledger.checkpoint import Checkpoint, sign_checkpoint
from playbooks.model.ledger.signing_key import SigningKey
from tasks.adapters.store import SqlStore
from tasks.adapters.store.kept_checkpoint import KeptCheckpoint
from tasks.adapters.store.writer_queue import WriterQueue
from tests.integration.store.conftest import ORIGIN
from tests.integration.store.story import Teller, item
from tests.simulators.facts import NOW

Opened = Callable[[], SqlStore]
SECRET = SigningKey.generate(ORIGIN)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A place for the signing key, in a folder of its own."""
    return tmp_path / "keys" / "ledger.key"


@pytest.fixture
def kept(tmp_path: Path) -> KeptCheckpoint:
    """A file that holds nothing yet."""
    return KeptCheckpoint(tmp_path / "ledger.checkpoint", SECRET.verifier)


def note(size: int) -> str:
    """Return a signed checkpoint."""
    return sign_checkpoint(Checkpoint(ORIGIN, size, bytes(32)), SECRET)


@contextmanager
def away(folder: Path) -> Generator[None]:
    """Take a folder away for a while, as an unplugged volume."""
    aside = folder.rename(folder.with_name("aside"))
    yield
    aside.rename(folder)


def test_threads_that_keep_checkpoints_at_once_take_turns(kept: KeptCheckpoint) -> None:
    """None is in the way of another, the newest remains, and nothing else lies about."""
    sizes = list(range(1, 101))
    random.Random(20261130).shuffle(sizes)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(kept.write, map(note, sizes)))
    assert (kept.alarm, kept.path.read_text()) == (None, note(100))
    assert [file.name for file in kept.path.parent.glob("*.draft")] == []


def test_an_older_checkpoint_never_replaces_a_newer_one(kept: KeptCheckpoint) -> None:
    """Whoever was overtaken on the way to the file comes too late, which is no alarm."""
    kept.write(note(2))
    kept.write(note(1))
    assert (kept.path.read_text(), kept.alarm) == (note(2), None)


def test_whoever_holds_the_file_too_long_is_told(
    kept: KeptCheckpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for ever behind a process that was stopped."""
    monkeypatch.setattr("tasks.adapters.store.kept_checkpoint.PATIENCE_SECONDS", 0.05)
    with closing(WriterQueue(kept.path.with_name("ledger.checkpoint.lock"))) as other, other:
        kept.write(note(1))
    assert kept.alarm is not None
    assert "busy" in kept.alarm.en


def test_a_decision_is_granted_also_where_its_checkpoint_cannot_be_kept(
    teller: Teller, store: SqlStore, key: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It is on record; the store raises the alarm until the next checkpoint is kept."""
    teller.begin()
    with away(key.parent):
        assert teller.finish().leaf
    assert "cannot be kept" in store.alarms()[0].en
    assert store.alarms()[0].en in caplog.messages
    assert store.verify().verified


def test_the_alarm_is_over_when_the_next_checkpoint_is_kept(
    teller: Teller, store: SqlStore, key: Path
) -> None:
    """It covers all that was decided meanwhile."""
    teller.begin()
    with away(key.parent):
        teller.finish()
    teller.granted(item(1))
    assert store.checkpoint_if_older(timedelta(), NOW + timedelta(days=1))
    assert store.alarms() == ()


def test_the_sweep_goes_on_and_another_process_keeps_what_it_could_not(
    teller: Teller, store: SqlStore, key: Path, opened: Opened
) -> None:
    """What was signed is in the database; it is kept as soon as that can be done, by whoever looks."""
    teller.begin()
    with away(key.parent):
        assert store.checkpoint_if_older(timedelta(), NOW + timedelta(days=1))
        store.keep_checkpoint()
        assert store.alarms()
    opened().keep_checkpoint()
    assert f"\n{store.size()}\n" in store.kept_checkpoint.read_text()


def test_a_ledger_without_checkpoints_has_none_to_keep(store: SqlStore) -> None:
    """Looking makes no file."""
    store.keep_checkpoint()
    assert not store.kept_checkpoint.exists()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_store_that_went_back_keeps_the_newer_checkpoint(
    store: SqlStore, teller: Teller, opened: Opened, url: str
) -> None:
    """It is the witness of what is missing."""
    teller.begin()
    teller.finish()
    witness = store.kept_checkpoint.read_text()
    store.close()
    Path(url.removeprefix("sqlite:///")).unlink()
    halted = opened()
    halted.keep_checkpoint()
    assert halted.alarms()
    assert halted.kept_checkpoint.read_text() == witness
