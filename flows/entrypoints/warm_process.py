"""The process that flow runs are forked from: it has imported Prefect and the flows, and does nothing else.

- One JSON line asks for a run; one line tells its process id, one more its end.
- It has a single thread and no open connection, so that a fork of it is sound. Flows therefore open nothing
  while they are imported.
- It ends when the worker closes the line or dies, and its runs end with it.
"""

import asyncio
import gc
import importlib
import json
import os
import select
import signal
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import FileIO
from typing import Self
from uuid import UUID

from flows.entrypoints.lifeline import die_with_parent

# The ticket under which the process tells that it has imported everything.
READY = 0
# How late the end of a run may be noticed. Only while runs are alive: an idle process does not wake up.
_LOOK_AGAIN = 0.05
# What every run would otherwise import for itself, a third of a second each time.
_NEEDED_BY_EVERY_RUN = (
    "anyio._backends._asyncio",
    "prefect.concurrency.services",
    "prefect.engine",
    "prefect.flow_engine",
    "prefect.main",
    "prefect.task_engine",
    "prefect.utilities.visualization",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A flow run to enter: in which folder, and what its environment has more or less than the worker's."""

    ticket: int
    run_id: UUID
    directory: str
    environment: dict[str, str | None]

    def to_line(self) -> bytes:
        """Write the errand as one line."""
        return json.dumps(asdict(self), default=str).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> Self:
        """Read an errand that `to_line` wrote."""
        fields = json.loads(line)
        fields["run_id"] = UUID(fields["run_id"])
        return cls(**fields)


@dataclass(slots=True)
class Line:
    """The two ends that lead to the worker."""

    requests: FileIO
    replies: FileIO

    @classmethod
    def take_over_standard_streams(cls) -> Self:
        """Keep standard input and output for the worker; what flows print goes to standard error."""
        line = cls(FileIO(os.dup(0), "r"), FileIO(os.dup(1), "w"))
        with open(os.devnull, "rb") as nothing:  # noqa: PTH123 (a file descriptor is needed)
            os.dup2(nothing.fileno(), 0)
        os.dup2(2, 1)
        return line

    def requested(self, wait: float | None) -> bytes | None:
        """Return the next request, nothing if the worker has gone, None if none came in time."""
        if not select.select([self.requests], [], [], wait)[0]:
            return None
        # Unbuffered on purpose: nothing is read beyond the line, so `select` stays truthful.
        return self.requests.readline()

    def reply(self, ticket: int, **news: int) -> None:
        """Tell the worker how an errand stands."""
        self.replies.write(json.dumps({"ticket": ticket, **news}).encode() + b"\n")

    def close(self) -> None:
        """Leave the line to the process that owns it."""
        self.requests.close()
        self.replies.close()


def ended(children: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Forget the children that have ended and yield their tickets and exit codes."""
    for pid in list(children):
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            yield children.pop(pid), os.waitstatus_to_exitcode(status)


def fork_on_request(line: Line) -> Errand | None:
    """Fork one process per request; return the errand in each of them, and None in the parent at the end."""
    children: dict[int, int] = {}
    parent = os.getpid()
    while (request := line.requested(_LOOK_AGAIN if children else None)) != b"":
        if request is not None:
            errand = Errand.from_line(request)
            pid = os.fork()
            if pid == 0:
                line.close()
                die_with_parent(parent, by=signal.SIGKILL)
                return errand
            children[pid] = errand.ticket
            line.reply(errand.ticket, pid=pid)
        for ticket, code in ended(children):
            line.reply(ticket, code=code)
    return None


def furnish(errand: Errand) -> None:
    """Give this process the folder, the environment and the settings of its run."""
    from prefect.context import refresh_global_settings_context
    from prefect.logging.configuration import setup_logging

    os.chdir(errand.directory)
    for name, value in errand.environment.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    # Both were read from the environment at import, before there was a run.
    refresh_global_settings_context()
    setup_logging()


def enter(run_id: UUID) -> None:
    """Run the flow; a suspended, cancelled or aborted run leaves with exit code 0."""
    from prefect.engine import handle_engine_signals
    from prefect.flow_engine import load_flow, load_flow_run, run_flow
    from prefect.logging.loggers import flow_run_logger

    with handle_engine_signals(run_id):
        flow_run = load_flow_run(run_id)
        try:
            flow = load_flow(flow_run)
        except Exception:
            flow_run_logger(flow_run).exception("The flow could not be imported; is the project installed?")
            raise
        result = run_flow(flow, flow_run=flow_run)
        if asyncio.iscoroutine(result):
            asyncio.run(result)


def main() -> None:
    """Import the modules named on the command line, then serve the worker that holds the line."""
    die_with_parent(os.getppid())
    # The terminal sends an interrupt to everybody; what follows from it is the worker's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    line = Line.take_over_standard_streams()
    for module in (*_NEEDED_BY_EVERY_RUN, *sys.argv[1:]):
        importlib.import_module(module)
    # DuckDB must not be among what is kept: at the end of each run it would complain of all that is still there.
    gc.freeze()
    line.reply(READY, pid=os.getpid())
    errand = fork_on_request(line)
    if errand is not None:
        furnish(errand)
        enter(errand.run_id)


if __name__ == "__main__":
    main()
