"""Which conversation a call means, and whether the app may see or use it."""

from flows.entrypoints.workspace.channel import Channel
from flows.entrypoints.workspace.errors import SlackError
from flows.entrypoints.workspace.payload import Payload
from flows.entrypoints.workspace.state import State
from flows.entrypoints.workspace.web_api.arguments import Arguments


def visible_channel(state: State, name: str) -> Channel:
    """Return a conversation that the app knows to exist: a private one only if the app is in it."""
    directory = state.directory
    if name in directory.members:
        return _direct(state, name)
    found = directory.named(name[1:]) if name.startswith("#") else directory.channels.get(name)
    if found is None or (found.private and state.app_user_id not in found.members):
        raise SlackError("channel_not_found")
    return found


def _direct(state: State, user_id: str) -> Channel:
    """Posting to a person opens the direct message, to a deactivated one as well (python-slack-sdk#1156)."""
    member = state.directory.members[user_id]
    if member.bot:
        raise SlackError("cannot_dm_bot")
    if member.foreign:
        raise SlackError("channel_not_found")
    return state.directory.direct(user_id)


def own_channel(state: State, arguments: Arguments) -> Channel:
    """Return a conversation that the app is in and may write to."""
    channel = visible_channel(state, arguments.text("channel"))
    if state.app_user_id not in channel.members:
        raise SlackError("not_in_channel")
    if channel.archived:
        raise SlackError("is_archived")
    return channel


def message_in(state: State, channel: Channel, stamp: str) -> Payload:
    """Return a message of a conversation."""
    message = state.messages.find(channel.id, stamp)
    if message is None:
        raise SlackError("message_not_found")
    return message
