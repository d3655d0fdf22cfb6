"""What the product says in a language: the templates in the code are English, and the catalogues have the others.

A catalogue is read when the first sentence needs it; a call that goes well reads none.
"""

from functools import cache
from gettext import GNUTranslations
from pathlib import Path

import config
from playbooks.model.errors import RolloutError
from playbooks.model.gates.wording import bounded
from playbooks.model.phrase import Phrase
from playbooks.model.text import Language, Text

LOCALES = {Language.ZH: "zh_CN", Language.EN: "en"}
FOLDER = Path(config.__file__).parent / "locale"
DOMAIN = "phasegate"


def spoken(what: Phrase | RolloutError, language: Language) -> str:
    """Return a phrase, or the sentence of an error, in one language."""
    phrase = what.phrase if isinstance(what, RolloutError) else what
    return phrase.to(language, catalogue(language).gettext)


def in_both(what: Phrase | RolloutError, limit: int = 1000) -> Text:
    """Return a phrase, or the sentence of an error, in both languages, cut where it is longer than a text can bear."""
    return bounded(spoken(what, Language.ZH), spoken(what, Language.EN), limit)


@cache
def catalogue(language: Language) -> GNUTranslations:
    """Return what a language has for each template."""
    with (FOLDER / LOCALES[language] / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return GNUTranslations(file)
