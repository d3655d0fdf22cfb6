"""Going on from an older database is a choice of a named person, and the ledger's next entry; a lost witness is told."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from playbooks.model.commands import Actor
from playbooks.model.errors import InputError
from playbooks.model.events import LedgerRestored
from playbooks.model.ledger.verification import Level
from tasks.adapters.identifiers import request_id
from tasks.adapters.store import SqlStore
from tasks.adapters.store.restoring import Answering
from tests.integration.store.story import Teller, TestClock, item
from tests.simulators.facts import NOW

Opened = Callable[[], SqlStore]
LATER = NOW + timedelta(days=1)
on_sqlite = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


def answering(reason: str = "the disk failed") -> Answering:
    """Return somebody who answers for it."""
    return Answering(id=request_id(), actor=Actor(key="chen_hao"), reason=reason, at=LATER)


def gone_back(opened: Opened, url: str) -> tuple[SqlStore, str, int]:
    """Return a store whose database is an older copy, the checkpoint kept meanwhile, and the older copy's size."""
    path = Path(url.removeprefix("sqlite:///"))
    first = opened()
    teller = Teller(first, TestClock())
    teller.begin()
    first.checkpoint_if_older(timedelta(), LATER)
    size = first.size()
    first.close()
    shutil.copy(path, path.with_suffix(".backup"))
    second = opened()
    Teller(second, teller.clock).finish()
    second.close()
    for file in path.parent.glob(f"{path.name}-*"):
        file.unlink()
    shutil.copy(path.with_suffix(".backup"), path)
    return opened(), second.kept_checkpoint.read_text(), size


@on_sqlite
def test_the_next_entry_says_what_was_lost_and_who_goes_on(opened: Opened, url: str) -> None:
    """With the checkpoint that vouches for it; only then the shorter ledger is accepted, by every process."""
    store, witness, size = gone_back(opened, url)
    event = store.restored(answering())
    row = store.entries(since_seq=size)[0]
    assert (row.seq, row.event, row.actor.id) == (size, event, "chen_hao")
    assert isinstance(event, LedgerRestored)
    assert (event.size, event.kept, event.reason) == (size, witness, "the disk failed")
    for one in (store, opened()):
        assert (one.alarms(), one.verify(Level.FULL).trouble) == ((), None)
    assert Teller(store, TestClock()).granted(item(1)).seq == size + 1


@on_sqlite
def test_from_then_on_the_new_history_is_what_is_kept(opened: Opened, url: str) -> None:
    """Though it is shorter; and who goes back behind that is told again."""
    store, _, size = gone_back(opened, url)
    store.restored(answering())
    assert f"\n{size + 1}\n" in store.kept_checkpoint.read_text()
    store.close()
    path = Path(url.removeprefix("sqlite:///"))
    shutil.copy(path.with_suffix(".backup"), path)
    assert "went back" in opened().alarms()[0].en


@on_sqlite
def test_a_crash_before_the_new_checkpoint_is_kept_costs_nothing(opened: Opened, url: str) -> None:
    """The entry names the very checkpoint that is still there, so that it is no witness any more."""
    store, witness, _ = gone_back(opened, url)
    store.restored(answering())
    store.kept_checkpoint.write_text(witness)
    after = opened()
    assert after.alarms() == ()
    after.keep_checkpoint()
    assert after.kept_checkpoint.read_text() != witness


@on_sqlite
def test_the_message_names_the_command(opened: Opened, url: str) -> None:
    """In both languages, and nothing else is advised."""
    store, *_ = gone_back(opened, url)
    alarm = store.alarms()[0]
    assert "phasegate ledger restored --as" in alarm.en
    assert "phasegate ledger restored --as" in alarm.zh
    with pytest.raises(InputError, match="phasegate ledger restored"):
        Teller(store, TestClock()).wish(item(1))


@on_sqlite
@pytest.mark.parametrize("how", ["deleted", "emptied"])
def test_whoever_takes_the_witness_away_is_told_until_somebody_answers(
    opened: Opened, url: str, how: str
) -> None:
    """The work goes on, with an alarm that no sweep ends by keeping a checkpoint of what is left."""
    store, *_ = gone_back(opened, url)
    store.close()
    if how == "deleted":
        store.kept_checkpoint.unlink()
    else:
        store.kept_checkpoint.write_text("")
    onward = opened()
    assert Teller(onward, TestClock()).granted(item(1)).leaf
    onward.checkpoint_if_older(timedelta(), LATER)
    onward.keep_checkpoint()
    assert "is gone or cannot be used" in opened().alarms()[-1].en
    event = onward.restored(answering())
    assert isinstance(event, LedgerRestored)
    assert (event.kept, onward.alarms(), opened().alarms()) == (None, (), ())


def test_there_is_nothing_to_answer_for_as_a_rule(teller: Teller, store: SqlStore) -> None:
    """Neither in a new store nor in one with a kept checkpoint; nothing is written."""
    assert store.restored(answering()) is None
    teller.begin()
    store.checkpoint_if_older(timedelta(), LATER)
    size = store.size()
    assert (store.restored(answering()), store.alarms(), store.size()) == (None, (), size)


def test_a_machine_that_has_never_kept_a_checkpoint_raises_no_alarm(
    teller: Teller, store: SqlStore, opened: Opened, key: Path
) -> None:
    """One of several at the same PostgreSQL, or a home to which key and database were moved; it keeps its own from then on."""
    teller.begin()
    store.checkpoint_if_older(timedelta(), LATER)
    for file in key.parent.glob(f"{key.stem}.checkpoint*"):
        file.unlink()
    another = opened()
    assert another.alarms() == ()
    another.keep_checkpoint()
    assert (another.kept_checkpoint.exists(), another.alarms()) == (True, ())


def test_a_home_of_before_gets_its_mark_with_the_next_look(
    teller: Teller, store: SqlStore, key: Path
) -> None:
    """A checkpoint that was kept by an earlier version is missed as well once it is gone."""
    teller.begin()
    store.checkpoint_if_older(timedelta(), LATER)
    key.with_name(f"{key.stem}.checkpoint.kept").unlink()
    store.keep_checkpoint()
    store.kept_checkpoint.unlink()
    assert "is gone" in store.alarms()[0].en


def test_without_its_key_the_ledger_is_answered_for_all_the_same(
    teller: Teller, store: SqlStore, opened: Opened, key: Path
) -> None:
    """The entry is on record; that nothing can be signed remains an alarm."""
    teller.begin()
    store.checkpoint_if_older(timedelta(), LATER)
    store.kept_checkpoint.unlink()
    key.rename(key.with_suffix(".safe"))
    keyless = opened()
    assert isinstance(keyless.restored(answering()), LedgerRestored)
    assert keyless.entries()[-1].event.type == "ledger.restored"
    assert keyless.alarms()
