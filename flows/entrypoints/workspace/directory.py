"""Who and where: the members, the channels, the direct messages."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from flows.entrypoints.workspace.channel import Channel
from flows.entrypoints.workspace.member import Member
from flows.entrypoints.workspace.serial import Serial


@dataclass(slots=True)
class Directory:
    """Keeps members and channels; the app itself is the bot member `app_user_id`."""

    serial: Serial
    app_name: str
    members: dict[str, Member] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    app_user_id: str = ""

    def __post_init__(self) -> None:
        self.app_user_id = self.add_member(Member(name=self.app_name, bot=True)).id

    def add_member(self, member: Member) -> Member:
        """Add a member, or put a changed one in the place of the old."""
        known = member if member.id else replace(member, id=self.serial.identifier("U"))
        self.members[known.id] = known
        return known

    def add_channel(self, name: str, members: Iterable[str], *, private: bool = False) -> Channel:
        """Open a channel."""
        channel = Channel(id=self.serial.identifier("C"), name=name, members=set(members), private=private)
        self.channels[channel.id] = channel
        return channel

    def direct(self, user_id: str) -> Channel:
        """Return the direct message between a person and the app, opened if need be."""
        for channel in self.channels.values():
            if channel.partner == user_id:
                return channel
        channel = Channel(
            id=self.serial.identifier("D"),
            name="directmessage",
            members={user_id, self.app_user_id},
            partner=user_id,
        )
        self.channels[channel.id] = channel
        return channel

    def named(self, name: str) -> Channel | None:
        """Return the channel of a name."""
        return next((one for one in self.channels.values() if one.name == name and not one.direct), None)

    def by_email(self, email: str) -> Member | None:
        """Return the active member of an address; strangers and deactivated people are not found."""
        wanted = email.casefold()
        found = (
            member for member in self.members.values() if member.email and member.email.casefold() == wanted
        )
        return next((member for member in found if not member.deactivated and not member.foreign), None)

    def people(self) -> list[Member]:
        """Return everybody who is not a bot."""
        return [member for member in self.members.values() if not member.bot]
