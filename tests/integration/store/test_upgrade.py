"""Making the tables: once, wholly or not at all, and never by a version that does not know them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from playbooks.model.errors import InputError
from tasks.adapters.store import SqlStore, open_store, upgrade, views
from tasks.adapters.store.opening import open_database
from tests.integration.store.conftest import ORIGIN
from tests.integration.store.story import Teller


def test_the_newest_version_is_the_last_migration() -> None:
    """The quick look at the version must not drift from Alembic's."""
    config = Config()
    config.set_main_option("script_location", str(upgrade.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == upgrade.NEWEST


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_every_migration_is_written_for_both_databases(dialect: str) -> None:
    """One script a dialect lies beside each."""
    scripts = (upgrade.MIGRATIONS / "versions").glob("*.py")
    assert [path for path in scripts if not path.with_suffix(f".{dialect}.sql").exists()] == []


def test_tables_of_a_newer_version_are_left_alone(
    opened: Callable[[], SqlStore], tamper: Callable[..., None], url: str, key: Path
) -> None:
    """The sentence says which version is needed."""
    opened()
    tamper("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(InputError, match="newer version"):
        open_store(url, origin=ORIGIN, key=key)


def test_a_migration_that_breaks_off_leaves_nothing(
    url: str, monkeypatch: pytest.MonkeyPatch, opened: Callable[[], SqlStore]
) -> None:
    """The next opening begins anew and succeeds."""
    with monkeypatch.context() as patch:
        patch.setattr("tasks.adapters.store.opening.begin_log", _break_off)
        with pytest.raises(ConnectionAbortedError):
            opened()
    database = open_database(url)
    with database.reading() as session:
        assert upgrade.version(session) is None
    database.close()
    assert opened().alarms() == ()


def _break_off(*_: object) -> None:
    raise ConnectionAbortedError


def test_what_was_on_record_before_is_filled_in(
    teller: Teller, opened: Callable[[], SqlStore], tamper: Callable[..., None], url: str
) -> None:
    """A rollout of an older version tells the calendar of its own state."""
    teller.begin()
    for column in ("time_zone", "published_through"):
        tamper(f"ALTER TABLE rollout DROP COLUMN {column}")
    tamper("UPDATE alembic_version SET version_num = '0003'")
    opened()
    (shown,) = views.rollouts(url)
    assert (shown.time_zone, shown.published_through) == ("Asia/Shanghai", None)
