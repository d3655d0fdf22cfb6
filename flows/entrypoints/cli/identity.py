"""Who sits at this machine, and whom an option names."""

import getpass
import os
import sys

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.mistake import Mistake

VARIABLE = "PHASEGATE_USER"


def login() -> str:
    """Return the name of this machine's user, as the machine knows it; a number where it knows no name.

    Variables such as LOGNAME and USER are not asked: anybody sets them in a profile of their own.
    """
    if sys.platform == "win32":
        return getpass.getuser()
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except (KeyError, OSError):
        return str(os.getuid())


def named(option: str, person: str | None) -> str | None:
    """Return the person named; an empty name, as a script gives whose variable is not set, means nobody."""
    if person is not None and not person.strip():
        raise Mistake(w.EMPTY_NAME, option=option)
    return person
