"""Guards: whatever statement reaches the product's own connection, the ledger only grows."""

import pytest

from playbooks.model.errors import RolloutError
from tasks.adapters.store import SqlStore
from tasks.adapters.store.database import Database
from tasks.adapters.store.opening import open_database
from tests.integration.store.story import Teller, item
from tests.simulators.facts import NOW

COPY = (
    "INSERT INTO ledger_entry (seq, entry, leaf_hash) "
    "SELECT {}, entry, leaf_hash FROM ledger_entry WHERE seq = 1"
)
BOTH = (
    "UPDATE ledger_entry SET entry = '{}' WHERE seq = 1",
    "UPDATE ledger_entry SET seq = seq + 100",
    "DELETE FROM ledger_entry WHERE seq = 1",
    "DELETE FROM ledger_entry",
    COPY.format("9999"),
    COPY.format("1") + " ON CONFLICT (seq) DO UPDATE SET entry = '{}'",
    COPY.format("(SELECT max(seq) + 1 FROM ledger_entry)"),
    "UPDATE ledger_head SET size = 1",
    "UPDATE ledger_head SET size = size + 1",
    "UPDATE ledger_head SET last_time = '2001-01-01T00:00:00.000000Z'",
    "DELETE FROM ledger_head",
    "INSERT INTO ledger_head SELECT 2, size, last_leaf, last_time, frontier FROM ledger_head",
    "UPDATE ledger_checkpoint SET note = ''",
    "DELETE FROM ledger_checkpoint",
    "INSERT INTO ledger_checkpoint SELECT size - 1, root, note FROM ledger_checkpoint",
    "INSERT INTO ledger_checkpoint SELECT size + 1000, root, note FROM ledger_checkpoint",
    "UPDATE ledger_log SET verifier = ''",
    "DELETE FROM ledger_log",
    "DELETE FROM ledger_tile",
    "UPDATE ledger_tile SET root = hashes",
)
# The next number, and an id that is taken: REPLACE would push the older entry out.
TAKEN_ID = (
    "INSERT OR REPLACE INTO ledger_entry (seq, entry, leaf_hash) "
    "SELECT n, replace(entry, '\"seq\":1,', '\"seq\":' || n || ','), leaf_hash "
    "FROM ledger_entry, (SELECT max(seq) + 1 AS n FROM ledger_entry) WHERE seq = 1"
)
SQLITE = (
    COPY.format("1").replace("INSERT", "INSERT OR REPLACE"),
    TAKEN_ID,
    "UPDATE OR REPLACE ledger_entry SET seq = 2 WHERE seq = 1",
    "INSERT OR REPLACE INTO ledger_head VALUES (1, 0, x'', '', x'')",
    "INSERT OR REPLACE INTO ledger_checkpoint SELECT size, root, '' FROM ledger_checkpoint",
    "INSERT OR REPLACE INTO ledger_log VALUES (1, 'other', 'other')",
    "DROP TRIGGER ledger_entry_delete",
    "DROP TABLE ledger_entry",
    "DROP INDEX ledger_entry_event_id",
    "ALTER TABLE ledger_entry RENAME TO other",
    "ALTER TABLE ledger_entry ADD COLUMN more TEXT",
    "CREATE TRIGGER other AFTER INSERT ON ledger_entry BEGIN SELECT 1; END",
    "CREATE TEMP TRIGGER other AFTER INSERT ON ledger_entry BEGIN SELECT 1; END",
    "CREATE TEMP TABLE ledger_head (id INTEGER)",
    "CREATE VIEW other AS SELECT 1",
    "ATTACH 'FOLDER/other.db' AS other",
    "VACUUM INTO 'FOLDER/other.db'",
    "PRAGMA writable_schema = ON",
    "PRAGMA recursive_triggers = OFF",
    "PRAGMA ignore_check_constraints = ON",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA journal_mode = DELETE",
    "DELETE FROM sqlite_master WHERE type = 'trigger'",
    "SELECT load_extension('FOLDER/other')",
)
POSTGRESQL = (
    "TRUNCATE ledger_entry",
    "TRUNCATE ledger_head, ledger_tile, ledger_checkpoint, ledger_log",
    "SET session_replication_role = replica; DELETE FROM ledger_entry WHERE seq = 1",
    "SET session_replication_role = replica; UPDATE ledger_head SET size = 1",
    "MERGE INTO ledger_entry AS e USING (SELECT 1 AS s) AS x ON e.seq = x.s WHEN MATCHED THEN DELETE",
)


@pytest.fixture
def recorded(teller: Teller, store: SqlStore) -> SqlStore:
    """A ledger with entries, a tile and a checkpoint."""
    teller.fill(300)
    teller.granted(item(1))
    with store.transaction() as unit:
        unit.checkpoint(NOW)
    return store


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("statement", [*BOTH, *SQLITE])
def test_sqlite_refuses(recorded: SqlStore, url: str, statement: str) -> None:
    """Each statement is refused, and the ledger is as before."""
    refused(recorded, url, statement)


@pytest.mark.postgresql
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_postgresql_refuses(recorded: SqlStore, url: str) -> None:
    """Every statement is refused, even to the owner of the tables; a schema for each would only take time."""
    for statement in (*BOTH, *POSTGRESQL):
        refused(recorded, url, statement)


def refused(store: SqlStore, url: str, statement: str) -> None:
    """Run a statement on a connection like the store's own."""
    database = open_database(url)
    folder = url.removeprefix("sqlite:///").rpartition("/")[0]
    try:
        with pytest.raises(RolloutError):
            run(database, statement.replace("FOLDER", folder))
    finally:
        database.close()
    assert store.verify().verified


def run(database: Database, statement: str) -> None:
    """Run the statements, which are parted by semicolons unless they make a trigger."""
    with database.writing() as session:
        for part in [statement] if "BEGIN" in statement else statement.split("; "):
            session.run(part)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_ordinary_work_is_not_hindered(recorded: SqlStore) -> None:
    """The guards know the ledger's own statements."""
    assert recorded.verify().ledger.size > 300
