"""Bringing a database up to the newest tables: once, in one transaction, by whichever process comes first.

Alembic is imported only when there is something to do: opening a store that is up to date must be quick.
"""

from pathlib import Path

from sqlalchemy import Connection

from playbooks.model.errors import InputError
from tasks.adapters.store.database import session_of
from tasks.adapters.store.session import Session

NEWEST = "0004"
MIGRATIONS = Path(__file__).parent / "migrations"

_VERSION = "SELECT version_num FROM alembic_version"
_THERE = {
    "sqlite": "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'",
    "postgresql": "SELECT 1 WHERE to_regclass('alembic_version') IS NOT NULL",
}


def version(session: Session) -> str | None:
    """Return the version of the tables, or None where there are none."""
    there = _THERE["postgresql" if session.postgresql else "sqlite"]
    if session.row(there) is None:
        return None
    found = session.row(_VERSION)
    return str(found[0]) if found else None


def upgrade(connection: Connection) -> None:
    """Make or change tables so that they are the newest."""
    found = version(session_of(connection))
    # Somebody else may have done it while this process waited for its turn.
    if found != NEWEST:
        _require_known(found)
        _migrate(connection)


def _require_known(found: str | None) -> None:
    known = {path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("*.py")}
    if found is not None and found not in known:
        raise InputError(
            "The store was written by a newer version of this product (tables {found}); install that one.",
            found=found,
        )


def _migrate(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  # only when there is something to do
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
