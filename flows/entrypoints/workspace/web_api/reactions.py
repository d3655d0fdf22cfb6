"""Small marks on messages: reactions, pins, bookmarks."""

from flows.entrypoints.workspace.errors import SlackError
from flows.entrypoints.workspace.payload import Payload
from flows.entrypoints.workspace.state import State
from flows.entrypoints.workspace.web_api.access import message_in, own_channel
from flows.entrypoints.workspace.web_api.arguments import Arguments


def react(state: State, arguments: Arguments) -> Payload:
    """Add a reaction of the app."""
    message = message_in(state, own_channel(state, arguments), arguments.text("timestamp"))
    name = arguments.needed("name")
    reactions = message.setdefault("reactions", [])
    if any(one["name"] == name for one in reactions):
        raise SlackError("already_reacted")
    reactions.append({"name": name, "users": [state.app_user_id], "count": 1})
    return {}


def pin(state: State, arguments: Arguments) -> Payload:
    """Pin a message."""
    channel = own_channel(state, arguments)
    message = message_in(state, channel, arguments.text("timestamp"))
    if message.get("pinned_to"):
        raise SlackError("already_pinned")
    message["pinned_to"] = [channel.id]
    return {}


def bookmark(state: State, arguments: Arguments) -> Payload:
    """Put a link on top of a channel."""
    channel = own_channel(state, Arguments({"channel": arguments.text("channel_id")}))
    title, link = arguments.needed("title"), arguments.text("link")
    identifier = state.serial.identifier("Bk")
    return {"bookmark": {"id": identifier, "channel_id": channel.id, "title": title, "link": link}}
