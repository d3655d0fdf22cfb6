"""`phasegate up`: Prefect's server, a worker and the deployments on this machine, until interrupted."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from config.settings import Settings
from flows.bootstrap import store
from flows.entrypoints import lifeline
from flows.entrypoints.server import PrefectServer, free_port, in_use

PORT = 4200
PRELOAD = (
    "flows.initiation",
    "flows.design",
    "flows.adoption",
    "flows.validation",
    "flows.operation",
    "flows.rollout",
    "flows.retrospective",
    "flows.attend",
)
RUNS_AT_ONCE = 4


@contextmanager
def running(
    settings: Settings,
    *,
    port: int | None = None,
    schedules: bool = True,
    meanwhile: Callable[[], object] | None = None,
) -> Generator[Settings]:
    """Run server and worker as children; yields the settings with which every process finds them.

    Args:
        settings: those of the home.
        port: where the server listens, a free port if left out.
        schedules: whether sweep and retrospective run by themselves, by the clock on the wall.
        meanwhile: work that can be done while the server starts, which takes a core for a quarter of a minute.
    """
    server = PrefectServer(settings.home, port=port)
    found = settings.model_copy(update={"prefect_api_url": server.url})
    os.environ.update({**server.environment(), **found.to_environment()})
    with (
        ThreadPoolExecutor(max_workers=1) as other,
        _started(server, other.submit(_prepare, found, meanwhile)),
    ):
        # What runs have to say to people goes to the messages file; their own output is a log.
        worker = start_worker(found.model_copy(update={"console_channel": False}))
        try:
            _deploy(schedules=schedules)
            yield found
        finally:
            _stop(worker)


@contextmanager
def _started(server: PrefectServer, other: Future[None]) -> Generator[None]:
    """Start the server beside the other work; a fault of either ends both."""
    with server:
        other.result()
        yield


def _prepare(settings: Settings, meanwhile: Callable[[], object] | None) -> None:
    """Make the store before the first run asks for it, and import Prefect, which reads the server's address as it is imported."""
    if meanwhile is not None:
        meanwhile()
    store(settings).close()
    import_module("flows.entrypoints.deployments")


def start_worker(settings: Settings) -> subprocess.Popen[bytes]:
    """Start the warm worker; it ends with this process."""
    log = settings.home / "logs" / "worker.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    modules = [part for module in PRELOAD for part in ("--preload", module)]
    tied = (sys.executable, "-I", lifeline.__file__, str(os.getpid()))
    command = (
        sys.executable,
        "-m",
        "flows.entrypoints.worker",
        "--pool",
        "phasegate",
        "--limit",
        str(RUNS_AT_ONCE),
    )
    with log.open("ab") as stream:
        return subprocess.Popen(  # noqa: S603  # our own interpreter and module
            [*tied, *command, *modules],
            env={"PREFECT_LOGGING_LEVEL": "INFO", **os.environ, **settings.to_environment()},
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def up(*, port: int | None = None) -> None:
    """启动 Prefect 服务、工作进程和全部部署，直到按 Ctrl-C。Start server, worker and deployments until Ctrl-C."""
    settings = Settings.from_environment()
    chosen = port or (free_port() if in_use(PORT) else PORT)
    with running(settings, port=chosen) as found:
        _say(found, chosen)
        stopped = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stopped.set())
        try:
            stopped.wait()
        except KeyboardInterrupt:
            sys.stderr.write("\n")


def _say(settings: Settings, port: int) -> None:
    page = f"http://127.0.0.1:{port}"
    sys.stderr.write(
        f"Prefect: {page}\nexport PREFECT_API_URL={page}/api PHASEGATE_HOME={_shown(settings.home)}\n"
        "Ctrl-C 结束 · Ctrl-C ends it\n"
    )
    sys.stderr.flush()


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _deploy(*, schedules: bool) -> None:
    """Import Prefect only now: it reads the server's address while it is imported."""
    from flows.entrypoints.deployments import deploy

    deploy(schedules=schedules)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
