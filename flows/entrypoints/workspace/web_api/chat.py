"""Methods chat.*: messages of the app."""

import time

from flows.entrypoints.workspace.channel import Channel
from flows.entrypoints.workspace.errors import SlackError
from flows.entrypoints.workspace.member import TEAM_ID
from flows.entrypoints.workspace.payload import Payload, copy_of
from flows.entrypoints.workspace.state import APP_ID, BOT_ID, State
from flows.entrypoints.workspace.web_api.access import message_in, own_channel, visible_channel
from flows.entrypoints.workspace.web_api.arguments import Arguments
from flows.entrypoints.workspace.web_api.content import read_content

_DAYS_AHEAD = 120 * 86_400


def by_app(state: State) -> Payload:
    """Return what marks a message as the app's."""
    return {"user": state.app_user_id, "bot_id": BOT_ID, "app_id": APP_ID, "team": TEAM_ID}


def post_message(state: State, arguments: Arguments) -> Payload:
    """Write a message, or an answer in a thread."""
    channel = own_channel(state, arguments)
    message = by_app(state) | read_content(arguments.given)
    thread = arguments.text("thread_ts")
    if thread and state.messages.find(channel.id, thread) is None:
        raise SlackError("thread_not_found")
    for name in ("thread_ts", "metadata"):
        if arguments.raw(name):
            message[name] = arguments.raw(name)
    written = state.messages.add(channel.id, message)
    answer: Payload = {"channel": channel.id, "ts": written["ts"], "message": copy_of(written)}
    return answer | ({"warning": "missing_text_in_message"} if not written["text"] else {})


def _own_message(state: State, arguments: Arguments, refusal: str) -> tuple[Channel, Payload]:
    channel = own_channel(state, arguments)
    message = message_in(state, channel, arguments.text("ts"))
    if message.get("user") != state.app_user_id:
        raise SlackError(refusal)
    return channel, message


def update(state: State, arguments: Arguments) -> Payload:
    """Change a message; without a `blocks` argument the old blocks stay (python-slack-sdk#523)."""
    channel, message = _own_message(state, arguments, "cant_update_message")
    content = read_content(arguments.given)
    if "blocks" in arguments.given:
        message["blocks"] = []
    message |= content
    message["edited"] = {"user": state.app_user_id, "ts": state.serial.stamp()}
    if arguments.raw("metadata"):
        message["metadata"] = arguments.raw("metadata")
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": copy_of(message)}


def delete(state: State, arguments: Arguments) -> Payload:
    """Remove a message."""
    channel, message = _own_message(state, arguments, "cant_delete_message")
    state.messages.remove(channel.id, message["ts"])
    return {"channel": channel.id, "ts": message["ts"]}


def post_ephemeral(state: State, arguments: Arguments) -> Payload:
    """Show a message to one member of a conversation."""
    channel = own_channel(state, arguments)
    if arguments.needed("user") not in channel.members:
        raise SlackError("user_not_in_channel")
    message = by_app(state) | read_content(arguments.given)
    if arguments.text("thread_ts"):
        message["thread_ts"] = arguments.text("thread_ts")
    shown = state.messages.add_ephemeral(channel.id, arguments.text("user"), message)
    return {"message_ts": shown["ts"]}


def schedule_message(state: State, arguments: Arguments) -> Payload:
    """Take a message for later; it is kept, never sent."""
    channel = own_channel(state, arguments)
    read_content(arguments.given)
    moment = arguments.number("post_at", 0)
    if moment <= time.time():
        raise SlackError("time_in_past")
    if moment > time.time() + _DAYS_AHEAD:
        raise SlackError("time_too_far")
    identifier = state.serial.identifier("Q")
    state.messages.scheduled[identifier] = {**arguments.given, "channel": channel.id, "post_at": moment}
    return {"scheduled_message_id": identifier, "channel": channel.id, "post_at": moment}


def get_permalink(state: State, arguments: Arguments) -> Payload:
    """Return the address of a message."""
    channel = visible_channel(state, arguments.text("channel"))
    message = message_in(state, channel, arguments.text("message_ts"))
    stamp = str(message["ts"]).replace(".", "")
    return {"channel": channel.id, "permalink": f"{state.address}/archives/{channel.id}/p{stamp}"}
