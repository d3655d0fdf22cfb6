"""The address of a database, from the environment variable that a plan names; no message ever repeats it."""

import os

from playbooks.model.errors import InputError


def address(variable: str) -> str:
    """Return what the variable holds; raises InputError, naming the variable, while it is not set."""
    # Read at the moment of use: a reference is all that a plan, a run or a record may keep.
    value = os.environ.get(variable, "").strip()
    if not value:
        raise InputError(
            "{variable} is not set; give it the address of the database that the plan reads",
            variable=variable,
        )
    return value
