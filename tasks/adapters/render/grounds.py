"""What a verdict rests on, in words: evidence by its key, the rest by what it is."""

from collections.abc import Iterator
from datetime import datetime

from playbooks.model.verdict import Verdict
from tasks.adapters.render.artifact_wording import ARTIFACTS as WORDS
from tasks.adapters.render.voice import Voice

_MOMENT, _ISSUES = ":observed_at", "issues:"
_GIVEN = {"sign_off": WORDS.g_sign_off, "rejection": WORDS.g_rejection}


def grounds(voice: Voice, verdict: Verdict) -> Iterator[str]:
    """Yield a line for each fact, with the beginning of its digest."""
    for key, digest in verdict.inputs.items():
        if key.endswith(_MOMENT):
            day = voice.day(datetime.fromisoformat(digest))
            yield voice.say(WORDS.g_moment, key=key.removesuffix(_MOMENT), day=day)
        else:
            yield f"{_name(voice, key)}{voice.colon}{voice.short(digest)}"


def _name(voice: Voice, key: str) -> str:
    kind, _, who = key.partition(":")
    person, between, role = who.rpartition(":")
    if kind in _GIVEN and between:
        return voice.say(_GIVEN[kind], person=voice.person(person), role=voice.role(role))
    return voice.say(WORDS.g_issues) if key.startswith(_ISSUES) else key
