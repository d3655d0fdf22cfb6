"""The errors of the product: one base, two families.

An error keeps its template apart from the parts, so that the catalogues can say it in every language;
`str(error)` is the English sentence.
"""

from typing import TYPE_CHECKING, LiteralString

from playbooks.model.phrase import Phrase

if TYPE_CHECKING:
    from playbooks.model.text import Text


class RolloutError(Exception):
    """Something about the rollout could not be done."""

    def __init__(self, wording: "LiteralString | Text | Phrase", /, **parts: object) -> None:
        self.phrase = wording if isinstance(wording, Phrase) else Phrase(wording, _told(parts))
        super().__init__(str(self.phrase))


class InputError(RolloutError):
    """The input or the record is wrong; trying again changes nothing."""


class OutsideError(RolloutError):
    """Something outside did not answer; trying again later may help."""


class NotFoundError(InputError):
    """There is no such thing on record."""


class BrokenRuleError(ValueError):
    """What was written breaks a rule of the model; whoever has read it says where it stands."""

    def __init__(self, wording: LiteralString | Phrase, /, **parts: object) -> None:
        self.phrase = wording if isinstance(wording, Phrase) else Phrase(wording, _told(parts))
        super().__init__(str(self.phrase))


def _told(parts: dict[str, object]) -> dict[str, object]:
    """Return the parts of a sentence; an error that caused another tells its own sentence in it."""
    return {name: _lasting(part) for name, part in parts.items()}


def _lasting(part: object) -> object:
    match part:
        case RolloutError():
            return part.phrase
        case BaseException():
            return str(part)  # a kept error would keep all that it has seen
        case _:
            return part
