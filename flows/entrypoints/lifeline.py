"""Ties a process to its parent, so that nothing the product started stays behind when the product is killed.

On Linux the kernel does it (`PR_SET_PDEATHSIG`): the signal comes when the *thread* that started the process
ends, so start children from a thread that lives as long as the product. Elsewhere this does nothing, and an
orderly stop is what ends the children.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int, *, by: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to end this process when the given parent ends; end at once if that has happened."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, by.value, 0, 0, 0)
    if os.getppid() != parent:
        # The parent ended before the request was made: no signal would ever come.
        os.kill(os.getpid(), by)


def main() -> None:
    """Become the command given after the parent's process id, tied to that parent."""
    parent, *command = sys.argv[1:]
    die_with_parent(int(parent))
    os.execvp(command[0], command)  # noqa: S606 (the product's own command, no shell)


if __name__ == "__main__":
    main()
