"""A company of five with one small rollout, in a home of its own, for tests of the command line."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from os import environ
from pathlib import Path
from typing import Any

from config.settings import Settings
from flows.bootstrap import office
from playbooks.model.commands import Actor, OpenPhase
from playbooks.model.phase import PhaseKey
from tasks.adapters.organisation import starting

HERE = Path(__file__).parent
PROJECT = HERE.parents[2]
ROLLOUT = "small-1"
PAPER = b"A paper that says what is to be done."
REQUEST = "01900000-0000-7000-8000-0000deadbeef"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:  # noqa: ANN401  # as JSON is
        """Return the one JSON document on stdout."""
        return json.loads(self.out)


class WillingRuns:
    """An orchestrator that does whatever it is asked."""

    def __init__(self, _api: object = None, *, stuck_after: object = None) -> None:
        """Take the place of the real one."""

    def wake(self, _run: str) -> bool:
        """Say that the run was resumed."""
        return True

    def start_phase(self, _rollout: str, _phase: str, *, idempotency_key: str) -> str:
        """Return the id of a run."""
        return idempotency_key

    def alive(self, runs: Sequence[str]) -> Mapping[str, bool]:
        """Say that every run lives."""
        return dict.fromkeys(runs, True)

    def announce(
        self, event: str, *, rollout: str, about: str, payload: Mapping[str, str], at: datetime
    ) -> None:
        """Take an event."""


def variables(home: Path) -> dict[str, str]:
    """Return the variables that make a process work on this home."""
    return {
        "PHASEGATE_HOME": str(home),
        "PHASEGATE_ORGANISATION": str(HERE / "organisation.yaml"),
        "PHASEGATE_LANGUAGE": "en",
        "PHASEGATE_USER": "sue",
        "PHASEGATE_CONSOLE_CHANNEL": "false",
        "COLUMNS": "100",
    }


def begin(home: Path) -> None:
    """Make a home in which the rollout has begun, its first phase is open and every letter has left."""
    (home / "playbooks").mkdir(parents=True)
    shutil.copy(HERE / "small.yaml", home / "playbooks")
    opened, sue = office(Settings.from_environment(variables(home))), Actor(key="sue")
    opened.submit(ROLLOUT, sue, starting(opened, "small"))
    opened.submit(ROLLOUT, sue, OpenPhase(phase=PhaseKey.INITIATION))
    while parcels := opened.store.due(opened.clock.now()):
        for parcel in parcels:
            opened.store.delivered(parcel, opened.clock.now())
    opened.store.close()


def started(home: Path, *words: str, **more: str) -> subprocess.Popen[str]:
    """Start the command line in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "flows.entrypoints.cli", *words],
        cwd=PROJECT,
        env={**environ, **variables(home), **more},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def ended(process: subprocess.Popen[str]) -> Ended:
    """Wait for a command and return how it ended."""
    out, err = process.communicate(timeout=60)
    return Ended(process.returncode, out, err)


def mend(data: Path) -> None:
    """Load the customer that was missing."""
    with sqlite3.connect(data / "new.sqlite") as database:
        database.execute("INSERT INTO customers VALUES ('2', 'Two')")
    database.close()
