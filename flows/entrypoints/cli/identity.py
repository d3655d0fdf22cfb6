"""Who sits at this machine."""

import getpass
import os
import sys

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
