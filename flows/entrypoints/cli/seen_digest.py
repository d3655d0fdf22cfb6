"""The digest somebody says to have looked at: whole, or as much of it as people are shown."""

from string import hexdigits

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.mistake import Mistake
from tasks.adapters.render.voice import DIGEST_SHOWN

WHOLE = 64


def seen_digest(given: str, present: str | None) -> str:
    """Return the whole digest that was meant; what is not the beginning of the present one is left to the desk to refuse.

    Nothing shorter than what people are shown is taken: a short beginning is soon found for other evidence, too.
    """
    typed = given.strip().lower()
    if not DIGEST_SHOWN <= len(typed) <= WHOLE or not set(typed) <= set(hexdigits):
        raise Mistake(w.NO_DIGEST, given=given, least=DIGEST_SHOWN)
    if present is not None and present.startswith(typed):
        return present
    return typed.ljust(WHOLE, "0")
