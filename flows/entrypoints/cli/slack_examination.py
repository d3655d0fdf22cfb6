"""What `phasegate slack doctor` looks at: tokens, workspace, scopes, people, and every template in Slack's own eyes."""

from collections.abc import Iterator
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from config.settings import Settings
from flows.entrypoints.cli import slack_wording as w
from flows.entrypoints.cli.finding import Finding, Grade, said, told
from flows.entrypoints.slack_app.manifest import SCOPES
from flows.entrypoints.slack_app.samples import Sample, samples
from playbooks.model.errors import RolloutError
from playbooks.model.organisation import Organisation
from tasks.adapters.clocks import SystemClock
from tasks.adapters.organisation import read_organisation
from tasks.adapters.playbook_library import SHIPPED, PlaybookLibrary
from tasks.adapters.slack.client import web_client
from tasks.adapters.slack.directory import Directory
from tasks.adapters.slack.errors import code, told_plainly

#: What a workspace says that does not know the method.
_UNKNOWN_METHOD = frozenset(
    {"unknown_method", "method_not_supported_for_channel_type", "not_allowed_token_type"}
)
_MOST_NAMED = 10


def examined(settings: Settings) -> Iterator[Finding]:
    """Yield a finding for each part, as soon as it is known; without a token there is nothing more to look at."""
    yield _tokens(settings)
    if settings.slack_bot_token is None:
        return
    client = web_client(settings.slack_bot_token, settings.slack_api_url)
    found, scopes = _workspace(client)
    yield found
    if scopes is None:
        return
    yield scopes
    try:
        organisation = read_organisation(settings.organisation)
        yield _people(client, organisation)
        yield _templates(settings, client, organisation)
    except RolloutError as error:
        yield Finding("people", w.D_PEOPLE, Grade.FAIL, said(error), w.FIX_PEOPLE)


def signed_in(settings: Settings) -> Finding:
    """Return whether the tokens are there and Slack takes them."""
    tokens = _tokens(settings)
    if settings.slack_bot_token is None or tokens.grade is not Grade.OK:
        return tokens
    return _workspace(web_client(settings.slack_bot_token, settings.slack_api_url))[0]


def _workspace(client: WebClient) -> tuple[Finding, Finding | None]:
    """Return as whom the bot is logged in and what it may do there; nothing more where it is not."""
    try:
        with told_plainly():
            answer = client.auth_test()
    except RolloutError as error:
        return Finding("workspace", w.D_WORKSPACE, Grade.FAIL, said(error), w.FIX_WORKSPACE), None
    found = told(w.WORKSPACE_FOUND, team=answer["team"], user=answer["user"])
    return Finding("workspace", w.D_WORKSPACE, Grade.OK, found), _scopes(dict(answer.headers))


def _tokens(settings: Settings) -> Finding:
    if settings.slack_bot_token is None:
        return Finding("tokens", w.D_TOKENS, Grade.FAIL, w.NO_BOT_TOKEN, w.FIX_TOKENS)
    if settings.slack_app_token is not None:
        return Finding("tokens", w.D_TOKENS, Grade.OK, w.TOKENS_SOCKET)
    if settings.slack_signing_secret is not None:
        return Finding("tokens", w.D_TOKENS, Grade.OK, w.TOKENS_HTTP)
    return Finding("tokens", w.D_TOKENS, Grade.FAIL, w.TOKENS_HALF, w.FIX_TOKENS)


def _scopes(headers: dict[str, Any]) -> Finding:
    given = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    granted = {scope.strip() for scope in str(given).split(",")}
    missing = [scope for scope in SCOPES if scope not in granted]
    if missing:
        found = told(w.SCOPES_MISSING, scopes=tuple(missing))
        return Finding("scopes", w.D_SCOPES, Grade.FAIL, found, w.FIX_SCOPES)
    return Finding("scopes", w.D_SCOPES, Grade.OK, w.SCOPES_FOUND)


def _people(client: WebClient, organisation: Organisation) -> Finding:
    directory = Directory(client, organisation.slack)
    active = [person for person in organisation.people if person.active]
    missing: list[str] = []
    for person in active:
        try:
            directory.user(person)
        except RolloutError:
            missing.append(person.key)
    if missing:
        more = ("…",) if len(missing) > _MOST_NAMED else ()
        found = told(w.PEOPLE_MISSING, people=(*missing[:_MOST_NAMED], *more))
        return Finding("people", w.D_PEOPLE, Grade.WARN, found, w.FIX_PEOPLE)
    return Finding("people", w.D_PEOPLE, Grade.OK, told(w.PEOPLE_FOUND, count=len(active)))


def _templates(settings: Settings, client: WebClient, organisation: Organisation) -> Finding:
    library, now = PlaybookLibrary((settings.home / "playbooks", SHIPPED)), SystemClock().now()
    count = 0
    for name in library.names():
        for sample in samples(organisation, library.load(name), now):
            fault = _fault(client, sample)
            if fault in _UNKNOWN_METHOD:
                found = told(w.TEMPLATES_UNCHECKED, fault=fault)
                return Finding("templates", w.D_TEMPLATES, Grade.WARN, found)
            if fault:
                found = told(w.TEMPLATES_WRONG, name=f"{name}/{sample.name}", fault=fault)
                return Finding("templates", w.D_TEMPLATES, Grade.FAIL, found, w.FIX_TEMPLATES)
            count += 1
        break
    return Finding("templates", w.D_TEMPLATES, Grade.OK, told(w.TEMPLATES_SOUND, count=count))


def _fault(client: WebClient, sample: Sample) -> str:
    """Return what Slack has against a template, or nothing."""
    given = {"view": sample.view} if sample.view else {"blocks": list(sample.blocks)}
    try:
        client.api_call("blocks.validate", json=given)
    except SlackApiError as error:
        details = error.response.get("errors") if hasattr(error.response, "get") else None
        return f"{code(error)} {details}" if details else code(error)
    return ""
