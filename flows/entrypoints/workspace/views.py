"""Modals in their stacks, App Homes, and the triggers that open them."""

from collections import defaultdict
from dataclasses import dataclass, field

from flows.entrypoints.workspace.errors import SlackError
from flows.entrypoints.workspace.payload import Payload
from flows.entrypoints.workspace.ticker import Ticker

STACK = 3


@dataclass(slots=True)
class Trigger:
    """The right to open one modal for one person, for a moment and once."""

    user_id: str
    until: float
    used: bool = False


@dataclass(slots=True)
class Views:
    """Keeps every view; `owners` says whose it is."""

    by_id: dict[str, Payload] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    stacks: "defaultdict[str, list[str]]" = field(default_factory=lambda: defaultdict(list))
    homes: dict[str, Payload] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)

    def top(self, user_id: str) -> Payload | None:
        """Return the modal in front of a person."""
        stack = self.stacks[user_id]
        return self.by_id[stack[-1]] if stack else None

    def is_open(self, view_id: str) -> bool:
        """Tell whether a modal is still in front of somebody."""
        return view_id in self.stacks[self.owners.get(view_id, "")]

    def find(self, view_id: str, external_id: str) -> Payload | None:
        """Return a modal by Slack's id or by the app's own."""
        if view_id:
            return self.by_id.get(view_id)
        found = (view for view in self.by_id.values() if external_id and view["external_id"] == external_id)
        return next(found, None)

    def push(self, user_id: str, view: Payload) -> None:
        """Put a modal on a person's stack."""
        if len(self.stacks[user_id]) >= STACK:
            raise SlackError("push_limit_reached")
        self.stacks[user_id].append(view["id"])

    def use(self, trigger_id: str, ticker: Ticker) -> str:
        """Use a trigger up and return whose it is."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if ticker() > trigger.until:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger.user_id
