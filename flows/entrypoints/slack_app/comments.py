"""Comments in the thread of a card are kept with its gate; everything else that is said is nobody's business here."""

import asyncio
from html import unescape

from slack_bolt.async_app import AsyncApp

from flows.entrypoints.slack_app.caller import caller
from flows.entrypoints.slack_app.door import Door
from flows.entrypoints.slack_app.field_error import FieldError
from flows.entrypoints.slack_app.payload import word
from flows.entrypoints.slack_app.request_ids import request_of
from playbooks.model.attachment import Attachment
from playbooks.model.commands import CommentOnGate
from playbooks.model.gates.wording import brief
from playbooks.model.refusal import Refusal
from tasks.adapters.render.plain_text import clean
from tasks.adapters.slack.blocks import LONGEST_INPUT, escaped
from tasks.adapters.slack.directory import Account
from tasks.adapters.store.messages import MessageKind, SentMessage

#: Kinds of messages that somebody wrote: plain ones, and those with files.
_SAID_BY_PEOPLE = frozenset({"", "file_share"})

#: Nobody waits for a comment as for a form.
_PATIENCE = 60.0


def listen(app: AsyncApp, door: Door) -> None:
    """Register what is said where the app can hear it."""

    @app.event("message")
    async def said(body: dict[str, object], event: dict[str, object]) -> None:
        robot = "bot_id" in event or word(event, "subtype") not in _SAID_BY_PEOPLE
        if word(event, "thread_ts") and not robot:
            door.handover.take(kept(door, word(body, "team_id"), event))


async def kept(door: Door, team: str, event: dict[str, object]) -> None:
    """Keep a comment, and the files that came with it, with the gate whose card it answers."""
    if await asyncio.to_thread(_card, door, event) is None:
        return
    found = event.get("files")
    ids = [word(item, "id") for item in found] if isinstance(found, list) else []
    try:
        files = await door.files.attached(tuple(ids), "files", patience=_PATIENCE)
        text = await asyncio.to_thread(_kept, door, team, event, files=files)
    except FieldError as error:
        text = escaped(f"{error.text.zh} · {error.text.en}")
    if text:
        channel, thread = word(event, "channel"), word(event, "thread_ts")
        await door.client.chat_postMessage(channel=channel, thread_ts=thread, text=text)


def _card(door: Door, event: dict[str, object]) -> SentMessage | None:
    """Return the gate's card in whose thread something was said."""
    place = (word(event, "channel"), word(event, "thread_ts"))
    message = door.slack.register.at(door.slack.directory.home(), *place)
    return message if message and message.kind is MessageKind.GATE else None


def _kept(door: Door, team: str, event: dict[str, object], *, files: tuple[Attachment, ...]) -> str:
    """Bring the comment to the desk; return what is to be said about it, if anything."""
    channel, ts, message = word(event, "channel"), word(event, "ts"), _card(door, event)
    rollout = door.office.store.rollout(message.rollout) if message else None
    words = brief(clean(unescape(word(event, "text"))).strip(), LONGEST_INPUT)
    words = words or ", ".join(file.name for file in files)
    if message is None or rollout is None or not words:
        return ""
    who = caller(door.slack.directory, Account(team, word(event, "user")), rollout)
    command = CommentOnGate(gate=message.about, text=words, attachments=files)
    request = request_of(f"{channel}/{ts}", command, rollout=rollout.key, person=who.actor.key)
    answer = door.office.submit(rollout.key, who.actor, command, request=request)
    door.slack.cards.redraw(rollout.key)
    door.office.dispatcher.deliver()
    return escaped(answer.reason.to(who.language)) if isinstance(answer, Refusal) else ""
