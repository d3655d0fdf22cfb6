"""What a command tells the shell; scripts rely on these numbers."""

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended."""

    DONE = 0
    FAILURE = 1
    USAGE = 2
    NOT_FOUND = 3
    REFUSED = 4
    PENDING = 5
    UNDELIVERED = 6
    INTERRUPTED = 130  # as shells expect of a program ended by Ctrl-C
    PIPE_CLOSED = 141


def finding(ended: ExitCode, *, clean: bool) -> ExitCode:
    """Return how a look at data ends whose result went on record: what was found counts more than that it was recorded."""
    recorded = ended in (ExitCode.DONE, ExitCode.UNDELIVERED)
    return ExitCode.PENDING if recorded and not clean else ended
