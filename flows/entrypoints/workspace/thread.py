"""The workspace in a thread of its own, for programs that are not asynchronous themselves."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from types import TracebackType
from typing import Self, TypeVar

from flows.entrypoints.workspace.workspace import Workspace

Found = TypeVar("Found")
_PATIENCE = 30.0


class WorkspaceThread:
    """Runs a workspace from `with` to the end of it; `run` carries out what people do there."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="workspace", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        try:
            self.run(self.workspace.__aenter__())
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            self.run(self.workspace.__aexit__(kind, error, traceback))
        finally:
            self._end()

    def run(self, errand: Coroutine[object, object, Found], patience: float = _PATIENCE) -> Found:
        """Carry something out in the workspace's loop and return what came of it."""
        future: Future[Found] = asyncio.run_coroutine_threadsafe(errand, self._loop)
        return future.result(patience)

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
