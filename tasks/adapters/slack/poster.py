"""The poster: the one place that writes messages to Slack; each is drawn from the state, by one process at a time.

- A message is on the register before it is sent, and carries an id of its own; a try whose end nobody knows is
  looked for in the conversation before the next one, so that a second try is no second message.
- An update always sends its blocks: without them Slack would keep the old buttons.
- A message that somebody deleted is sent again, as long as it still asks for something.
"""

import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playbooks.model.errors import InputError, OutsideError, RolloutError
from tasks.adapters.channels.failures import BusyError
from tasks.adapters.ports import Clock
from tasks.adapters.slack.drawing import Drawing
from tasks.adapters.slack.errors import code, told_plainly
from tasks.adapters.store.messages import MessageRegister, SentMessage

NAMESPACE = uuid.UUID("6f1d3d0e-6a0b-5f57-9f0e-3a6f1c2b9d51")
#: Messages that are written at the same time; most of the time of each is Slack's.
AT_ONCE = 16
#: Seconds after which a message that was written is noted, while others are still being written.
NOTED_WITHIN = 0.05
_LOOKED_THROUGH = 100
_GONE = frozenset({"message_not_found", "cant_update_message", "channel_not_found", "is_inactive"})

Draw = Callable[[SentMessage], Drawing]


def message_id(*parts: object) -> str:
    """Return the id of a message about something: the same parts make the same id."""
    return str(uuid.uuid5(NAMESPACE, "/".join(str(part) for part in parts)))


def _hands() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="poster")


@dataclass(frozen=True, slots=True)
class Poster:
    """Sends messages and keeps them true; the `sender` tries nothing again of which it cannot know the end."""

    client: WebClient
    sender: WebClient
    register: MessageRegister
    clock: Clock
    hands: ThreadPoolExecutor = field(default_factory=_hands)

    def draw(self, message: str, draw: Draw, *, to: str = "", afresh: bool = False) -> SentMessage | None:
        """Bring a message to what it should show; None while another process is at it.

        Args:
            message: its id on the register.
            draw: what it should show, worked out while nobody else draws it.
            to: the user or channel to send it to, needed the first time.
            afresh: write it again although it shows the right thing already, in case somebody took it away.
        """
        taken = self.register.claim(message, self.clock.now())
        if taken is None:
            return None
        shown = self._drawn(taken, draw, to=to, afresh=afresh)
        self.register.shown(shown, self.clock.now())
        return shown

    def draw_all(self, messages: Sequence[str], draw: Draw, *, afresh: bool = False) -> bool:
        """Bring messages that stand in Slack to what they should show; tell whether nobody else was at one.

        Several are written at once, as most of the time of each is Slack's, and noted together; a button is known
        within moments of being shown, however long the others take. One that fails keeps no other from being
        drawn; a failure is raised at the end.
        """
        if not messages:
            return True
        taken = self.register.claim_all(messages, self.clock.now())
        pending = {self.hands.submit(self._tried, message, draw, afresh=afresh) for message in taken}
        failures: list[RolloutError] = []
        while pending:
            done, pending = wait(pending, timeout=NOTED_WITHIN)
            ends = [end.result() for end in done]
            failures += [end for end in ends if isinstance(end, RolloutError)]
            self._noted([end for end in ends if isinstance(end, SentMessage)])
        if failures:
            raise failures[0]
        return len(taken) == len(messages)

    def _noted(self, shown: Sequence[SentMessage]) -> None:
        if shown:
            self.register.shown_all(shown, self.clock.now())

    def _tried(self, taken: SentMessage, draw: Draw, *, afresh: bool) -> SentMessage | RolloutError:
        try:
            return self._drawn(taken, draw, to="", afresh=afresh)
        except RolloutError as error:
            return error

    def _drawn(self, taken: SentMessage, draw: Draw, *, to: str, afresh: bool) -> SentMessage:
        try:
            return self._written(taken, draw(taken), to=to, afresh=afresh)
        except RolloutError as error:
            unknown = isinstance(error, OutsideError) and not isinstance(error, BusyError)
            self.register.release(taken.id, doubtful=unknown)
            raise

    def say(self, channel: str, text: str, *, thread: str | None = None, once: str) -> None:
        """Send a line that is never changed; `once` names it, so that a second try is no second line."""
        with told_plainly():
            self.sender.chat_postMessage(
                channel=channel,
                text=text,
                thread_ts=thread,
                client_msg_id=message_id(once),
                unfurl_links=False,
                unfurl_media=False,
            )

    def _written(self, message: SentMessage, drawing: Drawing, *, to: str, afresh: bool) -> SentMessage:
        if not message.sent:
            message = self._sent(message, drawing, to)
        elif afresh or message.drawn != drawing.digest:
            message = self._updated(message, drawing)
        return replace(
            message,
            revision=message.revised(drawing.seen),
            seen=drawing.seen,
            drawn=drawing.digest,
            closed=drawing.closed,
        )

    def _sent(self, message: SentMessage, drawing: Drawing, to: str) -> SentMessage:
        known = self._delivered(message, to) if message.doubtful else None
        if known is not None:
            return self._updated(known, drawing)
        with told_plainly():
            answer = self.sender.chat_postMessage(
                channel=to or message.channel,
                text=drawing.text,
                blocks=list(drawing.fitting),
                client_msg_id=message_id(message.id, message.copy),
                metadata={"event_type": "phasegate_message", "event_payload": {"message": message.id}},
                unfurl_links=False,
                unfurl_media=False,
            )
        return replace(message, channel=str(answer["channel"]), ts=str(answer["ts"]))

    def _delivered(self, message: SentMessage, to: str) -> SentMessage | None:
        """Return the message as it stands in the conversation, if an earlier try has arrived after all."""
        with told_plainly():
            direct = to.startswith(("U", "W"))
            opened = self.client.conversations_open(users=to)["channel"] if direct else None
            channel = str(opened["id"]) if opened else to
            history = self.client.conversations_history(
                channel=channel, include_all_metadata=True, limit=_LOOKED_THROUGH
            )
        for said in history["messages"] or ():
            payload = (said.get("metadata") or {}).get("event_payload") or {}
            if payload.get("message") == message.id:
                return replace(message, channel=channel, ts=str(said["ts"]))
        return None

    def _updated(self, message: SentMessage, drawing: Drawing) -> SentMessage:
        try:
            with told_plainly():
                self.client.chat_update(
                    channel=message.channel, ts=message.ts, text=drawing.text, blocks=list(drawing.fitting)
                )
        except InputError as error:
            cause = error.__cause__
            if not isinstance(cause, SlackApiError) or code(cause) not in _GONE:
                raise
            if drawing.closed:
                return message
            return self._sent(replace(message, copy=message.copy + 1), drawing, message.channel)
        return message
