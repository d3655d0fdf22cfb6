"""What an examination finds: one part, how it is, and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum

from flows.entrypoints.cli.mistake import told_parts
from playbooks.model.errors import RolloutError
from playbooks.model.phrase import Phrase, system_fault
from playbooks.model.text import Language, Text
from tasks.adapters.catalogues import in_both

#: Characters of what a part says of itself.
LONGEST = 2000


class Grade(StrEnum):
    """How a part is found."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One part, how it is found, and how to mend it."""

    check: str
    name: Text
    grade: Grade
    found: Text
    fix: Text | None = None


def said(error: RolloutError | OSError) -> Text:
    """Return an error's sentence in both languages."""
    return in_both(error if isinstance(error, RolloutError) else system_fault(error), LONGEST)


def told(text: Text, **parts: object) -> Text:
    """Return a wording with its blanks filled in."""
    said = Phrase(text, told_parts(parts))
    return Text(zh=said.to(Language.ZH), en=said.to(Language.EN))
