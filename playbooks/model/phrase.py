"""A phrase: a sentence for people with blanks, kept apart from what fills them, so that any language can say it.

- The wording is an English template, which the catalogues translate, or a `Text`, which needs no catalogue.
- A phrase, a text or a tuple that fills a blank is said in the same language as the sentence around it.
- Without parts the wording is said as it stands, so that braces in it mean nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, LiteralString, Protocol, runtime_checkable

if TYPE_CHECKING:
    from playbooks.model.text import Language, Text


@runtime_checkable
class Spoken(Protocol):
    """Whatever says itself in a language, as a text does."""

    def to(self, language: "Language", /) -> str:
        """Return what is said in this language."""
        ...


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence that can still be said in every language."""

    wording: "str | Text"
    parts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        from playbooks.model.text import Language  # noqa: PLC0415  # Pydantic: a glance at the store does without

        return self.to(Language.EN)

    def to(self, language: "Language", translated: Callable[[str], str] = str) -> str:
        """Return the sentence in one language; `translated` tells what the language has for an English template."""
        wording = self.wording
        template = translated(wording) if isinstance(wording, str) else wording.to(language)
        if not self.parts:
            return template
        return template.format_map(
            {name: _spoken(part, language, translated) for name, part in self.parts.items()}
        )


def phrase(template: LiteralString, /, **parts: object) -> Phrase:
    """Return a phrase that is part of a sentence; the catalogues are made from the templates given here."""
    return Phrase(template, parts)


def marked(template: LiteralString) -> str:
    """Return a template as it is; the catalogues are made from those given here, too."""
    return template


def system_fault(error: OSError) -> Phrase:
    """Return what the system says about a file, an address or a disk."""
    return Phrase(error.strerror or str(error))


def _spoken(part: object, language: "Language", translated: Callable[[str], str]) -> object:
    match part:
        case Phrase():
            return part.to(language, translated)
        case tuple():
            between = "、" if language == "zh" else ", "
            return between.join(str(_spoken(each, language, translated)) for each in part)
        case Spoken():
            return part.to(language)
        case _:
            return part


#: What the system says most often, for the catalogues.
SYSTEM_FAULTS = (
    marked("Address already in use"),
    marked("Cannot assign requested address"),
    marked("Connection refused"),
    marked("Connection reset by peer"),
    marked("Connection timed out"),
    marked("Directory not empty"),
    marked("File exists"),
    marked("File name too long"),
    marked("Input/output error"),
    marked("Is a directory"),
    marked("Network is unreachable"),
    marked("No route to host"),
    marked("No space left on device"),
    marked("No such file or directory"),
    marked("Not a directory"),
    marked("Operation not permitted"),
    marked("Permission denied"),
    marked("Read-only file system"),
    marked("Text file busy"),
    marked("Too many levels of symbolic links"),
    marked("Too many open files"),
)
