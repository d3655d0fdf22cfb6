"""The composition root: the one place that reads the settings and chooses the real adapters. Imports no Prefect."""

import os
import sys
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from config.settings import Settings
from tasks.adapters.channels.console import ConsoleChannel
from tasks.adapters.channels.file import FileChannel
from tasks.adapters.clocks import RehearsalClock, SystemClock
from tasks.adapters.desk import Desk
from tasks.adapters.dispatcher import Dispatcher
from tasks.adapters.office import Office
from tasks.adapters.orchestrator import PrefectApi
from tasks.adapters.phase_runs import PhaseRuns
from tasks.adapters.playbook_library import SHIPPED, PlaybookLibrary
from tasks.adapters.ports import Channel, Clock
from tasks.adapters.sources.specification import Sources, read_sources
from tasks.adapters.store import SqlStore, open_store


def settings() -> Settings:
    """Return the settings of this process's environment."""
    return Settings.from_environment()


def clock(settings: Settings) -> Clock:
    """Return the system's clock, or the rehearsal's calendar when one is set."""
    return RehearsalClock(settings.clock) if settings.clock else SystemClock()


def store(settings: Settings) -> SqlStore:
    """Open the store, creating it on first use."""
    settings.home.mkdir(parents=True, exist_ok=True)
    return open_store(settings.store_url, origin=settings.ledger_origin, key=settings.ledger_key)


def office(settings: Settings) -> Office:
    """Put everything together that tasks and doors use."""
    kept, time = store(settings), clock(settings)
    orchestrator = _phase_runs(settings)
    dispatcher = Dispatcher(store=kept, clock=time, channels=_channels(settings), orchestrator=orchestrator)
    return Office(
        desk=Desk(store=kept, clock=time),
        store=kept,
        clock=time,
        dispatcher=dispatcher,
        orchestrator=orchestrator,
        library=PlaybookLibrary(_playbook_folders(settings)),
        sources=read_sources(settings.sources) if settings.sources else Sources(sources={}),
        sources_folder=settings.sources.parent if settings.sources else settings.home,
        company=settings.organisation,
        home=settings.home,
        language=settings.language,
    )


@lru_cache(maxsize=1)
def shared_office() -> Office:
    """Return this process's office; a flow run is a process of its own and opens it once."""
    os.environ.setdefault("DO_NOT_TRACK", "1")
    return office(settings())


def _phase_runs(settings: Settings) -> PhaseRuns | None:
    if settings.prefect_api_url is None:
        return None
    patience = timedelta(seconds=settings.stuck_after_seconds)
    return PhaseRuns(PrefectApi(settings.prefect_api_url), stuck_after=patience)


def _channels(settings: Settings) -> tuple[Channel, ...]:
    file = FileChannel(settings.outbox_file)
    return (ConsoleChannel(sys.stderr), file) if settings.console_channel else (file,)


def _playbook_folders(settings: Settings) -> tuple[Path, ...]:
    own = settings.home / "playbooks"
    return (own, SHIPPED) if own.is_dir() else (SHIPPED,)
