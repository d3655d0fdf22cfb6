"""The store in SQLite or PostgreSQL: ledger, read tables, documents and outbox, changed in one transaction.

Names are looked up when they are asked for, so that `views` can be imported without the rest.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tasks.adapters.store.opening import open_store
    from tasks.adapters.store.sql_store import SqlStore

__all__ = ["SqlStore", "open_store"]

_PLACES = {"SqlStore": "sql_store", "open_store": "opening"}


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
