"""Who sits at this machine."""

import getpass
import os

VARIABLE = "PHASEGATE_USER"


def login() -> str:
    """Return the name of this machine's user; a number where the machine knows no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
