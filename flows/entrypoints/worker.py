"""A warm Prefect worker: flow runs are forked from a process that has imported Prefect and the flows already.

- A run that suspends, is cancelled or is aborted by the server ends well; only a failure is reported crashed.
- No flow run outlives the worker. A killed worker leaves its runs `Running`, and the sweep starts new ones.
- A Prefect server that does not answer never ends the worker: it keeps polling.
- The flows are imported once: restart the worker when the project changes.
"""

import argparse
import asyncio
import importlib.util
import signal
import socket
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import anyio
import httpx
from anyio.abc import TaskStatus
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import ObjectNotFound
from prefect.settings import PREFECT_WORKER_QUERY_SECONDS, temporary_settings
from prefect.states import Cancelled
from prefect.workers.base import BaseJobConfiguration, BaseVariables, BaseWorker, BaseWorkerResult
from pydantic import DirectoryPath, Field
from typing_extensions import override

from flows.entrypoints.nursery import Child, Nursery
from playbooks.model.errors import InputError

POLL_SECONDS = 1.0
CANCEL_CHECK_SECONDS = 2.0


class WarmJob(BaseJobConfiguration):
    """How one flow run is started."""

    working_dir: DirectoryPath | None = Field(default=None, description="The folder the flow run works in.")


class WarmVariables(BaseVariables):
    """What a work pool or a deployment may set."""

    working_dir: DirectoryPath | None = Field(
        default=None,
        title="Working Directory",
        description="The folder the flow run works in; the worker's own by default.",
    )


class WarmResult(BaseWorkerResult):
    """How a flow run's process ended."""


class WarmWorker(BaseWorker[WarmJob, WarmVariables, WarmResult]):
    """Runs flows in forks of one warm process."""

    type = "phasegate"
    job_configuration = WarmJob
    job_configuration_variables = WarmVariables
    _display_name = "Phasegate"
    _description = (
        "Forks flow runs from a process that has imported the flows: a decision is acted on at once."
    )

    def __init__(self, pool: str, *, nursery: Nursery, limit: int) -> None:
        # Prefect's own limit ends the worker when a run is resumed while its former process is still leaving.
        super().__init__(pool, name=f"{pool}-{socket.gethostname()}", prefetch_seconds=0)
        self._nursery = nursery
        self._places = anyio.Semaphore(limit)
        self._reachable = True

    @override
    async def run(
        self, flow_run: FlowRun, configuration: WarmJob, task_status: TaskStatus[int] | None = None
    ) -> WarmResult:
        """Run one flow run to its end, its suspension or its cancellation."""
        async with self._places:
            child = await self._nursery.fork(
                flow_run.id,
                directory=configuration.working_dir or Path.cwd(),
                environment=configuration.env,
            )
            if task_status:
                task_status.started(child.pid.result())
            return WarmResult(
                status_code=await self._attend(child, flow_run.id), identifier=str(child.pid.result())
            )

    async def _attend(self, child: Child, run_id: UUID) -> int:
        try:
            return await self._outlast(child, run_id)
        finally:
            # Reached with a living child only when the worker is being stopped.
            with anyio.CancelScope(shield=True):
                await child.stop()

    async def _outlast(self, child: Child, run_id: UUID) -> int:
        """Wait for the end of a run; a cancelled one is stopped and counts as well ended."""
        while (code := await child.end_within(CANCEL_CHECK_SECONDS)) is None:
            if await self._is_cancelling(run_id):
                await child.stop()
                break
        if code is not None and not await self._is_cancelling(run_id):
            return code
        # Forced, because the stopped run has just reported itself as crashed.
        await self.client.set_flow_run_state(run_id, Cancelled(), force=True)
        return 0

    async def _is_cancelling(self, run_id: UUID) -> bool:
        try:
            state = (await self.client.read_flow_run(run_id)).state
        except (httpx.HTTPError, ObjectNotFound) as problem:
            self._logger.debug("Cannot tell whether run %s is to be cancelled: %s", run_id, problem)
            return False
        return state is not None and state.is_cancelling()

    @override
    async def get_and_submit_flow_runs(self) -> list[FlowRun]:
        """Look for due runs; a server that does not answer has none for now."""
        try:
            runs = await super().get_and_submit_flow_runs()
        except httpx.HTTPError as problem:
            self._notice(problem)
            return []
        self._notice(None)
        return runs

    @override
    async def sync_with_backend(self) -> None:
        """Tell the server that this worker is alive; a server that does not answer is told later."""
        try:
            await super().sync_with_backend()
        except httpx.HTTPError as problem:
            self._notice(problem)

    def _notice(self, problem: httpx.HTTPError | None) -> None:
        """Log the loss and the return of the server once each; a refusal is no loss and ends the worker."""
        if isinstance(problem, httpx.HTTPStatusError) and not problem.response.is_server_error:
            raise problem
        if self._reachable and problem:
            self._logger.warning("The Prefect server does not answer (%r); polling goes on.", problem)
        if not self._reachable and not problem:
            self._logger.info("The Prefect server answers again.")
        self._reachable = problem is None


def check_options(preload: Sequence[str], limit: int) -> None:
    """Refuse what cannot work, before anything is started."""
    if limit < 1:
        raise InputError(
            "Worker option --limit: {limit} flow runs at the same time is none; give 1 or more.", limit=limit
        )
    for name in preload:
        if not _exists(name):
            raise InputError(
                "Worker option --preload: no module {name!r} is found; is the project installed?", name=name
            )


def _exists(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        # Raised for a missing parent package only.
        return False


async def run_worker(pool: str, *, preload: Sequence[str], limit: int) -> None:
    """Work for a pool until cancelled."""
    check_options(preload, limit)
    with temporary_settings({PREFECT_WORKER_QUERY_SECONDS: POLL_SECONDS}):
        async with Nursery(preload) as nursery:
            await WarmWorker(pool, nursery=nursery, limit=limit).start()


async def _run_until_signal(pool: str, *, preload: Sequence[str], limit: int) -> None:
    with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(lambda: run_worker(pool, preload=preload, limit=limit))
            async for _ in signals:
                tasks.cancel_scope.cancel()


def start_worker(pool: str, *, preload: Sequence[str], limit: int) -> None:
    """Work for a pool until this process is interrupted or terminated; to be called from the main thread."""
    asyncio.run(_run_until_signal(pool, preload=preload, limit=limit))


def main() -> None:
    """Read the command line and work."""
    parser = argparse.ArgumentParser(prog="python -m flows.entrypoints.worker", description=__doc__)
    parser.add_argument("--pool", required=True, help="work pool to poll")
    parser.add_argument(
        "--preload", action="append", default=[], help="module to import beforehand; repeatable"
    )
    parser.add_argument("--limit", type=int, default=4, help="flow runs at the same time")
    options = parser.parse_args()
    start_worker(options.pool, preload=options.preload, limit=options.limit)


if __name__ == "__main__":
    main()
