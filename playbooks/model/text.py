"""Text in the product's two languages; a missing translation is a type error, not a run-time surprise."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class Language(StrEnum):
    """A language that every user-facing text exists in."""

    ZH = "zh"
    EN = "en"


Wording = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]


class Text(BaseModel):
    """One statement in Simplified Chinese and in English."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: Wording
    en: Wording

    def to(self, language: Language) -> str:
        """Return the wording in one language."""
        return self.zh if language is Language.ZH else self.en
