"""The error for a playbook that cannot be used as written: where, which key, what is wrong, how to mend."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Self, TypeAlias

from playbooks.model.errors import InputError
from playbooks.model.phrase import Phrase, phrase
from playbooks.model.text import Language, Text

# A wording holds 2,000 signs; room is left for the line that counts what is not shown.
_MAX_MESSAGE = 1900
_MAX_WORDING = 1200

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class PlaybookFault:
    """One thing to mend, at one place of one file."""

    name: str
    line: int
    path: Path
    what: Text | Phrase

    @property
    def sentence(self) -> Phrase:
        """The whole line: file, line, key, what is wrong and how to mend it."""
        key = f" {shown_path(self.path)}:" if self.path else ""
        place = f"{clip(self.name, 120)}:{self.line}:{key}"
        return phrase("{place} {what}", place=place, what=self.what)


class PlaybookError(InputError):
    """The playbook cannot be used as it is written."""

    def __init__(self, lines: Phrase, faults: Sequence[PlaybookFault] = ()) -> None:
        super().__init__(lines)
        self.faults = tuple(faults)

    @classmethod
    def listing(cls, faults: Sequence[PlaybookFault], *, more: int = 0) -> Self:
        """Return the error that lists these faults, as far as they fit, and counts the others."""
        shown = [fault.sentence for fault in faults]
        while len(shown) > 1 and max(_size(shown, language) for language in Language) > _MAX_MESSAGE:
            shown.pop()
        rest = len(faults) - len(shown) + more
        if rest:
            shown.append(phrase("{count} more not listed.", count=rest))
        lines = reduce(lambda above, line: phrase("{above}\n{line}", above=above, line=line), shown)
        return cls(lines, faults)


def clip(text: str, limit: int = 60) -> str:
    """Return a text short enough, and on one line, for a message."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def said(zh: str, en: str) -> Text:
    """Return what is wrong in both languages, cut to what a message can carry."""
    return Text(zh=clip(zh, _MAX_WORDING), en=clip(en, _MAX_WORDING))


def shown_path(path: Path) -> str:
    """Write a path as people do: `gates[0].title`."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{clip(step)}" for step in path)
    return clip("".join(parts).removeprefix("."), 160)


def _size(lines: Sequence[Phrase], language: Language) -> int:
    return sum(len(line.to(language)) + 1 for line in lines)
