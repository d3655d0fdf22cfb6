"""Where a command may write what it was asked for: nowhere that the product keeps what it lives on.

A report in the place of the store, the signing key or the kept checkpoint would cost what no later command can mend.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from config.settings import ADDRESS_FILE, HOME_FILE, Settings
from tasks.adapters.output_file import require_place
from tasks.adapters.portal_key import NAME as PORTAL_KEY

#: What SQLite and the writers' queue keep beside a database.
_BESIDE_DATABASE = ("", "-wal", "-shm", "-journal", ".lock")
#: What lies beside the signing key: the kept checkpoint, its lock, and that there was one.
_BESIDE_CHECKPOINT = ("", ".lock", ".kept")
#: Folders at home that are the product's as a whole.
_FOLDERS = ("playbooks", "prefect")


def require_output(file: Path, *, reads: Iterable[Path] = ()) -> None:
    """Refuse a place for an output that is none, is read by the same command, or is the product's own."""
    require_place(file, reads=reads, own=own_places(Settings.from_environment()))


def own_places(settings: Settings) -> Iterator[Path]:
    """Yield every file and folder that the product keeps or is set up with, whether it is there yet or not."""
    # Imported where it is used, as below: a command that is given no place needs nothing of the store.
    from tasks.adapters.store.kept_checkpoint import kept_beside

    home, checkpoint = settings.home, kept_beside(settings.ledger_key)
    yield from _database_files(settings)
    yield settings.ledger_key
    yield from (checkpoint.with_name(checkpoint.name + suffix) for suffix in _BESIDE_CHECKPOINT)
    yield from (home / PORTAL_KEY, settings.outbox_file, home / HOME_FILE, home / ADDRESS_FILE)
    yield from (home / folder for folder in _FOLDERS)
    named = (settings.organisation, settings.controls, settings.sources, settings.channels, settings.clock)
    yield from (file for file in named if file is not None)


def _database_files(settings: Settings) -> Iterator[Path]:
    from sqlalchemy import make_url

    url = make_url(settings.store_url)
    if url.drivername == "sqlite" and url.database:
        file = Path(url.database)
        yield from (file.with_name(file.name + suffix) for suffix in _BESIDE_DATABASE)
