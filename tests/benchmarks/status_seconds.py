"""How long `phasegate status --json` takes as a whole process, with 100 rollouts: `python -m tests.benchmarks.status_seconds`."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from config.settings import Settings
from flows.bootstrap import office
from playbooks.model.commands import Actor, OpenPhase
from playbooks.model.phase import PhaseKey
from tasks.adapters.organisation import starting

ROLLOUTS, RUNS = 100, 7
TARGET = 0.4
PMO = Actor(key="xu.wen")


def main() -> None:
    """Print the seconds of the whole process, and of Python starting to do nothing."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        fill(settings)
        environment = {**os.environ, **settings.to_environment()}
        bare = seconds(["-c", ""], environment)
        status = seconds(["-m", "flows.entrypoints.cli", "status", "--json"], environment)
    print(f"python -c '', median of {RUNS}:                       {bare:6.3f} s")
    print(
        f"status --json, {ROLLOUTS} rollouts, median of {RUNS}:         {status:6.3f} s   (target: at most {TARGET})"
    )


def fill(settings: Settings) -> None:
    """Start the rollouts and open the first phase of each."""
    opened = office(settings)
    command = starting(opened, "crm")
    for number in range(ROLLOUTS):
        opened.submit(f"crm-{number}", PMO, command)
        opened.submit(f"crm-{number}", PMO, OpenPhase(phase=PhaseKey.INITIATION))
    opened.store.close()


def seconds(arguments: list[str], environment: dict[str, str]) -> float:
    """Return the median of the wall time of some runs, after one that does not count."""
    taken: list[float] = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        subprocess.run([sys.executable, *arguments], env=environment, stdout=subprocess.DEVNULL, check=True)
        taken.append(time.perf_counter() - began)
    return median(taken[1:])


if __name__ == "__main__":
    main()
