"""One Prefect server and one warm worker for the whole session, and a sample flow deployed to them."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from pydantic import JsonValue

from flows.entrypoints.server import PrefectServer
from tasks.adapters.orchestrator import PrefectApi, RunCondition

PROJECT = Path(__file__).parents[2]
PATIENCE = 90.0


def wait_until(true: Callable[[], bool], *, patience: float = PATIENCE) -> None:
    """Return as soon as something is true; fail if that takes too long."""
    deadline = time.monotonic() + patience
    while not true():
        if time.monotonic() > deadline:
            pytest.fail(f"still not true after {patience} s")
        time.sleep(0.05)


def ask(server: PrefectServer, path: str, body: object = None) -> Any:  # noqa: ANN401 (as JSON is)
    """Get from Prefect, or post to it, and return what it says; again while SQLite keeps it busy."""
    method = "GET" if body is None else "POST"
    while (
        answer := httpx.request(method, server.url + path, json=body, timeout=PATIENCE)
    ).status_code == 503:
        time.sleep(0.1)
    answer.raise_for_status()
    return answer.json()


def deploy(server: PrefectServer, name: str, pool: str, **job_variables: JsonValue) -> None:
    """Deploy the sample flow to a pool, by its module path."""
    flow_id = ask(server, "/flows/", {"name": "sample"})["id"]
    deployment: dict[str, JsonValue] = {
        "name": name,
        "flow_id": flow_id,
        "work_pool_name": pool,
        "entrypoint": "tests.simulators.sample_flow.sample",
        "job_variables": job_variables,
    }
    ask(server, "/deployments/", deployment)


@dataclass(frozen=True, slots=True)
class Sample:
    """The deployed sample flow, as a test uses it."""

    server: PrefectServer
    api: PrefectApi
    journal: Path

    def start(self, behaviour: str, deployment: str = "warm") -> UUID:
        """Start a run."""
        parameters: dict[str, JsonValue] = {"journal": str(self.journal), "behaviour": behaviour}
        return self.api.start(f"sample/{deployment}", parameters)

    def entries(self) -> list[dict[str, str]]:
        """Return what the runs have noted."""
        return [json.loads(line) for line in self.journal.read_text().splitlines()]

    def wait_for(self, run_id: UUID, condition: RunCondition) -> None:
        """Wait for a run to come into a condition."""
        wait_until(lambda: self.api.alive([run_id])[run_id] is condition)

    def wait_for_entries(self, count: int) -> dict[str, str]:
        """Wait for the flow to have been entered so often, and return the last entry."""
        wait_until(lambda: len(self.entries()) >= count)
        return self.entries()[count - 1]

    def state_name(self, run_id: UUID) -> str:
        """Return Prefect's own name for the state of a run."""
        return str(ask(self.server, f"/flow_runs/{run_id}")["state"]["name"])


def keep_copy(database: Path, copy: Path) -> None:
    """Keep a copy of Prefect's empty database: making one takes 12 s."""
    draft = copy.with_suffix(f".{os.getpid()}")
    source, target = sqlite3.connect(database), sqlite3.connect(draft)
    source.backup(target)
    source.close()
    target.close()
    draft.replace(copy)


@pytest.fixture(scope="session")
def prefect_server(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[PrefectServer]:
    """A Prefect server on a free port, with a home of its own."""
    home = tmp_path_factory.mktemp("prefect-server")
    database = home / "prefect" / "prefect.db"
    copy = pytestconfig.cache.mkdir(f"prefect-{version('prefect')}") / "prefect.db"
    if copy.exists():
        database.parent.mkdir()
        shutil.copy(copy, database)
    with PrefectServer(home) as server:
        if not copy.exists():
            keep_copy(database, copy)
        yield server


def start_worker(server: PrefectServer, pool: str, *preloaded: str) -> subprocess.Popen[bytes]:
    """Start the product's warm worker, with the sample flow and others in it."""
    command = [sys.executable, "-m", "flows.entrypoints.worker", "--pool", pool]
    modules = ("tests.simulators.sample_flow", *preloaded)
    return subprocess.Popen(
        [*command, *(part for module in modules for part in ("--preload", module))],
        cwd=PROJECT,
        env={**os.environ, **server.environment()},
    )


def has_pool(server: PrefectServer, pool: str) -> bool:
    """Tell whether a worker has created its pool."""
    return any(found["name"] == pool for found in ask(server, "/work_pools/filter", {}))


@pytest.fixture(scope="session")
def prefect_worker(prefect_server: PrefectServer) -> Iterator[subprocess.Popen[bytes]]:
    """A warm worker with the sample flow deployed to its pool."""
    worker = start_worker(prefect_server, "warm", "flows.initiation")
    try:
        wait_until(lambda: has_pool(prefect_server, "warm"))
        deploy(prefect_server, "warm", "warm")
        yield worker
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(PATIENCE)


@pytest.fixture
def sample(prefect_server: PrefectServer, prefect_worker: object, tmp_path: Path) -> Sample:  # noqa: ARG001
    """The sample flow, deployed and served."""
    journal = tmp_path / "journal"
    journal.touch()
    return Sample(prefect_server, PrefectApi(prefect_server.url, timeout=PATIENCE), journal)
