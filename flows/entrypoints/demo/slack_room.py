"""The local Slack of a demo: a workspace with the people of the company, and the product's app at work in it."""

from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from config.settings import Settings
from flows import bootstrap
from flows.entrypoints.slack_app.manifest import manifest
from flows.entrypoints.slack_app.running import served, watch_over
from flows.entrypoints.workspace import Behaviour, WorkspaceThread, install, open_workspace
from flows.entrypoints.workspace.serving import CHANNEL
from playbooks.model.errors import RolloutError
from playbooks.model.text import Language
from tasks.adapters.organisation import read_organisation

#: A card follows a change sooner than usual, for the story waits for it.
BETWEEN_LOOKS = 0.25


def open_room(organisation: Path, language: Language) -> WorkspaceThread:
    """Return a workspace with everybody of an organisation, in a thread that is yet to be entered."""
    people = read_organisation(organisation).people
    # Half a year passes in two minutes: nobody is to wait for what is allowed in a minute.
    unhurried = Behaviour(rate_limits=False)
    installation = install(manifest(language=language))
    return WorkspaceThread(open_workspace(people, installation=installation, behaviour=unhurried))


def connected(settings: Settings, room: WorkspaceThread) -> Settings:
    """Return the settings by which every process finds the workspace."""
    workspace = room.workspace
    channel = workspace.state.directory.named(CHANNEL)
    found = {
        "slack_bot_token": workspace.bot_token,
        "slack_app_token": workspace.app_token,
        "slack_signing_secret": workspace.signing_secret,
        "slack_api_url": workspace.api_url,
        "slack_channel": channel.id if channel else None,
    }
    return settings.model_copy(update=found)


@contextmanager
def app_at_work(settings: Settings, room: WorkspaceThread) -> Generator[None]:
    """Let the Slack app work in the workspace's thread, with an office of its own."""
    entered = _app(settings)
    room.run(entered.__aenter__())
    try:
        yield
    finally:
        room.run(entered.__aexit__(None, None, None))


@asynccontextmanager
async def _app(settings: Settings) -> AsyncGenerator[None]:
    office = bootstrap.office(settings)
    slack = bootstrap.slack(settings, office.store, office.clock)
    if slack is None or settings.slack_bot_token is None or settings.slack_app_token is None:
        raise RolloutError("The demo's workspace has given no tokens; start the demo again.")
    watch = watch_over(settings, office, slack, token=settings.slack_bot_token)
    watch.pause = BETWEEN_LOOKS
    try:
        async with served(watch.door, watch, settings.slack_app_token):
            yield
    finally:
        office.store.close()
