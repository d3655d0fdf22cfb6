"""Trouble with the database in one sentence: what is wrong, where, and what to do.

What may pass (a full disk, a server that is down, a lock) is OutsideError; what stays wrong is InputError.
"""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from playbooks.model.errors import InputError, OutsideError, RolloutError
from tasks.adapters.store.sqlite_faults import sqlite_fault

# The names by which every driver calls what lies outside (PEP 249), and SQLAlchemy's for an exhausted pool.
_OUTSIDE = frozenset({"OperationalError", "InterfaceError", "TimeoutError"})


@contextmanager
def told_plainly(place: str, *errors: type[Exception]) -> Generator[None]:
    """Turn errors of the driver (and of SQLAlchemy) into sentences about this place."""
    kinds: tuple[type[Exception], ...] = (SQLAlchemyError, *errors)
    try:
        yield
    except kinds as error:
        raise plain(error, place) from error


def plain(error: Exception, place: str) -> RolloutError:
    """Return the sentence for a database error."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    known = sqlite_fault(cause, place)
    if known is not None:
        return known
    said = str(cause).strip().partition("\n")[0]
    if _OUTSIDE & {kind.__name__ for kind in type(error).__mro__}:
        return OutsideError(
            "The database {place} does not answer ({said}); check it and try again.", place=place, said=said
        )
    return InputError("The database {place} refused the change: {said}.", place=place, said=said)
