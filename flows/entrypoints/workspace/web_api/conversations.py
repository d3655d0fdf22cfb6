"""Methods conversations.*: channels and direct messages."""

import re

from flows.entrypoints.workspace.channel import Channel
from flows.entrypoints.workspace.errors import SlackError
from flows.entrypoints.workspace.payload import Payload, Payloads
from flows.entrypoints.workspace.state import State
from flows.entrypoints.workspace.web_api.access import own_channel, visible_channel
from flows.entrypoints.workspace.web_api.arguments import Arguments
from flows.entrypoints.workspace.web_api.paging import page

_SCOPES = {"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read"}
_NAME = re.compile(r"[^A-Z\s.,#@!?]{1,80}")
_TOPIC = 250


def _named(state: State, arguments: Arguments) -> Channel:
    return visible_channel(state, arguments.text("channel"))


def _answer(state: State, channel: Channel) -> Payload:
    return {"channel": channel.as_conversation(state.app_user_id)}


def everywhere(state: State, arguments: Arguments) -> Payload:
    """Return the conversations of the types asked for; each type needs its own scope."""
    kinds = arguments.names("types") or ["public_channel"]
    for kind in kinds:
        state.require(_SCOPES.get(kind, ""))
    found = [
        channel.as_conversation(state.app_user_id)
        for channel in state.directory.channels.values()
        if channel.listed_as in kinds and (not channel.private or state.app_user_id in channel.members)
    ]
    return page(found, "channels", arguments)


def info(state: State, arguments: Arguments) -> Payload:
    """Return one conversation."""
    return _answer(state, _named(state, arguments))


def members(state: State, arguments: Arguments) -> Payload:
    """Return who is in a conversation."""
    return page(sorted(_named(state, arguments).members), "members", arguments)


def open_direct(state: State, arguments: Arguments) -> Payload:
    """Open a direct message with one person."""
    users = arguments.names("users")
    if not users:
        raise SlackError("users_list_not_supplied")
    member = state.directory.members.get(users[0])
    if len(users) > 1 or member is None or member.bot or member.foreign:
        raise SlackError("user_not_found")
    if member.deactivated:
        raise SlackError("user_disabled")
    return {"channel": {"id": state.directory.direct(member.id).id}}


def create(state: State, arguments: Arguments) -> Payload:
    """Open a channel with the app in it."""
    name = arguments.text("name")
    if not name:
        raise SlackError("invalid_name_required")
    if not _NAME.fullmatch(name):
        raise SlackError("invalid_name_specials")
    if state.directory.named(name):
        raise SlackError("name_taken")
    private = arguments.flag("is_private")
    return _answer(state, state.directory.add_channel(name, [state.app_user_id], private=private))


def join(state: State, arguments: Arguments) -> Payload:
    """Let the app into a public channel."""
    channel = _named(state, arguments)
    if channel.direct or channel.private:
        raise SlackError("method_not_supported_for_channel_type")
    channel.members.add(state.app_user_id)
    return _answer(state, channel)


def invite(state: State, arguments: Arguments) -> Payload:
    """Let people into a channel."""
    channel = own_channel(state, arguments)
    for user_id in arguments.names("users"):
        if user_id not in state.directory.members:
            raise SlackError("user_not_found")
        if user_id in channel.members:
            raise SlackError("already_in_channel")
        channel.members.add(user_id)
    return _answer(state, channel)


def set_topic(state: State, arguments: Arguments) -> Payload:
    """Set the topic of a channel."""
    channel = own_channel(state, arguments)
    if len(arguments.text("topic")) > _TOPIC:
        raise SlackError("too_long")
    channel.topic = arguments.text("topic")
    return _answer(state, channel)


def history(state: State, arguments: Arguments) -> Payload:
    """Return the messages of a conversation, the newest first."""
    channel = own_channel(state, arguments)
    found = _between(state.messages.top_level(channel.id)[::-1], arguments)
    return page([_read(message, arguments) for message in found], "messages", arguments)


def replies(state: State, arguments: Arguments) -> Payload:
    """Return a thread, the oldest first."""
    channel = own_channel(state, arguments)
    if state.messages.find(channel.id, arguments.text("ts")) is None:
        raise SlackError("thread_not_found")
    found = _between(state.messages.thread(channel.id, arguments.text("ts")), arguments)
    return page([_read(message, arguments) for message in found], "messages", arguments)


def _between(messages: Payloads, arguments: Arguments) -> Payloads:
    oldest, latest = arguments.text("oldest") or "0", arguments.text("latest") or "9" * 10
    limits = {oldest, latest} if arguments.flag("inclusive") else set[str]()
    return [
        one for one in messages if float(oldest) < float(one["ts"]) < float(latest) or one["ts"] in limits
    ]


def _read(message: Payload, arguments: Arguments) -> Payload:
    """Metadata is only told to those who ask for it."""
    hidden = set[str]() if arguments.flag("include_all_metadata") else {"metadata"}
    return {name: value for name, value in message.items() if name not in hidden}
