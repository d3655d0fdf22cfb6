"""The error for a playbook that cannot be used as written: where, which key, what is wrong, how to mend."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, TypeAlias

from playbooks.model.errors import InputError
from playbooks.model.text import Text

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
    what: Text

    @property
    def text(self) -> Text:
        """The whole line: file, line, key, what is wrong and how to mend it."""
        key = f" {shown_path(self.path)}:" if self.path else ""
        place = f"{clip(self.name, 120)}:{self.line}:{key}"
        return Text(zh=f"{place} {self.what.zh}", en=f"{place} {self.what.en}")


class PlaybookError(InputError):
    """The playbook cannot be used as it is written."""

    def __init__(self, text: Text, faults: Sequence[PlaybookFault] = ()) -> None:
        super().__init__(text.en)
        self.text = text
        self.faults = tuple(faults)

    @classmethod
    def listing(cls, faults: Sequence[PlaybookFault], *, more: int = 0) -> Self:
        """Return the error that lists these faults, as far as they fit, and counts the others."""
        shown = [fault.text for fault in faults]
        while len(shown) > 1 and max(_size(shown, "zh"), _size(shown, "en")) > _MAX_MESSAGE:
            shown.pop()
        rest = len(faults) - len(shown) + more
        if rest:
            shown.append(Text(zh=f"另有 {rest} 处问题未列出。", en=f"{rest} more not listed."))
        text = Text(zh="\n".join(each.zh for each in shown), en="\n".join(each.en for each in shown))
        return cls(text, faults)


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


def _size(lines: Sequence[Text], language: str) -> int:
    return sum(len(getattr(line, language)) + 1 for line in lines)
