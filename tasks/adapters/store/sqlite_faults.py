"""What SQLite says, what that means, and what to do; without SQLAlchemy, so that a glance at the store can say it too."""

from pathlib import Path

from playbooks.model.errors import InputError, OutsideError
from playbooks.model.phrase import Phrase, phrase
from tasks.adapters.store.filesystem import without_room

# What SQLite says, what that means, and whether it may pass.
_FAULTS = (
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


def sqlite_fault(error: BaseException | None, place: str | Phrase) -> InputError | OutsideError | None:
    """Return the sentence for what SQLite says of a place, or None where it says something else."""
    said = "disk is full" if without_room(error, Path(str(place))) else str(error).lower()
    for sign, fault, may_pass in _FAULTS:
        if sign in said:
            family = OutsideError if may_pass else InputError
            return family(phrase("Nothing was changed in {place}: {fault}.", place=place, fault=fault))
    return None
