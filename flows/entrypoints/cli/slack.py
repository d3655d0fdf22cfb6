"""`slack run | doctor | manifest | preview`: the Slack app, from setting it up to running it."""

import asyncio
import gc
import json
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Literal
from urllib.parse import quote

from cyclopts import App

from config.settings import Settings
from flows.bootstrap import office as open_office
from flows.bootstrap import settings as read_settings
from flows.bootstrap import slack as open_slack
from flows.entrypoints.cli import slack_wording as w
from flows.entrypoints.cli.doctor import finding_facts, show_finding
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.finding import Grade
from flows.entrypoints.cli.mistake import Mistake
from flows.entrypoints.cli.options import PLAIN, Reply
from flows.entrypoints.cli.speaker import Speaker, speaker
from flows.entrypoints.cli.visit import look

app = App(name="slack")

SWITCH_SECONDS = 0.0005
COLLECT_AFTER = 20_000
BUILDER = "https://app.slack.com/block-kit-builder/#"


@app.command
def run(*, http: int | None = None, host: str = "127.0.0.1", reply: Reply = PLAIN) -> ExitCode:
    """运行 Slack 应用，直到按 Ctrl-C · Run the Slack app until Ctrl-C.

    Args:
        http: 用签名 HTTP 而非 Socket Mode，监听此端口 · signed HTTP on this port instead of Socket Mode
        host: HTTP 监听地址 · where HTTP listens
        reply: 输出 · output
    """
    answering, found = speaker(reply), read_settings()
    asyncio.run(_served(answering, found, host=host, port=http))
    return ExitCode.DONE


@app.command
def doctor(*, reply: Reply = PLAIN) -> ExitCode:
    """体检：令牌、权限、成员账号、卡片模板 · Check tokens, scopes, people and every template.

    Args:
        reply: 输出 · output
    """
    from flows.entrypoints.cli.slack_examination import examined

    answering = speaker(reply)
    findings = tuple(examined(read_settings()))
    sick = any(finding.grade is Grade.FAIL for finding in findings)
    answering.document({"healthy": not sick, "checks": [finding_facts(finding) for finding in findings]})
    for finding in findings:
        show_finding(answering, finding)
    return ExitCode.FAILURE if sick else ExitCode.DONE


@app.command
def manifest(*, url: str | None = None, reply: Reply = PLAIN) -> ExitCode:
    """输出应用清单（JSON），粘贴到 api.slack.com/apps · Print the app's manifest, to be pasted at api.slack.com/apps.

    Args:
        url: 签名 HTTP 的公网地址；默认 Socket Mode · the public address for signed HTTP, by default Socket Mode
        reply: 输出 · output
    """
    from flows.entrypoints.slack_app.manifest import manifest as written

    answering = speaker(reply)
    document = written(language=answering.language, request_url=url)
    _print(document, answering)
    return ExitCode.DONE


@app.command
def preview(
    rollout: str,
    about: str,
    /,
    *,
    for_: str | None = None,
    card: Literal["gate", "waiver", "override"] = "gate",
    link: bool = False,
    reply: Reply = PLAIN,
) -> ExitCode:
    """预览卡片而不发送 · Show a card without sending it.

    Args:
        rollout: 项目 · the rollout
        about: 关卡或阶段 · a gate or a phase
        for_: 给谁看，默认第一位成员 · for whom, by default the first person
        card: 关卡的哪张卡片：关卡、豁免申请、紧急越过 · which of a gate's cards
        link: 输出 Block Kit Builder 链接 · a link to Block Kit Builder
        reply: 输出 · output
    """
    from flows.entrypoints.cli.slack_preview import Card
    from flows.entrypoints.cli.slack_preview import preview as drawn

    seen = look(rollout, reply)
    blocks = drawn(seen.rollout, about, seen.office.clock.now(), person=for_, card=Card(card))
    document = {"blocks": [*blocks]}
    if link and not seen.speaker.to_script:
        seen.speaker.show_exactly(BUILDER + quote(json.dumps(document, ensure_ascii=False)))
    else:
        _print(document, seen.speaker)
    return ExitCode.DONE


async def _served(answering: Speaker, found: Settings, *, host: str, port: int | None) -> None:
    from flows.entrypoints.slack_app.running import Address, served, watch_over
    from flows.entrypoints.slack_app.signed_http import PATH

    # Acks come from one thread, drawing and deciding from others: it gets its turn ten times as often as usual.
    sys.setswitchinterval(SWITCH_SECONDS)
    # Whoever waits for an ack waits for the search for garbage too: it leaves out what was imported, and comes seldom.
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)
    token, way = _tokens(found, host=host, port=port)
    office = open_office(found)
    slack = open_slack(found, office.store, office.clock)
    if slack is None:
        raise Mistake(w.NO_BOT_TOKEN)
    watch = watch_over(found, office, slack, token=token)
    entrance = way if isinstance(way, str) else Address(*way)
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with served(watch.door, watch, entrance):
        said = w.SERVING_HTTP if port else w.SERVING_SOCKET
        answering.note(answering.say(said, host=host, port=port, path=PATH))
        await stopped.wait()
    with suppress(OSError):
        office.store.close()


def _tokens(found: Settings, *, host: str, port: int | None) -> tuple[str, str | tuple[str, int, str]]:
    """Return the bot token and the way in; whatever is missing is named, and nothing starts."""
    if found.slack_bot_token is None:
        raise Mistake(w.NO_BOT_TOKEN)
    if port is not None:
        if found.slack_signing_secret is None:
            raise Mistake(w.NO_SIGNING_SECRET)
        return found.slack_bot_token, (host, port, found.slack_signing_secret)
    if found.slack_app_token is None:
        raise Mistake(w.NO_APP_TOKEN)
    return found.slack_bot_token, found.slack_app_token


def _print(document: Mapping[str, object], answering: Speaker) -> None:
    """Print a document that is JSON whoever asks."""
    Speaker(answering.language, to_script=True).document(document)
