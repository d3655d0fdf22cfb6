"""An operator's machine for tests of crashes: server and worker as processes that can be killed, and are started again."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.settings import Settings
from flows.bootstrap import office
from flows.entrypoints.demo import stage
from flows.entrypoints.server import PrefectServer
from flows.entrypoints.up import start_worker
from playbooks.model.text import Language
from tasks.adapters.office import Office
from tasks.adapters.orchestrator import PrefectApi, RunCondition
from tests.integration.conftest import PROJECT, ask, keep_copy

SWEEP = "attend/sweep"
SWEEP_PATIENCE = 15.0
PATIENCE = 120.0
#: Longer than a look takes on a machine that is busy, and short enough to wait for.
STUCK_AFTER = 12
SWEEP_EVERY = 5.0
LOOK_AGAIN = 0.3


@dataclass
class Machine:
    """One home, one Prefect server, one worker."""

    settings: Settings
    server: PrefectServer
    office: Office
    worker: subprocess.Popen[bytes]

    @property
    def api(self) -> PrefectApi:
        """The server as the product sees it."""
        return PrefectApi(self.server.url, timeout=20)

    def kill_worker(self) -> None:
        """Kill the worker, its warm process and every run, without a word to anybody."""
        # Prefect's own worker gives each run a process group of its own.
        for process in (self.worker.pid, *descendants(self.worker.pid)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.worker.wait()

    def restart_worker(self) -> None:
        """Start a worker; it works after some seconds of imports."""
        self.worker = start_worker(self.settings)

    def kill_server(self) -> None:
        """Kill the server without a word to anybody."""
        assert self.server.pid is not None
        os.kill(self.server.pid, signal.SIGKILL)

    def restart_server(self) -> None:
        """Start the server on its old port and its old database, and wait until it answers."""
        self.server.stop()
        self.server.start()

    def phasegate(self, *words: str) -> subprocess.Popen[str]:
        """Start the command line."""
        return subprocess.Popen(
            [sys.executable, "-m", "flows.entrypoints.cli", *words, "--json"],
            cwd=PROJECT,
            env={**os.environ, **self.settings.to_environment()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def sweep(self) -> None:
        """Have the sweep come by once; one that died with its worker is followed by another."""
        deadline = time.monotonic() + PATIENCE
        while not self._swept():
            assert time.monotonic() < deadline, "no sweep came to its end"

    def tend(self, condition: Callable[[], bool]) -> None:
        """Have the sweep come by every few seconds until something is true."""
        deadline, sweep_at = time.monotonic() + PATIENCE, time.monotonic()
        while not condition():
            assert time.monotonic() < deadline, "still not true, however often the sweep came by"
            if time.monotonic() > sweep_at:
                self.api.start(SWEEP, {})
                sweep_at = time.monotonic() + SWEEP_EVERY
            time.sleep(LOOK_AGAIN)

    def wait(self, condition: Callable[[], bool], *, look_again: float = LOOK_AGAIN) -> None:
        """Wait until something is true; whoever looks all the time takes a core from those who work."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, "still not true"
            time.sleep(look_again)

    def process_of(self, run: str) -> int:
        """Return the process that works on a run."""
        return int(ask(self.server, f"/flow_runs/{run}")["infrastructure_pid"])

    def _swept(self) -> bool:
        run = self.api.start(SWEEP, {})
        deadline = time.monotonic() + SWEEP_PATIENCE
        while time.monotonic() < deadline:
            if self.api.alive([run])[run] is RunCondition.FINISHED:
                return True
            time.sleep(LOOK_AGAIN)
        return False


def with_database(server: PrefectServer, home: Path, cache: Path) -> None:
    """Start a server on a copy of Prefect's empty database: making one takes 12 s."""
    copy, database = cache / "prefect.db", home / "prefect" / "prefect.db"
    if copy.exists():
        database.parent.mkdir(parents=True)
        shutil.copy(copy, database)
    server.start()
    if not copy.exists():
        keep_copy(database, copy)


@contextmanager
def machine(
    home: Path,
    cache: Path,
    *,
    stuck_after: int = STUCK_AFTER,
    worker: Callable[[Settings], subprocess.Popen[bytes]] = start_worker,
    pool_type: str = "phasegate",
) -> Generator[Machine]:
    """Set up the example company with a server, a worker and every deployment, on the first day of its CRM story."""
    server = PrefectServer(home)
    settings = stage.stage_settings(home, Language.EN).model_copy(
        update={"prefect_api_url": server.url, "stuck_after_seconds": stuck_after}
    )
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(max_workers=1) as other:
        for name, value in server.environment().items():
            patch.setenv(name, value)
        prepared = other.submit(stage.prepare, home)
        with_database(server, home, cache)
        prepared.result()
        stage.open_calendar(settings, stage.story("crm"))
        opened = office(settings)
        _deploy(settings, pool_type)
        found = Machine(settings, server, opened, worker(settings))
        try:
            yield found
        finally:
            found.kill_worker()
            server.stop()
            opened.store.close()


def _deploy(settings: Settings, pool_type: str) -> None:
    """Deploy in a process of its own, as Prefect reads the address while imported; tests call the sweep themselves."""
    program = (
        f"from flows.entrypoints.deployments import deploy; deploy(pool_type={pool_type!r}, schedules=False)"
    )
    environment = {**os.environ, **settings.to_environment()}
    subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, env=environment, check=True, timeout=PATIENCE
    )


def runs_at_work(worker: int) -> set[int]:
    """Return the processes of the flow runs that a worker's warm process has forked."""
    return {run for warm in children(worker) for run in children(warm)}


def descendants(process: int) -> set[int]:
    """Return all processes below a process."""
    below = children(process)
    return below.union(*(descendants(child) for child in below))


def children(process: int) -> set[int]:
    """Return the processes that a process has started."""
    return {child for child, parent in _processes() if parent == process}


def _processes() -> Iterator[tuple[int, int]]:
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            yield int(status.parent.name), int(status.read_text().rpartition(")")[2].split()[1])
