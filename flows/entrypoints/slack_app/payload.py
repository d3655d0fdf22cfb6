"""What Slack sends, read carefully: only ids are taken from it, and everything else is looked up by them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from playbooks.model.errors import InputError
from tasks.adapters.slack.directory import Account
from tasks.adapters.slack.offer import CardAction

#: A payload, as JSON is.
Body: TypeAlias = Mapping[str, object]


#: What a payload carries that comes from a step of a workflow, in Slack's workflows of today and of before.
_OF_A_WORKFLOW = ("function_data", "workflow_step")


class Handle(BaseModel):
    """Which message in which revision, as a button or a form names it; ids and nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    message: str = Field(pattern=r"^[0-9a-f-]{36}$")
    revision: int = Field(ge=1, le=10**6)
    action: CardAction

    @classmethod
    def of_button(cls, value: str, action: str) -> "Handle":
        """Read what a button carries."""
        message, _, revision = value.partition(".")
        return _checked({"message": message, "revision": revision, "action": action})

    @classmethod
    def of_form(cls, metadata: str) -> "Handle":
        """Read what a form carries."""
        try:
            return cls.model_validate_json(metadata)
        except ValidationError:
            raise InputError("The form carries something else than ids.") from None


def _checked(given: Mapping[str, object]) -> Handle:
    try:
        return Handle.model_validate(given)
    except ValidationError:
        raise InputError("The button carries something else than ids.") from None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a button was pressed: in a message, or in a view."""

    channel: str
    ts: str

    @property
    def in_message(self) -> bool:
        """Tell whether it was in a message."""
        return bool(self.ts)


def part(body: object, *path: str) -> Mapping[str, object]:
    """Return a part of a payload; what is not there is empty."""
    found: object = body
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def word(body: object, *path: str) -> str:
    """Return a text of a payload; what is not there, or is no text, is empty."""
    found = part(body, *path[:-1]).get(path[-1])
    return found if isinstance(found, str) else ""


def account(body: Body) -> Account:
    """Return whose client sent this, as Slack vouches for it."""
    user = word(body, "user", "id") or word(body, "user_id") or word(body, "event", "user")
    team = word(body, "user", "team_id") or word(body, "team", "id") or word(body, "team_id")
    return Account(team, user, automated=any(sign in body for sign in _OF_A_WORKFLOW))


def spot(body: Body) -> Spot:
    """Return where a button was pressed."""
    container = part(body, "container")
    return Spot(word(container, "channel_id") or word(body, "channel", "id"), word(container, "message_ts"))
