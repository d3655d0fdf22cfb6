"""`phasegate up`: Prefect's server, a worker, the decision page and the Slack app on this machine, until interrupted."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from config.settings import Settings
from flows.bootstrap import store
from flows.entrypoints import up_wording as w
from flows.entrypoints.companion import ask_to_end, last_words, see_end
from flows.entrypoints.doors_beside import WORKER, Beside, beside
from flows.entrypoints.household import Fallen, Household, Risen
from flows.entrypoints.server import PREFECT, PrefectServer, free_port, in_use
from playbooks.model.text import Text

PORT = 4200
LOOK_EVERY = 0.5


@contextmanager
def running(
    settings: Settings,
    *,
    port: int | None = None,
    meanwhile: Callable[[], object] | None = None,
) -> Generator[Settings]:
    """Run server and worker as children, for a play; yields the settings with which every process finds them.

    A play has a calendar of its own: it calls sweep and retrospective itself, so the schedules are at rest.

    Args:
        settings: those of the home.
        port: where the server listens, a free port if left out.
        meanwhile: work that can be done while the server starts, which takes a core for a quarter of a minute.
    """
    with _served(settings, port=port, meanwhile=meanwhile) as (_, found):
        worker = start_worker(_quiet(found))
        try:
            _deploy(schedules=False)
            yield found
        finally:
            ask_to_end(worker)
            see_end(worker)


@contextmanager
def _served(
    settings: Settings, *, port: int | None, meanwhile: Callable[[], object] | None = None
) -> Generator[tuple[PrefectServer, Settings]]:
    """Run the server; this process finds it as well, and so does whoever reads the settings that are yielded."""
    server = PrefectServer(settings.home, port=port)
    found = settings.model_copy(update={"prefect_api_url": server.url})
    os.environ.update({**server.environment(), **found.to_environment()})
    with (
        ThreadPoolExecutor(max_workers=1) as other,
        _started(server, other.submit(_prepare, found, meanwhile)),
    ):
        yield server, found


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


def _quiet(settings: Settings) -> Settings:
    """Return the settings of children: what they say to people goes to the messages file, their own output is a log."""
    return settings.model_copy(update={"console_channel": False})


def start_worker(settings: Settings) -> subprocess.Popen[bytes]:
    """Start the warm worker; it ends with this process."""
    return WORKER.start(settings)


def up(*, port: int | None = None, slack_port: int | None = None) -> None:
    """启动 Prefect、工作进程、决定页面与 Slack 应用，直到按 Ctrl-C · Start server, worker, decision page and Slack app.

    Args:
        port: Prefect 的端口 · where Prefect listens
        slack_port: 用签名 HTTP 而非 Socket Mode 时的端口 · signed HTTP on this port instead of Socket Mode
    """
    settings = Settings.from_environment()
    chosen = port or (free_port() if in_use(PORT) else PORT)
    every = beside(settings, slack_port=slack_port)
    with _served(settings, port=chosen) as (server, found):
        quiet = _quiet(found)
        # Beside the others, as it has to outlive them: the worker tells it how its last runs ended.
        prefect = Household([PREFECT], lambda _: server.revived(), now=time.monotonic())
        able = [one.companion for one in every if one.runs]
        household = Household(able, lambda companion: companion.start(quiet), now=time.monotonic())
        try:
            _deploy(schedules=True)
            _say(found, _summary(found, every, chosen))
            _look_after((prefect, household), found)
        finally:
            household.end()


def _look_after(households: Sequence[Household], settings: Settings) -> None:
    """Look after all processes until the product is told to end."""
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    try:
        while not stopped.wait(LOOK_EVERY):
            news = (each for household in households for each in household.look(time.monotonic()))
            _say(settings, (told(each, settings.home) for each in news))
    except KeyboardInterrupt:
        sys.stderr.write("\n")


def told(news: Fallen | Risen, home: Path) -> Text:
    """Return what is said of a companion that has ended, or was started again."""
    what = news.companion.title
    if isinstance(news, Risen):
        return Text(zh=w.ROSE.zh.format(what=what.zh), en=w.ROSE.en.format(what=what.en))
    log = news.companion.log(home)
    # Who was killed has said nothing about it.
    words = last_words(log).rstrip(".。") if news.code > 0 else ""
    said = {"words": words}
    facts = {"code": news.code, "pause": news.pause, "log": _shown(log)}
    return Text(
        zh=w.FELL.zh.format(what=what.zh, said=w.SAID.zh.format(**said) if words else "", **facts),
        en=w.FELL.en.format(what=what.en, said=w.SAID.en.format(**said) if words else "", **facts),
    )


def _summary(settings: Settings, every: Iterable[Beside], port: int) -> Generator[Text]:
    """Yield a line for everything that runs, and for what does not."""
    page, log = f"http://127.0.0.1:{port}", _shown(settings.home / "logs" / "prefect-server.log")
    yield Text(zh=w.PREFECT.zh.format(page=page, log=log), en=w.PREFECT.en.format(page=page, log=log))
    for one in every:
        yield line_of(one, settings.home)
    yield Text(zh=w.FINDS.zh.format(home=settings.home), en=w.FINDS.en.format(home=settings.home))
    yield w.ENDS


def line_of(one: Beside, home: Path) -> Text:
    """Return whether a process runs, how, and where it writes; or why it does not run."""
    what, log = one.companion.title, _shown(one.companion.log(home))
    wording = w.RUNS if one.runs else w.DOES_NOT
    return Text(
        zh=wording.zh.format(what=what.zh, text=one.text.zh, log=log),
        en=wording.en.format(what=what.en, text=one.text.en, log=log),
    )


def _say(settings: Settings, lines: Iterable[Text]) -> None:
    sys.stderr.write("".join(f"{line.to(settings.language)}\n" for line in lines))
    sys.stderr.flush()


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _deploy(*, schedules: bool) -> None:
    """Import Prefect only now: it reads the server's address while it is imported."""
    from flows.entrypoints.deployments import deploy

    deploy(schedules=schedules)
