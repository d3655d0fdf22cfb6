"""The errors found in one payload, worded and located as Slack does."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flows.entrypoints.workspace.block_kit import limits


class Surface(StrEnum):
    """Where blocks are shown; each surface takes other blocks."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class TextRule:
    """What a text object may be."""

    limit: int
    kinds: tuple[str, ...] = ("plain_text", "mrkdwn")


def plain(limit: int) -> TextRule:
    """Return the rule for a text without markup."""
    return TextRule(limit, ("plain_text",))


_PROPERTIES = {"plain_text": {"type", "text", "emoji"}, "mrkdwn": {"type", "text", "verbatim"}}


@dataclass(slots=True)
class Report:
    """Collects errors; remembers the block ids seen, which must be unique."""

    surface: Surface
    errors: list[str] = field(default_factory=list)
    block_ids: set[str] = field(default_factory=set)

    def bad(self, message: str, pointer: str) -> None:
        """Record one error at a JSON pointer."""
        self.errors.append(f"[ERROR] {message} [json-pointer:{pointer}]")

    def length(self, value: object, pointer: str, limit: int) -> None:
        """Check an optional string."""
        if value is None:
            return
        if not isinstance(value, str):
            self.bad("must be a string", pointer)
        elif len(value) > limit:
            self.bad(f"must be less than {limit + 1} characters", pointer)

    def name(self, value: object, pointer: str) -> None:
        """Check an optional identifier that the app chooses."""
        self.length(value, pointer, limits.NAME)

    def text(self, value: object, pointer: str, rule: TextRule) -> None:
        """Check a required text object."""
        if value is None:
            self.bad("missing required field: text", pointer)
            return
        kind = value.get("type") if isinstance(value, dict) else type(value).__name__
        if not isinstance(value, dict) or kind not in rule.kinds:
            self.bad(f"unsupported text type: {kind}", pointer)
            return
        if not isinstance(value.get("text"), str) or not value["text"]:
            self.bad("must be more than 0 characters", f"{pointer}/text")
        self.length(value.get("text"), f"{pointer}/text", rule.limit)
        self.known(value, pointer, _PROPERTIES[str(kind)])

    def optional_text(self, value: object, pointer: str, rule: TextRule) -> None:
        """Check a text object that may be missing."""
        if value is not None:
            self.text(value, pointer, rule)

    def known(self, value: Mapping[str, object], pointer: str, properties: Collection[str]) -> None:
        """Refuse properties that Slack does not know: a misspelt one would do nothing."""
        for name in sorted(set(value) - set(properties)):
            self.bad(f"invalid additional property: {name}", pointer)

    def items(self, value: object, pointer: str, allowed: tuple[int, int]) -> list[object]:
        """Check the size of a list and return it; anything else is an empty one."""
        least, most = allowed
        found: list[object] = value if isinstance(value, list) else []
        if not least <= len(found) <= most:
            self.bad(f"must have between {least} and {most} items", pointer)
        return found

    def number(self, value: object, pointer: str, allowed: tuple[int, int]) -> None:
        """Check an optional whole number."""
        least, most = allowed
        if value is not None and not (isinstance(value, int) and least <= value <= most):
            self.bad(f"must be a number between {least} and {most}", pointer)

    def choice(self, value: object, pointer: str, allowed: Collection[object]) -> None:
        """Check an optional value out of a closed set."""
        if value is not None and value not in allowed:
            self.bad(f"must be one of {', '.join(map(str, allowed))}", pointer)
