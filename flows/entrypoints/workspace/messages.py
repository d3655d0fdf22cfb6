"""What was written: messages by channel, and those that only one person sees."""

from collections import defaultdict
from dataclasses import dataclass, field

from flows.entrypoints.workspace.payload import Payload, Payloads
from flows.entrypoints.workspace.serial import Serial


@dataclass(slots=True)
class Messages:
    """Keeps the messages of every channel in the order they were written."""

    serial: Serial
    by_channel: "defaultdict[str, dict[str, Payload]]" = field(default_factory=lambda: defaultdict(dict))
    ephemerals: Payloads = field(default_factory=list)
    scheduled: dict[str, Payload] = field(default_factory=dict)

    def add(self, channel_id: str, message: Payload) -> Payload:
        """Write a message down and give it its time stamp."""
        stamp = self.serial.stamp()
        written: Payload = {"type": "message", "ts": stamp, **message}
        self.by_channel[channel_id][stamp] = written
        return written

    def add_ephemeral(self, channel_id: str, user_id: str, message: Payload) -> Payload:
        """Show a message to one person alone."""
        written: Payload = {"type": "message", "ts": self.serial.stamp(), **message}
        self.ephemerals.append({**written, "channel": channel_id, "for": user_id})
        return self.ephemerals[-1]

    def find(self, channel_id: str, stamp: str) -> Payload | None:
        """Return a message that everybody sees."""
        return self.by_channel[channel_id].get(stamp)

    def find_ephemeral(self, user_id: str, stamp: str) -> Payload | None:
        """Return a message that this person alone sees."""
        found = (one for one in self.ephemerals if one["ts"] == stamp and one["for"] == user_id)
        return next(found, None)

    def remove(self, channel_id: str, stamp: str) -> None:
        """Delete a message, whoever sees it."""
        self.by_channel[channel_id].pop(stamp, None)
        self.ephemerals[:] = [one for one in self.ephemerals if one["ts"] != stamp]

    def thread(self, channel_id: str, stamp: str) -> Payloads:
        """Return a message and the answers to it."""
        written = self.by_channel[channel_id].values()
        return [one for one in written if stamp in {one["ts"], one.get("thread_ts")}]

    def top_level(self, channel_id: str) -> Payloads:
        """Return what is not an answer in a thread, oldest first."""
        written = self.by_channel[channel_id].values()
        return [one for one in written if one.get("thread_ts", one["ts"]) == one["ts"]]
