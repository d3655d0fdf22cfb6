"""A process beside Prefect's server: how it is started, where it writes, how it ends."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from config.settings import Settings
from flows.entrypoints import lifeline
from playbooks.model.text import Text

GRACE_SECONDS = 10.0
_LAST_BYTES = 4096
_LONGEST_WORDS = 300


class Process(Protocol):
    """What is needed of a process that was started."""

    def poll(self) -> int | None:
        """Return the exit code, or None while it is alive."""
        ...

    def terminate(self) -> None:
        """Ask it to end."""
        ...

    def kill(self) -> None:
        """End it."""
        ...

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raises TimeoutExpired."""
        ...


@dataclass(frozen=True, slots=True)
class Companion:
    """One process: what it is called in file names and to people, and its module with arguments."""

    name: str
    title: Text
    words: tuple[str, ...]

    def log(self, home: Path) -> Path:
        """Return where it writes."""
        return home / "logs" / f"{self.name}.log"

    def start(self, settings: Settings) -> subprocess.Popen[bytes]:
        """Start it, from a thread that lives as long as the product; it ends with this process."""
        log = self.log(settings.home)
        log.parent.mkdir(parents=True, exist_ok=True)
        tied = (sys.executable, "-I", lifeline.__file__, str(os.getpid()))
        with log.open("ab") as stream:
            return subprocess.Popen(  # noqa: S603  # our own interpreter and module
                [*tied, sys.executable, "-m", *self.words],
                env={"PREFECT_LOGGING_LEVEL": "INFO", **os.environ, **settings.to_environment()},
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


def ask_to_end(process: Process) -> None:
    """Ask a process to end, unless it has."""
    if process.poll() is None:
        process.terminate()


def see_end(process: Process) -> None:
    """Wait until a process that was asked to end has ended; after some time end it."""
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def last_words(log: Path) -> str:
    """Return the last line that was written, or nothing."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _LAST_BYTES))
            lines = file.read().decode("utf-8", "replace").split("\n")
    except OSError:
        return ""
    said = [line.strip() for line in lines if line.strip()]
    return said[-1][:_LONGEST_WORDS] if said else ""
