"""The streams of the process: whatever the shell has done to them, the command ends in good order."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Literal, TextIO

NOWHERE = Path(os.devnull)


class OutputLostError(OSError):
    """The answer could not be written; what was recorded before stands."""


def settle_streams() -> None:
    """Open streams that the shell has closed, and let no sign break an output that cannot show it."""
    sys.stdin = sys.stdin or _nowhere("r")
    sys.stdout = sys.stdout or _nowhere("w")
    sys.stderr = sys.stderr or _nowhere("w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def settle_width() -> None:
    """Take a width of no columns, which some editors and build servers set, for none that was set."""
    try:
        wide_enough = int(os.environ.get("COLUMNS") or "1") > 0
    except ValueError:
        wide_enough = False
    if not wide_enough:
        del os.environ["COLUMNS"]


@contextmanager
def answering() -> Generator[None]:
    """Tell trouble with the output from trouble with anything else."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputLostError(error.errno, error.strerror) from error


def silence_output() -> None:
    """Write nowhere from now on; Python must not complain about the output while it shuts down."""
    os.dup2(os.open(NOWHERE, os.O_WRONLY), sys.stdout.fileno())


def _nowhere(mode: Literal["r", "w"]) -> TextIO:
    return open(NOWHERE, mode, encoding="utf-8")  # noqa: PTH123  # open as long as the process
