"""What a person has on the screen: conversations, messages, the modal in front, the App Home."""

from dataclasses import dataclass

from flows.entrypoints.workspace.channel import Channel
from flows.entrypoints.workspace.errors import UserError
from flows.entrypoints.workspace.member import Member
from flows.entrypoints.workspace.payload import Payload, Payloads, copy_of
from flows.entrypoints.workspace.person import wording
from flows.entrypoints.workspace.state import State


@dataclass(frozen=True, slots=True)
class Screen:
    """The workspace as one person sees it."""

    state: State
    user_id: str

    @property
    def member(self) -> Member:
        """The person, who must not be deactivated."""
        member = self.state.directory.members[self.user_id]
        if member.deactivated:
            raise UserError(wording.DEACTIVATED)
        return member

    @property
    def modal(self) -> Payload | None:
        """The modal in front."""
        return self.state.views.top(self.user_id)

    @property
    def home(self) -> Payload | None:
        """The App Home."""
        return self.state.views.homes.get(self.user_id)

    def channel(self, channel_id: str) -> Channel:
        """Return a conversation that the person is in."""
        channel = self.state.directory.channels.get(channel_id)
        if channel is None or self.user_id not in channel.members:
            raise UserError(wording.NOT_IN_CHANNEL)
        return channel

    def messages(self, channel_id: str) -> Payloads:
        """Return what the person sees in a conversation, the oldest first."""
        channel = self.channel(channel_id)
        common = [*self.state.messages.by_channel[channel.id].values()]
        own = [one for one in self.ephemerals if one["channel"] == channel.id]
        return sorted((copy_of(one) for one in common + own), key=lambda one: str(one["ts"]))

    @property
    def ephemerals(self) -> Payloads:
        """What this person alone was shown."""
        return [one for one in self.state.messages.ephemerals if one["for"] == self.user_id]

    def message(self, channel_id: str, stamp: str) -> Payload:
        """Return one message as it is at this moment; a client that is behind may still show it later."""
        self.channel(channel_id)
        found = self.state.messages.find(channel_id, stamp)
        found = found or self.state.messages.find_ephemeral(self.user_id, stamp)
        if found is None:
            raise UserError(wording.MESSAGE_GONE)
        return copy_of(found)
