"""The scripted person: does what people do in the Slack client, and sees what they would see."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.entrypoints.workspace.channel import Channel
from flows.entrypoints.workspace.delivery.courier import Courier
from flows.entrypoints.workspace.delivery.parcel import Kind, Parcel
from flows.entrypoints.workspace.errors import UserError
from flows.entrypoints.workspace.member import TEAM_ID
from flows.entrypoints.workspace.payload import Payload, copy_of
from flows.entrypoints.workspace.person import told, wording
from flows.entrypoints.workspace.person.answer import Submission, apply_reply, apply_submission, close
from flows.entrypoints.workspace.person.control import Choice, describe, find_control
from flows.entrypoints.workspace.person.form import fill_in
from flows.entrypoints.workspace.person.screen import Screen
from flows.entrypoints.workspace.state import State
from playbooks.model.text import Text


@dataclass(frozen=True, slots=True)
class Human:
    """One person with a Slack client; every act raises UserError if the client would show a red line."""

    state: State
    courier: Courier
    user_id: str

    @property
    def sees(self) -> Screen:
        """What is on the screen."""
        return Screen(self.state, self.user_id)

    # --- messages

    async def click(
        self, channel_id: str, stamp: str, action_id: str, *, value: str | None = None, choice: Choice = None
    ) -> Parcel:
        """Use a control of a message as it is now."""
        message = self.sees.message(channel_id, stamp)
        return await self.click_remembered(channel_id, message, action_id, value=value, choice=choice)

    async def click_remembered(
        self,
        channel_id: str,
        message: Payload,
        action_id: str,
        *,
        value: str | None = None,
        choice: Choice = None,
    ) -> Parcel:
        """Use a control of a message as this client still shows it, though it may have changed since."""
        channel = self.sees.channel(channel_id)
        block, element = find_control(message.get("blocks"), action_id, value)
        action = describe(block, element, choice=choice, stamp=self.state.serial.stamp())
        payload = self._interaction("block_actions") | self._place(channel, message)
        return await self._act(payload | {"actions": [action]}, wording.NO_ANSWER)

    def _place(self, channel: Channel, message: Payload) -> Payload:
        """Ephemeral messages are kept nowhere, so the app is not told them again."""
        ephemeral = "for" in message
        container = {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": channel.id,
            "is_ephemeral": ephemeral,
        }
        place: Payload = {
            "container": container,
            "channel": {"id": channel.id, "name": channel.name},
            "state": {"values": {}},
            "response_url": self.state.response_url(channel.id, self.user_id, message["ts"]),
        }
        return place | ({} if ephemeral else {"message": copy_of(message)})

    async def say(self, channel_id: str, text: str, *, thread_ts: str = "") -> Parcel:
        """Write a message; whether the app hears it is for the returned parcel to tell.

        A mention in a channel is an event of its own, beside the message.
        """
        channel = self.sees.channel(channel_id)
        message: Payload = {"user": self.sees.member.id, "text": text, "team": self.sees.member.team_id}
        if thread_ts:
            message["thread_ts"] = thread_ts
        written = self.state.messages.add(channel.id, message)
        place: Payload = {"channel": channel.id, "channel_type": channel.kind, "event_ts": written["ts"]}
        heard = self._tell({**written, "type": "message", **place}, channel)
        mentioned = f"<@{self.state.app_user_id}>" in text and not channel.direct
        return self._tell({**written, "type": "app_mention", **place}, channel) if mentioned else heard

    async def slash(self, channel_id: str, command: str, text: str = "") -> Parcel:
        """Give a slash command."""
        channel, member = self.sees.channel(channel_id), self.sees.member
        if not self.state.installation.knows(command):
            raise UserError(wording.UNKNOWN_COMMAND, command)
        payload = told.command(self.state, member, channel_id=channel.id, name=command, text=text)
        parcel = await self._deliver(Parcel(Kind.COMMAND, payload), wording.COMMAND_FAILED)
        apply_reply(self.state, self.user_id, channel_id=channel.id, answer=parcel.answer)
        self.state.changes.announce()
        return parcel

    # --- modals and the App Home

    async def click_in_modal(
        self, action_id: str, *, value: str | None = None, choice: Choice = None
    ) -> Parcel:
        """Use a control of the modal in front."""
        return await self._click_in(self._modal(), action_id, value=value, choice=choice)

    async def click_in_home(
        self, action_id: str, *, value: str | None = None, choice: Choice = None
    ) -> Parcel:
        """Use a control of the App Home."""
        if self.sees.home is None:
            raise UserError(wording.NO_HOME)
        return await self._click_in(self.sees.home, action_id, value=value, choice=choice)

    async def _click_in(self, view: Payload, action_id: str, *, value: str | None, choice: Choice) -> Parcel:
        block, element = find_control(view["blocks"], action_id, value)
        action = describe(block, element, choice=choice, stamp=self.state.serial.stamp())
        container = {"type": "view", "view_id": view["id"]}
        told_view: Payload = {"container": container, "view": copy_of(view), "actions": [action]}
        return await self._act(self._interaction("block_actions") | told_view, wording.FORM_FAILED)

    async def submit(self, values: Mapping[str, Choice] | None = None) -> Submission:
        """Send the modal in front; fields are named by block id or action id."""
        view = self._modal()
        filled = {**copy_of(view), "state": fill_in(self.state, view, values or {})}
        payload = self._interaction("view_submission") | {"view": filled, "response_urls": []}
        parcel = await self._act(payload, wording.FORM_FAILED)
        done = apply_submission(self.state, self.user_id, view=view, answer=parcel.answer)
        self.state.changes.announce()
        return done

    async def dismiss(self) -> None:
        """Close the modal in front without sending it."""
        view = self._modal()
        close(self.state, self.user_id, view)
        self.state.changes.announce()
        if view["notify_on_close"]:
            payload = self._interaction("view_closed") | {"view": copy_of(view), "is_cleared": False}
            self.courier.send_soon(self.courier.deliver(Parcel(Kind.INTERACTION, payload)))

    async def open_home(self) -> Parcel:
        """Open the App Home; the app hears of it by an event."""
        direct = self.state.directory.direct(self.sees.member.id)
        happened: Payload = {
            "type": "app_home_opened",
            "user": self.user_id,
            "channel": direct.id,
            "tab": "home",
            "event_ts": self.state.serial.stamp(),
        }
        shown = {"view": copy_of(self.sees.home)} if self.sees.home else {}
        return self._tell(happened | shown, direct)

    def attach(self, name: str, content: bytes) -> str:
        """Choose a file for a form, and return its id."""
        upload = self.state.uploads.announce(name, len(content), owner=self.sees.member.id)
        upload.content = content
        return upload.id

    # --- what all acts share

    def _modal(self) -> Payload:
        if self.sees.modal is None:
            raise UserError(wording.NO_MODAL)
        return self.sees.modal

    def _interaction(self, kind: str) -> Payload:
        return told.interaction(self.state, kind, self.sees.member)

    async def _act(self, payload: Payload, failure: Text) -> Parcel:
        return await self._deliver(Parcel(Kind.INTERACTION, payload), failure)

    async def _deliver(self, parcel: Parcel, failure: Text) -> Parcel:
        await self.courier.deliver(parcel)
        if not parcel.acknowledged:
            raise UserError(failure, parcel.trouble)
        return parcel

    def _tell(self, happened: Payload, channel: Channel) -> Parcel:
        """Let the app hear of an event, if it subscribed to it and is there; the person does not wait."""
        parcel = Parcel(Kind.EVENT, told.event(self.state, {"team": TEAM_ID, **happened}))
        hears = self.state.installation.hears(_subscription(happened))
        if hears and self.state.app_user_id in channel.members:
            self.courier.send_soon(self.courier.deliver(parcel))
        self.state.changes.announce()
        return parcel


def _subscription(happened: Payload) -> str:
    """Messages are subscribed to by the type of their channel."""
    if happened["type"] != "message":
        return str(happened["type"])
    names = {"im": "message.im", "group": "message.groups", "channel": "message.channels"}
    return names[happened["channel_type"]]
