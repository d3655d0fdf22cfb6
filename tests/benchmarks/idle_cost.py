"""What a phase costs while it waits: its processes, and its requests to Prefect: `python -m tests.benchmarks.idle_cost`.

The server's access log is read for half a minute, first without any rollout and then with a phase that waits. The
worker's own polling is the same in both; what the waiting phase adds is the difference, and every line that names its run.
"""

import os
import tempfile
import time
from collections import Counter
from pathlib import Path

from playbooks.model.phase import PhaseKey
from tests.benchmarks import charter
from tests.benchmarks.resume_latency import PATIENCE, ready
from tests.simulators.machine import Machine, machine, runs_at_work

SECONDS = 30
REQUESTS = ("GET ", "POST ", "PUT ", "PATCH ", "DELETE ")


def main() -> None:
    """Print processes and requests."""
    os.environ["PREFECT_SERVER_LOGGING_LEVEL"] = "INFO"  # with a line for each request
    with (
        tempfile.TemporaryDirectory() as folder,
        machine(Path(folder) / "home", Path(folder), stuck_after=PATIENCE) as found,
    ):
        time.sleep(SECONDS / 3)  # the worker's first words
        before = requests(found)
        ready(found)
        time.sleep(SECONDS / 3)  # Prefect's client sends its last logs and events
        after = requests(found)
        run = found.office.rollout(charter.ROLLOUT).phases[PhaseKey.INITIATION].run or ""
        processes = len(runs_at_work(found.worker.pid))
    named = sum(times for line, times in after.items() if run in line)
    print(f"processes of a phase that waits:                      {processes}   (target: 0)")
    print(f"requests that name its run, in {SECONDS} s:                  {named}   (target: 0)")
    for line in sorted(before | after):
        print(f"  {line}: {before[line]} without a rollout, {after[line]} with a phase that waits")


def requests(found: Machine) -> Counter[str]:
    """Return the requests of half a minute, as the server's access log has them."""
    start = found.server.log.stat().st_size
    time.sleep(SECONDS)
    with found.server.log.open(encoding="utf-8", errors="replace") as log:
        log.seek(start)
        lines = [line.split('"')[1] for line in log if '"' in line]
    return Counter(line.removesuffix(" HTTP/1.1") for line in lines if line.startswith(REQUESTS))


if __name__ == "__main__":
    main()
