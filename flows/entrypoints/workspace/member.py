"""A member of the workspace: who it is and what sets the person apart."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flows.entrypoints.workspace.payload import Payload
from playbooks.model.text import Language

TEAM_ID = "T0LOCAL001"
#: The home of everybody who came in through a shared channel.
FOREIGN_TEAM_ID = "T0ELSEWHERE"
_LOCALES = {Language.ZH: "zh-CN", Language.EN: "en-US"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person, a bot, or the bot of a workflow; an empty id is filled in by the directory."""

    name: str
    id: str = ""
    email: str = ""
    language: Language = Language.EN
    title: str = ""
    time_zone: str = "Asia/Shanghai"
    guest: bool = False
    deactivated: bool = False
    foreign: bool = False
    bot: bool = False
    workflow: bool = False

    @property
    def handle(self) -> str:
        """The short name that Slack shows after an @."""
        return self.email.partition("@")[0] or self.id.lower()

    @property
    def team_id(self) -> str:
        """The workspace that the member is at home in."""
        return FOREIGN_TEAM_ID if self.foreign else TEAM_ID

    def as_user(self, *, locale: bool = False, email: bool = True) -> Payload:
        """Return Slack's user object; the address needs a scope of its own, the locale has to be asked for."""
        profile: Payload = {"real_name": self.name, "display_name": self.name, "title": self.title}
        if self.email and email:
            profile["email"] = self.email
        offset = datetime.now(UTC).astimezone(ZoneInfo(self.time_zone)).utcoffset()
        user: Payload = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.handle,
            "real_name": self.name,
            "deleted": self.deactivated,
            "is_bot": self.bot or self.workflow,
            "is_workflow_bot": self.workflow,
            "is_restricted": self.guest,
            "is_ultra_restricted": False,
            "is_stranger": self.foreign,
            "tz": self.time_zone,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "profile": profile,
        }
        return user | ({"locale": _LOCALES[self.language]} if locale else {})

    def as_actor(self) -> Payload:
        """Return the short form that interactions carry."""
        return {"id": self.id, "username": self.handle, "name": self.handle, "team_id": self.team_id}
