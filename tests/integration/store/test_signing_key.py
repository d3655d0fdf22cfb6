"""The signing key and the kept checkpoint lie outside the database, and show when it was exchanged."""

import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from playbooks.model.errors import InputError
from playbooks.model.ledger.checkpoint import Checkpoint, sign_checkpoint
from playbooks.model.ledger.signing_key import SigningKey
from tasks.adapters.store import SqlStore, open_store
from tests.integration.store.conftest import ORIGIN
from tests.integration.store.story import Teller, TestClock, item
from tests.simulators.facts import NOW

Opened = Callable[[], SqlStore]


def test_the_key_is_made_once_and_for_its_owner_alone(opened: Opened, key: Path) -> None:
    """Opening again finds the same key; nobody else may read it."""
    opened()
    made = key.read_text(encoding="ascii")
    assert opened().alarms() == ()
    assert key.read_text(encoding="ascii") == made
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


@pytest.mark.parametrize("broken", ["missing", "empty", "another", "binary"])
def test_without_its_key_a_ledger_goes_on_unsigned_and_says_so(
    opened: Opened, key: Path, broken: str
) -> None:
    """Entries are appended, no checkpoint is signed, and no fresh key takes the place of the lost one."""
    Teller(opened(), TestClock()).begin()
    lose(key, broken)
    found = key.read_bytes() if key.exists() else None
    store = opened()
    teller = Teller(store, TestClock())
    teller.finish()
    assert [alarm.en for alarm in store.alarms() if str(key) in alarm.en]
    assert not store.kept_checkpoint.exists()
    assert (key.read_bytes() if key.exists() else None) == found


def lose(key: Path, how: str) -> None:
    """Damage the key file."""
    if how == "missing":
        key.unlink()
    elif how == "another":
        key.write_text(SigningKey.generate(ORIGIN).secret, encoding="ascii")
    else:
        key.write_bytes(b"" if how == "empty" else b"\xff\x00\xfe")


def test_a_restored_key_signs_again(opened: Opened, key: Path) -> None:
    """The alarm is over when the former file is back."""
    Teller(opened(), TestClock()).begin()
    shutil.move(key, key.with_suffix(".safe"))
    opened()
    shutil.move(key.with_suffix(".safe"), key)
    store = opened()
    with store.transaction() as unit:
        unit.checkpoint(NOW)
    assert store.alarms() == ()
    assert store.kept_checkpoint.exists()


def test_a_key_of_another_ledger_is_refused(url: str, key: Path) -> None:
    """A new ledger is not begun with a key that signs for another name."""
    key.write_text(SigningKey.generate("elsewhere/ledger").secret, encoding="ascii")
    with pytest.raises(InputError, match="belongs to the ledger elsewhere/ledger"):
        open_store(url, origin=ORIGIN, key=key)


def test_a_store_of_another_ledger_is_refused(opened: Opened, url: str, key: Path) -> None:
    """The name in the settings must be the ledger's."""
    opened()
    with pytest.raises(InputError, match=f"holds the ledger {ORIGIN}"):
        open_store(url, origin="elsewhere/ledger", key=key)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_database_that_went_back_is_noticed(opened: Opened, url: str) -> None:
    """After a backup is put back the store can be read and not written, and says how much is missing."""
    path = Path(url.removeprefix("sqlite:///"))
    first = opened()
    teller = Teller(first, TestClock())
    teller.begin()
    first.close()
    shutil.copy(path, path.with_suffix(".backup"))
    second = opened()
    Teller(second, teller.clock).finish()
    second.close()
    shutil.copy(path.with_suffix(".backup"), path)
    third = opened()
    assert third.rollouts() == ("crm-2026",)
    assert "entries are missing" in third.alarms()[0].en
    with pytest.raises(InputError, match="The database went back"):
        Teller(third, teller.clock).wish(item(1))
    report = third.verify()
    assert report.trouble == third.alarms()[0]


def test_a_rewritten_ledger_is_noticed(opened: Opened, key: Path) -> None:
    """A kept checkpoint of the same size with another root is another history."""
    store = opened()
    Teller(store, TestClock()).begin()
    secret = SigningKey.parse(key.read_text(encoding="ascii").strip())
    forged = _other_history(store, secret)
    store.kept_checkpoint.write_text(forged, encoding="utf-8")
    assert "was rewritten" in opened().alarms()[0].en


def test_a_damaged_kept_checkpoint_is_an_alarm_and_no_halt(opened: Opened, key: Path) -> None:
    """A file lost to a power failure must not stop the work."""
    teller = Teller(opened(), TestClock())
    teller.begin()
    key.with_suffix(".checkpoint").write_text("", encoding="utf-8")
    store = opened()
    assert "cannot be used" in store.alarms()[0].en
    assert Teller(store, teller.clock).granted(item(1)).leaf


def _other_history(store: SqlStore, secret: SigningKey) -> str:
    stated = Checkpoint(ORIGIN, len(store.entries()), bytes(32))
    return sign_checkpoint(stated, secret)
