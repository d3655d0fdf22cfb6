"""One language, one rollout: how texts, people, days and figures are said to one reader."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from playbooks.model.figure import plain
from playbooks.model.provisional import dated
from playbooks.model.rollout import Rollout
from playbooks.model.text import Language, Text
from playbooks.model.verdict import Outcome
from tasks.adapters.render.wording import COMMANDS, WORDS, Words

DIGEST_SHOWN = 12
RUN_SHOWN = 8

_RUN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def colon(language: Language) -> str:
    """Return the colon of a language, with the blank that belongs to it."""
    return "：" if language is Language.ZH else ": "


def aside(words: str, language: Language) -> str:
    """Return words in the brackets of a language, with the blank that belongs before them."""
    return f"（{words}）" if language is Language.ZH else f" ({words})"


@dataclass(frozen=True, slots=True)
class Voice:
    """Says the facts of a rollout in one language; templates speak through it alone."""

    language: Language
    rollout: Rollout

    @property
    def words(self) -> Words:
        """Return every fixed wording."""
        return WORDS

    def say(self, text: Text, /, **parts: object) -> str:
        """Return a text in the reader's language, with its blanks filled in."""
        said = text.to(self.language)
        return said.format(**parts) if parts else said

    def person(self, key: str) -> str:
        """Return a person's name; a run goes by the beginning of its id, any other unknown key stands for itself."""
        if _RUN.fullmatch(key):
            return self.say(WORDS.phase_run, id=key[:RUN_SHOWN])
        return self.say(self.rollout.team.name(key))

    def actor(self, key: str, *, person: bool = False) -> str:
        """Return who acted: a person, of this rollout or not, or that the product did so by itself."""
        known = person or self.rollout.team.person(key) is not None
        return self.person(key) if known else self.say(WORDS.automatic)

    def actors(self, keys: Iterable[str]) -> str:
        """Return who had a hand in something, in one line: people by name, and once that the product had."""
        names = [self.person(key) for key in sorted(keys) if self.rollout.team.person(key)]
        machine = any(self.rollout.team.person(key) is None for key in keys)
        return self.listed((*names, self.say(WORDS.automatic)) if machine else names)

    def people(self, keys: Iterable[str]) -> str:
        """Return names in one line."""
        return self.listed(self.person(key) for key in keys)

    def role(self, key: str) -> str:
        """Return a role's title."""
        return self.say(self.rollout.playbook.role_title(key))

    def gate(self, key: str) -> str:
        """Return a gate's title; an unknown key stands for itself."""
        gate = self.rollout.playbook.gate(key)
        return key if gate is None else self.say(gate.title)

    def about(self, key: str) -> str:
        """Return the title of whatever a key names: a gate, a phase, an action item, an issue."""
        phase = next((phase for phase in self.rollout.phases if phase == key), None)
        if phase is not None:
            return self.say(phase.label)
        item = self.rollout.actions.get(key) or self.rollout.issues.get(key)
        return item.title if item else self.gate(key)

    def command(self, kind: str) -> str:
        """Return what a command wishes."""
        return self.say(COMMANDS[kind]) if kind in COMMANDS else kind

    def listed(self, parts: Iterable[str]) -> str:
        """Return parts in one line, separated as the language does it."""
        return ("、" if self.language is Language.ZH else ", ").join(parts)

    @property
    def colon(self) -> str:
        """Return the colon between a name and what is said of it, as the language writes it."""
        return colon(self.language)

    def aside(self, words: str) -> str:
        """Return words in brackets, to stand right behind a name, as the language writes them."""
        return aside(words, self.language)

    def day(self, moment: datetime | None) -> str:
        """Return the local day of an instant, or a dash."""
        return "–" if moment is None else self.rollout.calendar.day(moment).isoformat()

    def due(self, moment: datetime | None) -> str:
        """Return the day something is due, with the remark where its year's holidays are not published yet."""
        return "–" if moment is None else self.say(dated(self.rollout.calendar, moment))

    def date(self, day: date | None) -> str:
        """Return a day, or a dash."""
        return "–" if day is None else day.isoformat()

    def moment(self, moment: datetime) -> str:
        """Return the local day and minute of an instant."""
        return f"{moment.astimezone(ZoneInfo(self.rollout.calendar.time_zone)):%Y-%m-%d %H:%M}"

    def figure(self, value: Decimal | None, *, signed: bool = False) -> str:
        """Return a figure as people write it, or a dash."""
        return "–" if value is None else plain(value, signed=signed)

    def percent(self, value: Decimal | None, *, signed: bool = False) -> str:
        """Return a share in percent, or a dash."""
        return "–" if value is None else f"{self.figure(value, signed=signed)}%"

    def path(self, outcomes: Iterable[Outcome]) -> str:
        """Return the outcomes a gate went through, in order."""
        return " → ".join(self.say(outcome.label) for outcome in outcomes)

    def short(self, digest: str) -> str:
        """Return the first signs of a digest, enough to compare by eye."""
        return digest[:DIGEST_SHOWN]
