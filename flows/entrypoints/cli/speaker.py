"""How the command line speaks: one language, plain words for people or one JSON document for scripts.

- What is asked for goes to stdout, everything said along the way to stderr.
- With `--json`, stdout holds exactly one document, and no text in it can steer a terminal.
- Whatever people typed is shown without control characters and without signs that turn the writing direction.
"""

import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from flows.entrypoints.cli.options import Reply
from flows.entrypoints.cli.streams import answering
from playbooks.model.errors import RolloutError
from playbooks.model.phrase import Phrase
from playbooks.model.text import Language, Text
from tasks.adapters.render.plain_text import clean

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_STEERING = frozenset({"Cc", "Cf", "Cs"})


@dataclass(frozen=True)
class Speaker:
    """Says things in one language, to people or to a script."""

    language: Language
    to_script: bool = False

    def say(self, text: Text, **parts: object) -> str:
        """Return a text in the reader's language, with its blanks filled in."""
        said = text.to(self.language)
        return said.format(**parts) if parts else said

    def tell(self, what: Phrase | RolloutError) -> str:
        """Return a phrase, or what went wrong, in the reader's language."""
        from tasks.adapters.catalogues import spoken

        return spoken(what, self.language)

    def listed(self, parts: Iterable[str]) -> str:
        """Return parts in one line, separated as the language does it."""
        return ("、" if self.language is Language.ZH else ", ").join(parts)

    def document(self, facts: Mapping[str, object]) -> None:
        """Print the one JSON document, when a script listens."""
        if self.to_script:
            with answering():
                sys.stdout.write(as_json(facts) + "\n")

    def show(self, *parts: "RenderableType") -> None:
        """Print something for people; a script gets its document instead."""
        if self.to_script:
            return
        with answering():
            for part in parts:
                self._print(_indented(part) if isinstance(part, str) else part)

    def show_exactly(self, text: str) -> None:
        """Print lines for people that are to be copied: nothing is broken, however narrow the terminal."""
        if self.to_script:
            return
        with answering():
            sys.stdout.write("".join(f"{clean(part)}\n" for part in text.splitlines()))

    def note(self, line: str) -> None:
        """Say something along the way."""
        sys.stderr.write("".join(f"{clean(part)}\n" for part in line.splitlines()))
        sys.stderr.flush()

    def _print(self, part: "RenderableType") -> None:
        """Print a part; where no terminal shows it, without the blanks that only fill a line."""
        if self._console.is_terminal:
            self._console.print(part)
            return
        with self._console.capture() as printed:
            self._console.print(part)
        sys.stdout.write("\n".join(line.rstrip(" ") for line in printed.get().split("\n")))

    @cached_property
    def _console(self) -> "Console":
        return console(sys.stdout)


def _indented(text: str) -> "RenderableType":
    """Return a line whose further lines, when it is broken, keep its indent."""
    from rich.padding import Padding
    from rich.text import Text as Line

    shown = text.lstrip(" ")
    return Padding(Line(clean(shown)), (0, 0, 0, len(text) - len(shown)), expand=False)


def speaker(reply: Reply) -> Speaker:
    """Return who speaks as the options ask, in the settings' language when they name none."""
    return Speaker(reply.lang or settled_language(), reply.json)


def settled_language() -> Language:
    """Return the language of the settings."""
    from config.settings import Settings

    return Settings.from_environment().language


def console(stream: TextIO) -> "Console":
    """Return a console that takes no text for markup."""
    from rich.console import Console

    return Console(file=stream, markup=False, emoji=False, highlight=False, soft_wrap=False)


def as_json(facts: Mapping[str, object]) -> str:
    """Return facts as JSON; signs that could steer a terminal are escaped."""
    written = json.dumps(facts, ensure_ascii=False, indent=2)
    # Asking a whole line first is what keeps a long list fast.
    return "\n".join(part if part.isprintable() else _harmless(part) for part in written.split("\n"))


def both(text: Text) -> dict[str, str]:
    """Return a text for a script, in both languages."""
    return {"zh": text.zh, "en": text.en}


def _harmless(text: str) -> str:
    return "".join(_escaped(sign) if unicodedata.category(sign) in _STEERING else sign for sign in text)


def _escaped(sign: str) -> str:
    units = sign.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4))
