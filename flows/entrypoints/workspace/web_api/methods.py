"""Every Web API method that is here: its function, its scope and its tier, from docs.slack.dev."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flows.entrypoints.workspace.payload import Payload
from flows.entrypoints.workspace.state import State
from flows.entrypoints.workspace.web_api import app, chat, conversations, files, modals, reactions, users
from flows.entrypoints.workspace.web_api.arguments import Arguments


@dataclass(frozen=True, slots=True)
class Method:
    """How a method is carried out and what it takes; tier 0 has no limit of its own here."""

    carry_out: Callable[[State, Arguments], Payload]
    scope: str = ""
    tier: int = 0
    with_app_token: bool = False


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "api.test": Method(app.echo),
        "apps.connections.open": Method(app.open_connection, with_app_token=True),
        "apps.manifest.validate": Method(app.validate_manifest, tier=3),
        "auth.test": Method(app.show_authority),
        "blocks.validate": Method(app.validate_blocks),
        "bookmarks.add": Method(reactions.bookmark, "bookmarks:write", 2),
        "chat.delete": Method(chat.delete, "chat:write", 3),
        "chat.getPermalink": Method(chat.get_permalink, tier=4),
        "chat.postEphemeral": Method(chat.post_ephemeral, "chat:write", 4),
        "chat.postMessage": Method(chat.post_message, "chat:write", 4),
        "chat.scheduleMessage": Method(chat.schedule_message, "chat:write", 3),
        "chat.update": Method(chat.update, "chat:write", 3),
        "conversations.create": Method(conversations.create, "channels:manage", 2),
        "conversations.history": Method(conversations.history, "channels:history", 3),
        "conversations.info": Method(conversations.info, "channels:read", 3),
        "conversations.invite": Method(conversations.invite, "channels:manage", 3),
        "conversations.join": Method(conversations.join, "channels:join", 3),
        "conversations.list": Method(conversations.everywhere, "", 2),
        "conversations.members": Method(conversations.members, "channels:read", 4),
        "conversations.open": Method(conversations.open_direct, "im:write", 3),
        "conversations.replies": Method(conversations.replies, "channels:history", 3),
        "conversations.setTopic": Method(conversations.set_topic, "channels:manage", 2),
        "files.completeUploadExternal": Method(files.complete, "files:write", 4),
        "files.getUploadURLExternal": Method(files.get_upload_url, "files:write", 4),
        "files.info": Method(files.info, "files:read", 4),
        "pins.add": Method(reactions.pin, "pins:write", 2),
        "reactions.add": Method(reactions.react, "reactions:write", 3),
        "usergroups.users.list": Method(users.of_group, "usergroups:read", 2),
        "users.info": Method(users.info, "users:read", 4),
        "users.list": Method(users.everybody, "users:read", 2),
        "users.lookupByEmail": Method(users.look_up_by_email, "users:read.email", 3),
        "views.open": Method(modals.open_modal, tier=4),
        "views.publish": Method(modals.publish, tier=4),
        "views.push": Method(modals.push, tier=4),
        "views.update": Method(modals.update, tier=4),
    }
)
