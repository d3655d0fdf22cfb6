"""What the doctor looks at between the product and its people: channels, decision page, Slack."""

import os
import stat
from collections.abc import Iterator

import httpx

from config.settings import Settings
from flows.bootstrap import office as open_office
from flows.entrypoints.cli import door_wording as w
from flows.entrypoints.cli import wording as common
from flows.entrypoints.cli.channels import attempt
from flows.entrypoints.cli.finding import Finding, Grade, said, told
from playbooks.model.errors import RolloutError
from playbooks.model.text import Text
from tasks.adapters.channels.completeness import senders, strangers, unsafe_robots, unset_variables
from tasks.adapters.channels.specification import Channels, read_channels
from tasks.adapters.organisation import read_organisation
from tasks.adapters.portal_key import NAME, portal_key

PATIENCE_SECONDS = 3.0
_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


def doors_examined(settings: Settings) -> Iterator[Finding]:
    """Yield a finding for each way to people."""
    yield _channels(settings)
    yield _portal(settings)
    yield _slack(settings)


def channels_tried(settings: Settings, person: str) -> Iterator[Finding]:
    """Send a test message over every channel, and yield how each took it."""
    try:
        office = open_office(settings)
    except RolloutError as error:
        yield Finding("channel", w.D_CHANNELS, Grade.FAIL, said(error), w.FIX_CHANNEL)
        return
    board, reader = office.dispatcher.switchboard, read_organisation(office.company).team.person(person)
    if board is None or not board.lines:
        yield Finding("channel", w.D_CHANNELS, Grade.WARN, w.NO_CHANNELS, w.FIX_NO_CHANNELS)
    elif reader is None:
        found = told(w.NO_READER, person=person)
        yield Finding("channel", w.D_CHANNELS, Grade.FAIL, found, w.FIX_READER)
    else:
        for line in board.lines:
            name, failure = line.channel.name, attempt(line, reader)
            found = said(failure) if failure else told(w.CHANNEL_TRIED, person=person)
            grade, fix = (Grade.FAIL, w.FIX_CHANNEL) if failure else (Grade.OK, None)
            yield Finding(f"channel {name}", told(w.D_CHANNEL, name=name), grade, found, fix)
    office.store.close()


def _channels(settings: Settings) -> Finding:
    if settings.channels is None:
        found = told(w.CHANNELS_UNSET, file=settings.outbox_file)
        return Finding("channels", w.D_CHANNELS, Grade.OK, found)
    try:
        channels = read_channels(settings.channels)
        return _complete(channels, settings)
    except RolloutError as error:
        return Finding("channels", w.D_CHANNELS, Grade.FAIL, said(error), common.FIX_FILE)


def _complete(channels: Channels, settings: Settings) -> Finding:
    for names, text, fix in (
        (unset_variables(channels, os.environ), w.SECRETS_UNSET, w.FIX_SECRETS),
        (unsafe_robots(channels, os.environ), w.WEBHOOKS_UNSAFE, w.FIX_WEBHOOKS),
    ):
        if names:
            return Finding("channels", w.D_CHANNELS, Grade.FAIL, told(text, names=tuple(names)), fix)
    if not senders(channels):
        return Finding("channels", w.D_CHANNELS, Grade.WARN, w.CHANNELS_EMPTY, w.FIX_CHANNELS_EMPTY)
    unknown = strangers(channels, read_organisation(settings.organisation))
    if unknown:
        found = told(w.CHANNEL_STRANGERS, names=tuple(unknown))
        return Finding("channels", w.D_CHANNELS, Grade.WARN, found, common.FIX_FILE)
    named = senders(channels)
    found = told(w.CHANNELS_READ, count=len(named), names=tuple(named))
    return Finding("channels", w.D_CHANNELS, Grade.OK, found)


def _portal(settings: Settings) -> Finding:
    url, key = settings.portal_url, settings.home / NAME
    if url is None:
        return Finding("portal", w.D_PORTAL, Grade.OK, w.PORTAL_UNSET)
    if key.exists():  # looking must not make one
        try:
            portal_key(settings.home)
        except RolloutError as error:
            return Finding("portal", w.D_PORTAL, Grade.FAIL, said(error), w.FIX_PORTAL_KEY)
        if key.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            found, fix = told(common.KEY_OPEN, place=key), told(common.FIX_KEY_OPEN, place=key)
            return Finding("portal", w.D_PORTAL, Grade.WARN, found, fix)
    return _address(url)


def _address(url: str) -> Finding:
    if not url.startswith("https:") and httpx.URL(url).host not in _LOCAL:
        return _ill(told(w.PORTAL_OPEN, url=url), w.FIX_PORTAL_OPEN)
    if not _answers(f"{url.rstrip('/')}/healthz"):
        return _ill(told(w.PORTAL_SILENT, url=url), w.FIX_PORTAL_SILENT)
    return Finding("portal", w.D_PORTAL, Grade.OK, told(w.PORTAL_THERE, url=url))


def _ill(found: Text, fix: Text) -> Finding:
    return Finding("portal", w.D_PORTAL, Grade.WARN, found, fix)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=PATIENCE_SECONDS).is_success
    except (httpx.HTTPError, httpx.InvalidURL):
        return False


def _slack(settings: Settings) -> Finding:
    """Look at the tokens and at whether Slack takes them; `slack doctor` looks at everything."""
    if settings.slack_bot_token is None:
        return Finding("slack", w.D_SLACK, Grade.OK, w.SLACK_UNSET)
    from flows.entrypoints.cli.slack_examination import signed_in

    found = signed_in(settings)
    fix = w.FIX_SLACK if found.grade is not Grade.OK else None
    return Finding("slack", w.D_SLACK, found.grade, found.found, found.fix or fix)
