"""What one visitor sees, as one JSON object; the page draws nothing else."""

from flows.entrypoints.workspace.channel import Channel
from flows.entrypoints.workspace.member import Member
from flows.entrypoints.workspace.payload import Payload
from flows.entrypoints.workspace.person.screen import Screen
from flows.entrypoints.workspace.state import State


def picture(state: State, *, visitor: str, channel_id: str, connected: bool) -> Payload:
    """Return the workspace as a visitor sees it, with the messages of one channel."""
    people = [_person(member) for member in state.directory.members.values()]
    shown: Payload = {
        "version": state.changes.count,
        "people": people,
        "app": {"id": state.app_user_id, "name": state.installation.app_name},
        "connected": connected,
        "commands": sorted(state.installation.commands or ()),
        "me": visitor,
        "channels": [],
        "messages": [],
        "modal": None,
        "home": None,
    }
    member = state.directory.members.get(visitor)
    if member is None or member.deactivated or member.bot:
        return shown
    return shown | _seen(state, Screen(state, visitor), channel_id)


def _person(member: Member) -> Payload:
    marks = {"guest": member.guest, "foreign": member.foreign, "deactivated": member.deactivated}
    return {
        "id": member.id,
        "name": member.name,
        "title": member.title,
        "language": member.language.value,
        "bot": member.bot,
        "marks": [mark for mark, holds in marks.items() if holds],
    }


def _seen(state: State, screen: Screen, channel_id: str) -> Payload:
    direct = state.directory.direct(screen.user_id)
    channels = [one for one in state.directory.channels.values() if screen.user_id in one.members]
    chosen = channel_id if channel_id in {one.id for one in channels} else ""
    return {
        "channels": [_channel(screen, one) for one in channels],
        "direct": direct.id,
        "messages": screen.messages(chosen) if chosen else [],
        "modal": screen.modal,
        "home": screen.home,
    }


def _channel(screen: Screen, channel: Channel) -> Payload:
    stamps = [message["ts"] for message in screen.messages(channel.id)]
    return {
        "id": channel.id,
        "name": channel.name,
        "topic": channel.topic,
        "private": channel.private,
        "direct": channel.direct,
        "people": len(channel.members - {screen.state.app_user_id}),
        "latest": stamps[-1] if stamps else "",
    }
