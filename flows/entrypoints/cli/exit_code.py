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
