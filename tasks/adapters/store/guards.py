"""What the product's own SQLite connections may never do, whatever statement reaches them.

Triggers refuse changes to rows of the ledger; this refuses what no trigger sees: dropping the triggers,
changing the schema, attaching other files, and the switches that would turn protection off.
"""

import sqlite3
from typing import Any

APPEND_ONLY = frozenset({"ledger_log", "ledger_entry", "ledger_tile", "ledger_checkpoint"})
LEDGER = APPEND_ONLY | {"ledger_head"}
_SCHEMA = frozenset({"sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema"})
_HARMLESS_PRAGMAS = frozenset({"integrity_check", "quick_check", "wal_checkpoint", "table_info"})

_CHANGES_OF_SCHEMA = frozenset(
    value
    for name, value in vars(sqlite3).items()
    if name.startswith(("SQLITE_CREATE_", "SQLITE_DROP_"))
    or name in {"SQLITE_ALTER_TABLE", "SQLITE_ATTACH", "SQLITE_DETACH", "SQLITE_REINDEX", "SQLITE_ANALYZE"}
)
_WRITES = frozenset({sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE})


def authorize(*question: Any) -> int:  # noqa: ANN401  # a number, then texts or None
    """Answer SQLite's question whether a statement being prepared may do this."""
    action, first, second, *_ = question
    return sqlite3.SQLITE_DENY if _forbidden(action, first, second) else sqlite3.SQLITE_OK


def _forbidden(action: int, first: str | None, second: str | None) -> bool:
    if action in _CHANGES_OF_SCHEMA:
        return True
    if action == sqlite3.SQLITE_PRAGMA:
        return second is not None and first not in _HARMLESS_PRAGMAS
    if action not in _WRITES:
        return action == sqlite3.SQLITE_FUNCTION and second in {"load_extension", "writefile"}
    if action == sqlite3.SQLITE_DELETE and first in LEDGER:
        return True
    return first in _SCHEMA or (action == sqlite3.SQLITE_UPDATE and first in APPEND_ONLY)
