"""`portal`: serves the decision page; `portal link` prints a person's link where no channel brings it."""

import asyncio
from dataclasses import replace

from cyclopts import App

from flows.bootstrap import invitations, settings
from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.identity import login
from flows.entrypoints.cli.options import PLAIN, Reply
from flows.entrypoints.cli.visit import look, open_door
from flows.entrypoints.portal.application import Portal
from flows.entrypoints.portal.serving import HOST, PORT, local_url, serve
from tasks.adapters.identifiers import request_id
from tasks.adapters.invitations import Invitations
from tasks.adapters.office import Office

app = App(name="portal")


@app.default
def portal(*, host: str = HOST, port: int = PORT, reply: Reply = PLAIN) -> ExitCode:
    """启动决定页面，直到中断 · Serve the decision page until interrupted.

    Args:
        host: 监听地址，默认仅本机 · where to listen, by default on this machine alone
        port: 端口 · the port
        reply: 输出 · output
    """
    office, speaker = open_door(reply)
    public = settings().portal_url
    if public is None:
        speaker.note(speaker.say(w.PORTAL_UNPUBLISHED))
    page = Portal(office, _invitations(office), public or "", settings().evidence_limit_bytes)
    asyncio.run(
        serve(page, host=host, port=port, ready=lambda url: speaker.note(speaker.say(w.PORTAL_UP, url=url)))
    )
    return ExitCode.DONE


@app.command
def link(rollout: str, about: str, /, *, for_: str, reply: Reply = PLAIN) -> ExitCode:
    """打印某人的决定链接；谁打开，就以谁的名义决定 · Print a person's link; whoever opens it decides as that person.

    Args:
        rollout: 项目 · the rollout
        about: 关卡，或要决定的阶段 · the gate, or the phase to decide
        for_: 谁的 · whose
        reply: 输出 · output
    """
    seen = look(rollout, reply)
    invited = _invitations(seen.office)
    # Its own id each time: a link printed anew is a new one, and who printed it is part of it.
    made = invited.invitation(seen.rollout, for_, about, letter=f"printed by {login()}, {request_id()}")
    address = invited.address(made)
    seen.speaker.document({"link": address, "person": for_, "until": made.until.isoformat()})
    seen.speaker.note(seen.speaker.say(w.PORTAL_LINK, person=for_, day=seen.rollout.calendar.day(made.until)))
    seen.speaker.show_exactly(address)
    return ExitCode.DONE


def _invitations(office: Office) -> Invitations:
    made = invitations(settings(), office.store, office.clock)
    return replace(made, url=made.url or local_url(HOST, PORT))
