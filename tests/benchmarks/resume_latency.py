"""From a sign-off to the phase run that has judged again, as Prefect shows it: `python -m tests.benchmarks.resume_latency`.

Measured with the product's warm worker and with Prefect's own process worker at its default settings. The clock
starts before the wish is brought to the desk; `judged` is the first gate's task run of the new look in Prefect's
list, `waits` is the run suspended again after it has looked at everything.
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from config.settings import Settings
from playbooks.model.phase import PhaseKey
from tests.benchmarks import charter
from tests.integration.conftest import PROJECT, ask, wait_until
from tests.simulators.machine import Machine, machine
from tests.simulators.tended_runs import TendedRuns

TIMES = 7
TARGET = 8
PATIENCE = 600
STOCK_COMMAND = ("-m", "prefect", "worker", "start", "--pool", "phasegate", "--type", "process")


def main() -> None:
    """Print the seconds of both workers."""
    with tempfile.TemporaryDirectory() as folder:
        home, cache = Path(folder), Path(folder)
        with machine(home / "warm", cache, stuck_after=PATIENCE) as warm:
            report("warm worker", [woken(warm) for _ in ready(warm)])
        with machine(home / "stock", cache, stuck_after=PATIENCE, worker=stock, pool_type="process") as cold:
            report("stock process worker", [woken(cold) for _ in ready(cold)])


def report(worker: str, taken: list[tuple[float, float]]) -> None:
    """Print what was measured with a worker."""
    for what, seconds in zip(("judged", "waits"), zip(*taken, strict=True), strict=True):
        target = f"   (target: judged within {TARGET})" if what == "judged" else ""
        print(
            f"{worker}, {what}: median {median(seconds):5.1f} s, longest {max(seconds):5.1f} s{target}",
            flush=True,
        )


def stock(settings: Settings) -> subprocess.Popen[bytes]:
    """Start Prefect's own worker; nothing about it is set."""
    with (settings.home / "logs" / "worker.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, *STOCK_COMMAND],
            cwd=PROJECT,
            env={**os.environ, **settings.to_environment(), "PYTHONPATH": str(PROJECT)},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def ready(found: Machine) -> range:
    """Bring the rollout to where one signature is missing and its run waits; return how often to measure."""
    charter.begin(found.office)
    at_rest(found)
    charter.write(found.office)
    at_rest(found)
    return range(TIMES)


def woken(found: Machine) -> tuple[float, float]:
    """Return the seconds from the sign-off to the judging, and to the run's waiting again."""
    began, moment = time.perf_counter(), datetime.now(UTC)
    charter.sign(found.office)
    found.office.dispatcher.deliver()
    wait_until(lambda: judged_since(found, moment), patience=PATIENCE)
    judged = time.perf_counter() - began
    at_rest(found)
    waits = time.perf_counter() - began
    charter.take_back(found.office)
    at_rest(found)
    return judged, waits


def at_rest(found: Machine) -> None:
    """Wait until the phase's run has entered and waits."""
    phase = PhaseKey.INITIATION

    def rests() -> bool:
        found.office.dispatcher.deliver()
        entered = found.office.rollout(charter.ROLLOUT).phases[phase].run is not None
        return entered and TendedRuns(found).rest(charter.ROLLOUT)

    wait_until(rests, patience=PATIENCE)


def judged_since(found: Machine, moment: datetime) -> bool:
    """Tell whether Prefect shows a gate's task run that has ended since then."""
    run = found.office.rollout(charter.ROLLOUT).phases[PhaseKey.INITIATION].run
    query = {
        "flow_runs": {"id": {"any_": [run]}},
        "task_runs": {"name": {"like_": "gate: "}, "start_time": {"after_": moment.isoformat()}},
    }
    return any(shown["end_time"] for shown in ask(found.server, "/task_runs/filter", query))


if __name__ == "__main__":
    main()
