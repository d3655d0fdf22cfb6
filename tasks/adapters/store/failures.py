"""Trouble with the database in one sentence: what is wrong, where, and what to do.

What may pass (a full disk, a server that is down, a lock) is OutsideError; what stays wrong is InputError.
"""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from playbooks.model.errors import InputError, OutsideError, RolloutError
from playbooks.model.phrase import phrase
from tasks.adapters.store.filesystem import without_room

# What SQLite says, what that means, and whether it may pass.
_SQLITE = (
    ("disk is full", phrase("the disk is full; make room and try again"), True),
    ("disk i/o error", phrase("the disk refuses to read or write; check the disk and try again"), True),
    ("is locked", phrase("another process keeps it busy; try again in a moment"), True),
    (
        "readonly database",
        phrase("it cannot be written; give this user the right to write it and its folder"),
        True,
    ),
    ("unable to open", phrase("it cannot be opened; check the folder and the rights of this user"), True),
    ("not a database", phrase("it is not a database of this product; name another file"), False),
    ("malformed", phrase("it is damaged; restore the newest copy and verify the ledger"), False),
)
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
    said = "disk is full" if without_room(cause, Path(place)) else str(cause).strip().partition("\n")[0]
    for sign, fault, may_pass in _SQLITE:
        if sign in said.lower():
            family = OutsideError if may_pass else InputError
            return family(phrase("Nothing was changed in {place}: {fault}.", place=place, fault=fault))
    if _OUTSIDE & {kind.__name__ for kind in type(error).__mro__}:
        return OutsideError(
            "The database {place} does not answer ({said}); check it and try again.", place=place, said=said
        )
    return InputError("The database {place} refused the change: {said}.", place=place, said=said)
