"""Ending a delegation before its time, from the Home tab.

A button and a form carry the rollout and the key of a delegation; whether it may be ended, says the desk.
"""

import asyncio
import json
from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp

from flows.entrypoints.slack_app import wording as w
from flows.entrypoints.slack_app.answers import Answers
from flows.entrypoints.slack_app.caller import Caller, caller
from flows.entrypoints.slack_app.door import Door
from flows.entrypoints.slack_app.follow_up import letters_out, redrawn
from flows.entrypoints.slack_app.home import published
from flows.entrypoints.slack_app.home_stand_ins import END, delegation_line
from flows.entrypoints.slack_app.payload import Body, account, part, word
from flows.entrypoints.slack_app.request_ids import request_of
from playbooks.model.commands import EndDelegation
from playbooks.model.delegation import Delegation
from playbooks.model.errors import RolloutError
from playbooks.model.refusal import Refusal
from playbooks.model.rollout import Rollout
from playbooks.model.text import Text
from tasks.adapters.ports import Receipt
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack.blocks import (
    LONGEST_INPUT,
    TITLE,
    Block,
    escaped,
    field,
    plain,
    section,
    words_input,
)
from tasks.adapters.slack.directory import Account

REASON = "reason"


@dataclass(frozen=True, slots=True)
class Ending:
    """A delegation that somebody wants to end, looked up again from ids."""

    rollout: Rollout
    given: Delegation
    caller: Caller

    @property
    def voice(self) -> Voice:
        """Return the voice that answers."""
        return Voice(self.caller.language, self.rollout)


def listen(app: AsyncApp, door: Door) -> None:
    """Register the button and the form that end a delegation."""

    @app.action(END)
    async def pressed(ack: AsyncAck, body: dict[str, object], action: dict[str, object]) -> None:
        await ack()
        door.handover.take(opened(door, body, word(action, "value")))

    @app.view(END)
    async def submitted(ack: AsyncAck, body: dict[str, object], view: dict[str, object]) -> None:
        with door.rounds.behind():
            errors = await answered(door, body, view)
        if errors is None:
            await ack(response_action="clear")
        else:
            await ack(response_action="errors", errors=errors)


async def opened(door: Door, body: Body, value: str) -> None:
    """Open the form, or say that there is nothing to end; nothing tells strangers that there is."""
    who = account(body)
    found = await asyncio.to_thread(_looked_up, door, who, value=value)
    if found is None or found.caller.person is None:
        await door.client.chat_postMessage(channel=who.user, text=_both(w.NO_STAND_IN))
        return
    await door.client.views_open(trigger_id=word(body, "trigger_id"), view=_form(found, value))


def _form(found: Ending, value: str) -> Block:
    say = found.voice.say
    return {
        "type": "modal",
        "callback_id": END,
        "private_metadata": value,
        "title": plain(say(w.END_STAND_IN), TITLE),
        "submit": plain(say(w.CONFIRM), TITLE),
        "close": plain(say(w.CANCEL), TITLE),
        "blocks": [
            section(delegation_line(found.voice, found.given)),
            field(REASON, say(w.F_REASON), words_input()),
        ],
    }


async def answered(door: Door, body: Body, view: Body) -> dict[str, str] | None:
    """Bring the wish to the desk; return what is wrong with the form, or None once it is on record."""
    try:
        found = await asyncio.to_thread(_looked_up, door, account(body), value=word(view, "private_metadata"))
        fault = _both(w.NO_STAND_IN) if found is None else await _fault(door, found, view=view)
    except RolloutError as error:
        door.handover.noted("a delegation could not be ended: %s", error)
        fault = _both(w.TROUBLE)
    return {REASON: fault} if fault else None


async def _fault(door: Door, found: Ending, *, view: Body) -> str | None:
    reason = Answers(part(view, "state", "values")).words(REASON)
    if not reason or len(reason) > LONGEST_INPUT:
        return found.voice.say(w.TOO_LONG if reason else w.EMPTY)
    answer = await asyncio.to_thread(_brought, door, found, reason=reason, form=word(view, "id"))
    if isinstance(answer, Receipt):
        door.handover.take(_followed_up(door, found, receipt=answer))
        return None
    if found.caller.person is None:
        # Whoever is no member is told the same about every delegation, there or not.
        return _both(w.NO_STAND_IN)
    return found.voice.say(w.REFUSED, reason=found.voice.say(answer.reason))


def _looked_up(door: Door, who: Account, *, value: str) -> Ending | None:
    try:
        key, delegation = json.loads(value)
    except (ValueError, TypeError):
        return None
    rollout = door.office.store.rollout(str(key))
    given = rollout.delegations.get(str(delegation)) if rollout else None
    if rollout is None or given is None:
        return None
    return Ending(rollout, given, caller(door.slack.directory, who, rollout))


def _brought(door: Door, found: Ending, *, reason: str, form: str) -> Receipt | Refusal:
    command, actor = EndDelegation(delegation=found.given.key, reason=reason), found.caller.actor
    request = request_of(form, command, rollout=found.rollout.key, person=actor.key)
    return door.office.submit(found.rollout.key, actor, command, request=request)


async def _followed_up(door: Door, found: Ending, *, receipt: Receipt) -> None:
    """Give the receipt, and bring the Home tab, cards and letters up to date."""
    text = found.voice.say(w.STAND_IN_ENDED, seq=receipt.seq, leaf=receipt.leaf)
    await door.client.chat_postMessage(channel=found.caller.account.user, text=text)
    await published(door, found.caller.account)
    await redrawn(door, found.rollout.key)
    await letters_out(door)


def _both(text: Text) -> str:
    return escaped(f"{text.zh} · {text.en}")
