"""How gates put figures, names and long lists into words.

What people typed may be of any length; a reason never is, so a long title cannot keep a gate from answering.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from playbooks.model.stakeholder import Team
from playbooks.model.text import Text

#: A share that can be demanded; 0 % would demand nothing.
Percent = Annotated[Decimal, Field(gt=0, le=100)]

_SHOWN = 5


def brief(words: str, limit: int = 80) -> str:
    """Return the words, cut where they are longer than a reason can bear."""
    return words if len(words) <= limit else f"{words[: limit - 1]}…"


def bounded(zh: str, en: str, limit: int = 1000) -> Text:
    """Return a text of these words, cut where what people typed makes them longer than a text can bear."""
    return Text(zh=brief(zh, limit), en=brief(en, limit))


def share(part: int, whole: int) -> str:
    """Return a share in percent, rounded down: what falls short never reads as if it were reached."""
    return f"{1000 * part // whole / 10:g}"


def listed(parts: Iterable[Text]) -> Text:
    """Return the first few parts in one line, and how many more there are."""
    texts = tuple(parts)
    more = len(texts) - _SHOWN
    zh = "；".join(brief(text.zh, 120) for text in texts[:_SHOWN])
    en = "; ".join(brief(text.en, 160) for text in texts[:_SHOWN])
    return (
        Text(zh=zh, en=en) if more <= 0 else Text(zh=f"{zh} 等 {len(texts)} 项", en=f"{en} and {more} more")
    )


def joined(words: Iterable[str]) -> Text:
    """Return keys, days or whatever is written alike in both languages in one line, separated as each does it."""
    parts = tuple(words)
    return bounded("、".join(parts), ", ".join(parts))


def named(team: Team, keys: Iterable[str]) -> Text:
    """Return the names of the first few people, and how many more there are."""
    return enumerated(short_name(team, key) for key in keys)


def short_name(team: Team, key: str) -> Text:
    """Return a person's name, cut where it is long."""
    name = team.name(key)
    return Text(zh=brief(name.zh, 40), en=brief(name.en, 60))


def role_title(team: Team, role: str) -> Text:
    """Return a role's title, cut where it is long."""
    return bounded(team.title(role).zh, team.title(role).en, 80)


def enumerated(names: Iterable[Text]) -> Text:
    """Return the first few names in one line, and how many more there are."""
    texts = tuple(names)
    more = len(texts) - _SHOWN
    zh, en = "、".join(text.zh for text in texts[:_SHOWN]), ", ".join(text.en for text in texts[:_SHOWN])
    return (
        Text(zh=zh, en=en) if more <= 0 else Text(zh=f"{zh} 等 {len(texts)} 人", en=f"{en} and {more} more")
    )


def department_name(team: Team, key: str) -> Text:
    """Return a department's name, cut where it is long; an unknown key stands for itself."""
    department = team.department(key)
    return bounded(department.name.zh, department.name.en, 80) if department else Text(zh=key, en=key)
