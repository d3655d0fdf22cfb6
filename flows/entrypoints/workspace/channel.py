"""A conversation: a public or private channel, or a direct message."""

from dataclasses import dataclass, field

from flows.entrypoints.workspace.payload import Payload


@dataclass(slots=True, kw_only=True)
class Channel:
    """One conversation and who is in it; `partner` is the person of a direct message with the app."""

    id: str
    name: str
    members: set[str] = field(default_factory=set)
    private: bool = False
    partner: str = ""
    archived: bool = False
    topic: str = ""

    @property
    def direct(self) -> bool:
        """Whether this is a direct message between one person and the app."""
        return bool(self.partner)

    @property
    def kind(self) -> str:
        """The type that message events carry."""
        return "im" if self.direct else "group" if self.private else "channel"

    @property
    def listed_as(self) -> str:
        """The type that conversations.list asks for."""
        return "im" if self.direct else "private_channel" if self.private else "public_channel"

    def as_conversation(self, app_user_id: str) -> Payload:
        """Return Slack's conversation object as the app sees it."""
        shown: Payload = {
            "id": self.id,
            "name": self.name,
            "is_channel": not self.direct,
            "is_im": self.direct,
            "is_private": self.private or self.direct,
            "is_archived": self.archived,
            "is_member": app_user_id in self.members,
            "num_members": len(self.members),
            "topic": {"value": self.topic},
            "purpose": {"value": ""},
        }
        return shown | ({"user": self.partner} if self.direct else {})
