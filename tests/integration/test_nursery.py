"""The nursery: however many runs come at once, each of them starts."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

import pytest

from flows.entrypoints.nursery import Nursery
from flows.entrypoints.server import free_port

pytestmark = pytest.mark.anyio
#: A warm process is there within seconds; who is not started after this never will be.
PATIENCE = 60


@pytest.fixture
def anyio_backend() -> str:
    """Processes are started with asyncio."""
    return "asyncio"


async def test_runs_that_find_no_warm_process_at_once_all_start(tmp_path: Path) -> None:
    """They share the next one: of two, one would be listened to, and the other's run would hold its place for good."""
    nursery, environment = Nursery(()), {"PREFECT_API_URL": f"http://127.0.0.1:{free_port()}/api"}
    async with AsyncExitStack() as life:
        life.push_async_exit(nursery)
        forks = (nursery.fork(uuid4(), directory=tmp_path, environment={**environment}) for _ in range(3))
        children = await asyncio.wait_for(asyncio.gather(*forks), PATIENCE)
        for child in children:
            await child.stop()
    assert len({child.pid.result() for child in children}) == 3
