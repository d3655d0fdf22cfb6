"""Buttons and forms: a click opens a form, a form becomes a wish, and the answer stands before the form closes.

- A click is acked at once; the form is opened by a task.
- A form is acked when its wish is on record or refused, and a refusal is shown in the form itself.
"""

import re
from functools import partial

from slack_bolt.async_app import AsyncAck, AsyncApp

from flows.entrypoints.slack_app import wording as w
from flows.entrypoints.slack_app.answers import Answers
from flows.entrypoints.slack_app.door import Door
from flows.entrypoints.slack_app.field_error import FieldError
from flows.entrypoints.slack_app.follow_up import followed_up, redrawn, refusal_text, told_off
from flows.entrypoints.slack_app.forms import form
from flows.entrypoints.slack_app.matter import Matter, looked_up
from flows.entrypoints.slack_app.page_link import page_link
from flows.entrypoints.slack_app.payload import Body, Handle, Spot, account, part, spot, word
from flows.entrypoints.slack_app.request_ids import request_of
from flows.entrypoints.slack_app.wishes import FILES, attempted, first_field, wished
from playbooks.model.commands import Command, Request
from playbooks.model.errors import RolloutError
from playbooks.model.refusal import Refusal
from playbooks.model.text import Language, Text
from tasks.adapters.ports import Answer
from tasks.adapters.slack.blocks import Block, escaped
from tasks.adapters.slack.directory import Account
from tasks.adapters.slack.errors import StrangerError
from tasks.adapters.slack.offer import CardAction

#: Forms in which nobody is chosen, so that Slack need not be asked who that is.
NAMING_NOBODY = frozenset({CardAction.APPROVE, CardAction.REJECT, CardAction.ASK})
BUTTONS = re.compile(r"^(gate|phase|waiver|override)_[a-z_]+$")


def listen(app: AsyncApp, door: Door) -> None:
    """Register buttons and forms."""

    @app.action(BUTTONS)
    async def pressed(ack: AsyncAck, body: dict[str, object], action: dict[str, object]) -> None:
        await ack()
        door.handover.take(opened(door, body, action))

    @app.view(BUTTONS)
    async def submitted(ack: AsyncAck, body: dict[str, object], view: dict[str, object]) -> None:
        with door.rounds.behind():
            errors = await answered(door, body, view)
        if errors is None:
            await ack(response_action="clear")
        else:
            await ack(response_action="errors", errors=errors)


async def opened(door: Door, body: Body, action: Body) -> None:
    """Open the form of a button, or say why not; what is refused here is refused on record."""
    caller, pressed_at = account(body), spot(body)
    try:
        handle = Handle.of_button(word(action, "value"), word(action, "action_id"))
        matter, reason, view = await door.rounds.promptly(
            partial(_looked_at, door, handle, caller=caller, pressed_at=pressed_at)
        )
    except StrangerError as error:
        await door.client.chat_postMessage(channel=caller.user, text=escaped(_both(error.text)))
        return
    if reason is None:
        show = door.client.views_open if pressed_at.in_message else door.client.views_push
        await show(trigger_id=word(body, "trigger_id"), view=view)
        return
    if matter.refused or matter.stale:
        where = word(body, "trigger_id") or word(body, "container", "message_ts")
        await _brought(door, matter, attempted(matter), form_id=where)
    text = matter.voice.say(w.REFUSED, reason=escaped(matter.voice.say(reason)))
    await told_off(door, matter, pressed_at.channel, text=text)


def _looked_at(
    door: Door, handle: Handle, *, caller: Account, pressed_at: Spot
) -> tuple[Matter, Text | None, Block]:
    """Return what was pressed, and why no form is opened, or the form."""
    matter = looked_up(door, handle, caller)
    moved = pressed_at.in_message and (pressed_at.channel, pressed_at.ts) != (
        matter.message.channel,
        matter.message.ts,
    )
    reason = matter.refused or (w.STALE if matter.stale or moved else None)
    return matter, reason, {} if reason else form(matter, page_link(door, matter))


async def answered(door: Door, body: Body, view: Body) -> dict[str, str] | None:
    """Bring the wish of a form to the desk; return what is wrong with the form, or None once it is on record."""
    field, language = "", Language.ZH
    try:
        handle = Handle.of_form(word(view, "private_metadata"))
        field = first_field(handle.action)
        matter = await door.rounds.promptly(partial(looked_up, door, handle, account(body)))
        language = matter.caller.language
        return await _decided(door, matter, view)
    except FieldError as error:
        return {error.field: error.text.to(language)}
    except StrangerError as error:
        return {field: error.text.to(language)}
    except RolloutError as error:
        door.handover.noted("a form could not be taken: %s", error)
    except Exception as error:  # noqa: BLE001  # Slack would show nothing but a warning sign
        door.handover.noted("a form could not be taken: %r", error)
    return {field or "reason": w.TROUBLE.to(language)}


async def _decided(door: Door, matter: Matter, view: Body) -> dict[str, str] | None:
    form_id, field = word(view, "id"), first_field(matter.action)
    if matter.refused is not None:
        await _brought(door, matter, attempted(matter), form_id=form_id)
        return {field: matter.voice.say(w.REFUSED, reason=matter.voice.say(matter.refused))}
    answers = Answers(part(view, "state", "values"))
    files = await door.files.attached(answers.files(FILES), FILES)
    wish = partial(wished, matter, answers, files=files, directory=door.slack.directory)
    command = wish() if matter.action in NAMING_NOBODY else await door.rounds.promptly(wish)
    answer, request = await _brought(door, matter, command, form_id=form_id)
    if isinstance(answer, Refusal):
        door.handover.take(redrawn(door, matter.rollout.key))
        return {field: refusal_text(matter, answer)}
    door.handover.take(followed_up(door, matter, answer, request=request))
    return None


async def _brought(door: Door, matter: Matter, command: Command, *, form_id: str) -> tuple[Answer, str]:
    actor, rollout = matter.caller.actor, matter.rollout.key
    request = request_of(form_id, command, rollout=rollout, person=actor.key)
    wish = Request(id=request, rollout=rollout, actor=actor, command=command)
    return await door.intake.brought(wish), request


def _both(text: Text) -> str:
    return f"{text.zh} · {text.en}"
