"""What a visitor does on the page; each act is one of the scripted person's."""

import re
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from flows.entrypoints.workspace.payload import Payload
from flows.entrypoints.workspace.person.control import Choice
from flows.entrypoints.workspace.person.human import Human
from playbooks.model.frozen import Frozen

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


class Click(Frozen):
    """Use a control of a message."""

    act: Literal["click"]
    channel: str
    ts: str
    action_id: str
    value: str | None = None
    choice: Choice = None

    async def carry_out(self, human: Human) -> Payload:
        """Do it."""
        await human.click(self.channel, self.ts, self.action_id, value=self.value, choice=self.choice)
        return {}


class ClickInView(Frozen):
    """Use a control of the modal in front or of the App Home."""

    act: Literal["click_in_modal", "click_in_home"]
    action_id: str
    value: str | None = None
    choice: Choice = None

    async def carry_out(self, human: Human) -> Payload:
        """Do it."""
        click = human.click_in_home if self.act == "click_in_home" else human.click_in_modal
        await click(self.action_id, value=self.value, choice=self.choice)
        return {}


class Submit(Frozen):
    """Send the modal in front."""

    act: Literal["submit"]
    values: dict[str, Choice]

    async def carry_out(self, human: Human) -> Payload:
        """Do it, and return the errors that the app found."""
        return {"errors": (await human.submit(self.values)).errors}


class Dismiss(Frozen):
    """Close the modal in front."""

    act: Literal["dismiss"]

    async def carry_out(self, human: Human) -> Payload:
        """Do it."""
        await human.dismiss()
        return {}


class OpenHome(Frozen):
    """Look at the App Home."""

    act: Literal["open_home"]

    async def carry_out(self, human: Human) -> Payload:
        """Do it."""
        await human.open_home()
        return {}


class Write(Frozen):
    """Write a message, or give a command if it starts with a slash."""

    act: Literal["write"]
    channel: str
    text: str = Field(min_length=1, max_length=4000)
    thread: str = ""

    async def carry_out(self, human: Human) -> Payload:
        """Do it."""
        command, _, rest = self.text.partition(" ")
        if re.fullmatch(r"/[a-z][a-z0-9_-]*", command):
            await human.slash(self.channel, command, rest.strip())
        else:
            await human.say(self.channel, as_stored(human, self.text), thread_ts=self.thread)
        return {}


Act = Annotated[Click | ClickInView | Submit | Dismiss | OpenHome | Write, Field(discriminator="act")]
ACTS: TypeAdapter[Act] = TypeAdapter(Act)


def as_stored(human: Human, text: str) -> str:
    """Return written text as Slack stores it: escaped, with names after an @ made mentions."""
    escaped = "".join(_ESCAPES.get(sign, sign) for sign in text)
    members = human.state.directory.members.values()
    for member in sorted(members, key=lambda one: len(one.name), reverse=True):
        escaped = escaped.replace(f"@{member.name}", f"<@{member.id}>")
    return escaped
