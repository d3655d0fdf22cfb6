"""The composition root: the one place that reads the settings and chooses the real adapters. Imports no Prefect."""

import os
import sys
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from config.settings import Settings
from playbooks.model.errors import InputError
from playbooks.model.phrase import system_fault
from tasks.adapters.channels.console import ConsoleChannel
from tasks.adapters.channels.file import FileChannel
from tasks.adapters.channels.specification import FILE, SLACK, Channels, read_channels
from tasks.adapters.channels.switchboard import Switchboard
from tasks.adapters.clocks import RehearsalClock, SystemClock
from tasks.adapters.desk import Desk
from tasks.adapters.dispatcher import Dispatcher
from tasks.adapters.invitations import Invitations
from tasks.adapters.office import Office
from tasks.adapters.orchestrator import PrefectApi
from tasks.adapters.organisation import read_organisation
from tasks.adapters.phase_runs import PhaseRuns
from tasks.adapters.playbook_library import SHIPPED, PlaybookLibrary, read_controls
from tasks.adapters.portal_key import portal_key
from tasks.adapters.ports import Channel, Clock
from tasks.adapters.sources.specification import Sources, read_sources
from tasks.adapters.store import SqlStore, open_store

if TYPE_CHECKING:
    from tasks.adapters.slack.outbound import Outbound


def settings() -> Settings:
    """Return the settings of this process's environment."""
    return Settings.from_environment()


def clock(settings: Settings) -> Clock:
    """Return the system's clock, or the rehearsal's calendar when one is set."""
    return RehearsalClock(settings.clock) if settings.clock else SystemClock()


def store(settings: Settings) -> SqlStore:
    """Open the store, creating it on first use."""
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            "{home} cannot be made ({reason}); set PHASEGATE_HOME to a folder that can be written.",
            home=settings.home,
            reason=system_fault(error),
        ) from error
    return open_store(settings.store_url, origin=settings.ledger_origin, key=settings.ledger_key)


def office(settings: Settings) -> Office:
    """Put everything together that tasks and doors use."""
    kept, time = store(settings), clock(settings)
    orchestrator = _phase_runs(settings)
    plan = read_channels(settings.channels) if settings.channels else None
    slack_side = slack(settings, kept, time)
    dispatcher = Dispatcher(
        store=kept,
        clock=time,
        channels=_channels(settings, plan),
        orchestrator=orchestrator,
        switchboard=_switchboard(settings, plan, invitations(settings, kept, time), slack=slack_side),
    )
    return Office(
        desk=Desk(store=kept, clock=time),
        store=kept,
        clock=time,
        dispatcher=dispatcher,
        orchestrator=orchestrator,
        library=library(settings),
        sources=read_sources(settings.sources) if settings.sources else Sources(sources={}),
        sources_folder=settings.sources.parent if settings.sources else settings.home,
        company=settings.organisation,
        home=settings.home,
        language=settings.language,
    )


def invitations(settings: Settings, store: SqlStore, clock: Clock) -> Invitations:
    """Return the maker and reader of links to the decision page."""
    return Invitations(store=store, clock=clock, key=portal_key(settings.home), url=settings.portal_url)


def slack(settings: Settings, store: SqlStore, clock: Clock) -> "Outbound | None":
    """Return the way out to Slack, or None where no bot token is set."""
    if settings.slack_bot_token is None:
        return None
    # Imported where it is used: without a token nothing of Slack is loaded.
    from tasks.adapters.slack.outbound import outbound  # noqa: PLC0415

    accounts = read_organisation(settings.organisation).slack
    return outbound(
        store, clock, token=settings.slack_bot_token, url=settings.slack_api_url, accounts=accounts
    )


def library(settings: Settings) -> PlaybookLibrary:
    """Return the company's playbooks and the shipped ones, held to the company's controls."""
    return PlaybookLibrary(_playbook_folders(settings), read_controls(settings.controls))


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


def _channels(settings: Settings, plan: Channels | None) -> tuple[Channel, ...]:
    """Return the channels over which every notice goes."""
    file = FileChannel(settings.outbox_file)
    copies: tuple[Channel, ...] = (file,) if plan is None or plan.copies_to_file else ()
    return (ConsoleChannel(sys.stderr), *copies) if settings.console_channel else copies


def _switchboard(
    settings: Settings, plan: Channels | None, invited: Invitations, *, slack: "Outbound | None"
) -> Switchboard | None:
    """Return the switchboard of the channels file; channels that are built from settings join by their kind."""
    if plan is None and slack is None:
        return None
    # Imported where it is used: most commands send nothing, and the senders' libraries take time to load.
    from tasks.adapters.channels.wiring import switchboard  # noqa: PLC0415

    more: dict[str, Channel] = {FILE: FileChannel(settings.outbox_file)} if plan else {}
    if slack is not None:
        more[SLACK] = slack.channel
    return switchboard(plan or Channels(order=(SLACK,)), environment=os.environ, link=invited.link, more=more)


def _playbook_folders(settings: Settings) -> tuple[Path, ...]:
    own = settings.home / "playbooks"
    return (own, SHIPPED) if own.is_dir() else (SHIPPED,)
