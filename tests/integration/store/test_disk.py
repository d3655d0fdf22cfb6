"""A disk that is full or in the wrong place: a sentence, nothing half done, and work goes on afterwards."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path, PurePosixPath

import pytest

from playbooks.model.errors import InputError, OutsideError
from playbooks.model.ledger.verification import Level
from tasks.adapters.store import SqlStore, open_store
from tasks.adapters.store.failures import plain
from tasks.adapters.store.filesystem import on_network
from tasks.adapters.store.log_key import first_key
from tasks.adapters.store.views import shown_rows
from tasks.adapters.store.writer_queue import WriterQueue
from tests.integration.store.story import ROLLOUT, Teller, item
from tests.simulators.full_disk import no_file_grows_beyond

MOUNTS = r"""
/dev/vda / ext4 rw 0 0
server:/export /mnt/share nfs4 rw 0 0
//server/files /mnt/my\040files cifs rw 0 0
tmpfs /mnt/share/local tmpfs rw 0 0
"""


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_without_room_nothing_is_half_done_and_work_goes_on_later(
    store: SqlStore, url: str, teller: Teller
) -> None:
    """A refused wish is not on record; once there is room the same store takes the next one."""
    teller.begin()
    before = store.verify(Level.FULL).ledger
    log = Path(f"{url.removeprefix('sqlite:///')}-wal")
    with no_file_grows_beyond(log.stat().st_size), pytest.raises(OutsideError, match="Nothing was changed"):
        teller.wish(item(1))
    assert store.verify(Level.FULL).ledger == before
    assert teller.granted(item(1)).seq == before.size
    assert store.verify(Level.FULL).trouble is None


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("room", range(0, 40_000, 4_500))
def test_wherever_the_room_ends_the_ledger_is_whole(
    store: SqlStore, url: str, teller: Teller, room: int
) -> None:
    """Writes that fail at the first, second or tenth page are all the same to the ledger."""
    teller.begin()
    log = Path(f"{url.removeprefix('sqlite:///')}-wal")
    with no_file_grows_beyond(log.stat().st_size + room), pytest.raises(OutsideError):
        list(teller.chatter(40))
    report = store.verify(Level.FULL)
    assert report.trouble is None
    assert store.rollout(ROLLOUT) is not None


@pytest.mark.parametrize(
    ("said", "family", "told"),
    [
        ("database or disk is full", OutsideError, "make room"),
        ("disk I/O error", OutsideError, "check the disk"),
        ("database is locked", OutsideError, "another process"),
        ("attempt to write a readonly database", OutsideError, "the right to write"),
        ("unable to open database file", OutsideError, "cannot be opened"),
        ("file is not a database", InputError, "not a database of this product"),
        ("database disk image is malformed", InputError, "restore the newest copy"),
    ],
)
def test_what_sqlite_says_is_told_plainly(said: str, family: type[Exception], told: str) -> None:
    """The sentence names the file and what to do."""
    error = plain(sqlite3.OperationalError(said), "/srv/store.db")
    assert isinstance(error, family)
    assert "/srv/store.db" in str(error)
    assert told in str(error)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """Opening it changes nothing in it."""
    other = tmp_path / "letter.txt"
    other.write_text("Dear all, " * 500, encoding="utf-8")
    with pytest.raises(InputError, match="not a database"):
        open_store(f"sqlite:///{other}", origin="a/b", key=tmp_path / "ledger.key")
    assert other.read_text(encoding="utf-8").startswith("Dear all")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    """A file stands where the folder would be."""
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be made"):
        open_store(f"sqlite:///{tmp_path}/file/store.db", origin="a/b", key=tmp_path / "ledger.key")


@pytest.mark.parametrize("code", ["SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_WRITE"])
def test_a_full_disk_is_called_full(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str) -> None:
    """SQLite says only that it could not read or write; its code or the system tells why."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = code
    assert ("make room" in str(plain(error, str(tmp_path / "s.db")))) is code.endswith("SHMSIZE")
    full = os.statvfs_result((4096, 4096, 9999, 10, 10, 99, 99, 99, 0, 255))
    monkeypatch.setattr(os, "statvfs", lambda _: full)
    assert "the disk is full; make room" in str(plain(error, str(tmp_path / "s.db")))


def test_looking_on_a_full_disk_says_so(tmp_path: Path) -> None:
    """Even to read, SQLite wants to write a file beside the database."""
    with closing(sqlite3.connect(tmp_path / "s.db")) as database:
        database.execute("PRAGMA journal_mode = wal")
        database.execute("CREATE TABLE rollout_view (x)")
    with no_file_grows_beyond(1000), pytest.raises(OutsideError, match="the disk is full; make room"):
        shown_rows(f"sqlite:///{tmp_path}/s.db", "SELECT x FROM rollout_view")


def test_a_key_that_cannot_be_looked_for_is_refused(tmp_path: Path) -> None:
    """The system refuses even to say whether it is there."""
    with pytest.raises(InputError, match="cannot be read or made"):
        first_key(tmp_path / ("x" * 300), "a/b")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://a/b", "nonsense", ""])
def test_an_unknown_address_is_refused(url: str, tmp_path: Path) -> None:
    """The sentence shows the two that are known."""
    with pytest.raises(InputError, match="sqlite:///FILE or postgresql"):
        open_store(url, origin="a/b", key=tmp_path / "ledger.key")


@pytest.mark.postgresql
def test_a_server_that_is_down_is_told_plainly(postgresql_url: object, tmp_path: Path) -> None:
    """And the password is not repeated."""
    assert postgresql_url
    url = "postgresql+psycopg://someone:secret@127.0.0.1:1/nothing"
    with pytest.raises(OutsideError, match="does not answer") as raised:
        open_store(url, origin="a/b", key=tmp_path / "ledger.key")
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("folder", "network"),
    [
        ("/srv/phasegate", False),
        ("/mnt/share", True),
        ("/mnt/share/deep/down", True),
        ("/mnt/share/local/store", False),
        ("/mnt/my files/store", True),
        ("/mnt/shared", False),
    ],
)
def test_network_file_systems_are_known(folder: str, *, network: bool) -> None:
    """The nearest mount decides."""
    assert on_network(PurePosixPath(folder), MOUNTS) is network


def test_a_writer_does_not_wait_for_ever(tmp_path: Path) -> None:
    """Who holds the queue too long is named; afterwards the next one gets its turn."""
    mine, other = (WriterQueue(tmp_path / "store.db.lock", patience=0.05) for _ in range(2))
    with mine, pytest.raises(OutsideError, match=r"kept .*store\.db busy"), other:
        pytest.fail("two writers at once")
    with other:
        assert True
    mine.close()
    other.close()
