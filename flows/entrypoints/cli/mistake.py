"""A mistake in how a command was called, said in both languages."""

from playbooks.model.errors import InputError, NotFoundError
from playbooks.model.phrase import Phrase
from playbooks.model.text import Text

MOST = 300


class Mistake(InputError):  # noqa: N818  # what the user made, not what went wrong
    """The command was called in a way that cannot work."""

    def __init__(self, text: Text, /, **parts: object) -> None:
        super().__init__(text, **_told(parts))


class Unknown(NotFoundError):  # noqa: N818  # same
    """What was named does not exist."""

    def __init__(self, text: Text, /, **parts: object) -> None:
        super().__init__(text, **_told(parts))


def _told(parts: dict[str, object]) -> dict[str, object]:
    return {
        name: part if isinstance(part, Phrase | Text) else shortened(str(part))
        for name, part in parts.items()
    }


def filled(wording: str, parts: dict[str, object]) -> str:
    """Return a wording with its blanks filled in; what people typed is cut to what a message can carry."""
    return wording.format(**{name: shortened(str(part)) for name, part in parts.items()})


def shortened(text: str) -> str:
    """Return a text on one line, cut where it gets too long for a message."""
    line = " ".join(text.encode("utf-8", "backslashreplace").decode().split())
    return line if len(line) <= MOST else line[: MOST - 1] + "…"
