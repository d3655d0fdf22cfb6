"""Reading both sides at the same time, and ending both when one fails or somebody presses Ctrl-C."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

from tasks.adapters.reconcile.sides.opened import Opened
from tasks.adapters.reconcile.workspace import Workspace

Reading: TypeAlias = Callable[[Workspace], None]


def abreast(
    space: Workspace, sides: Sequence[Opened], readings: Sequence[Reading], *, together: bool = True
) -> None:
    """Carry out the readings, each in a thread and with a cursor of its own; raises what the first raised."""
    cursors = [space.cursor() for _ in readings]
    with ThreadPoolExecutor(max(len(readings), 1) if together else 1) as threads:
        begun = [threads.submit(reading, cursor) for reading, cursor in zip(readings, cursors, strict=True)]
        try:
            for done in begun:
                done.result()
        except BaseException:
            # Nobody may wait for a database that takes hours to answer what nobody asks any more.
            for side in sides:
                side.cancel()
            for cursor in cursors:
                cursor.cancel()
            raise
