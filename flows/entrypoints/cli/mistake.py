"""A mistake in how a command was called, said in both languages."""

from collections.abc import Iterable, Mapping

from playbooks.model.errors import InputError, NotFoundError
from playbooks.model.phrase import Phrase
from playbooks.model.text import Text

MOST = 300


class Mistake(InputError):  # noqa: N818  # what the user made, not what went wrong
    """The command was called in a way that cannot work."""

    def __init__(self, text: Text, /, **parts: object) -> None:
        super().__init__(text, **told_parts(parts))


class Unknown(NotFoundError):  # noqa: N818  # same
    """What was named does not exist."""

    def __init__(self, text: Text, /, **parts: object) -> None:
        super().__init__(text, **told_parts(parts))


def told_parts(parts: Mapping[str, object]) -> dict[str, object]:
    """Return what fills the blanks of a message, cut to what a message can carry; a tuple is a list in it."""
    return {name: _told(part) for name, part in parts.items()}


def _told(part: object) -> object:
    match part:
        case Phrase() | Text():
            return part
        case tuple():
            return _few(map(str, part))
        case _:
            return shortened(str(part))


def _few(names: Iterable[str]) -> tuple[str, ...]:
    """Return as many names as a message can carry, and a sign where there are more."""
    shown: list[str] = []
    for name in names:
        if sum(map(len, shown)) + len(name) > MOST:
            return (*shown, "…") if shown else (shortened(name),)
        shown.append(shortened(name))
    return tuple(shown)


def filled(wording: str, parts: dict[str, object]) -> str:
    """Return a wording with its blanks filled in; what people typed is cut to what a message can carry."""
    return wording.format(**{name: shortened(str(part)) for name, part in parts.items()})


def shortened(text: str) -> str:
    """Return a text on one line, cut where it gets too long for a message."""
    line = " ".join(text.encode("utf-8", "backslashreplace").decode().split())
    return line if len(line) <= MOST else line[: MOST - 1] + "…"
