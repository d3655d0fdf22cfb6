"""What one person is to read, in the person's language, before a channel writes it in its own way."""

import re
from dataclasses import dataclass
from typing import Protocol

from playbooks.model.letters import Notice
from playbooks.model.stakeholder import Stakeholder
from playbooks.model.text import Language, Text
from tasks.adapters.render.plain_text import clean

_LINKED = re.compile(r"://|\bwww\.", re.IGNORECASE)
_INERT = {"://": "：//"}
#: Signs that a robot's Markdown could take for marks or mentions, and as far away in Unicode their wide twins.
_TWINS = {ord(sign): ord(sign) + 0xFEE0 for sign in "*_`[]()#>!~|<&@\\"}
_LISTED = re.compile(r"^([-+]|\d+[.)])(?=\s)")
_LOOK = Text(zh="查看并决定", en="Look and decide")
_CAUTION = Text(zh="链接仅供您本人使用，请勿转发。", en="The link is yours alone; do not pass it on.")
_GREETING = Text(zh="{name}：", en="{name}:")


@dataclass(frozen=True, slots=True)
class Message:
    """A letter in one language; words of people are plain text in one line, `link` is our own."""

    name: str
    subject: str
    body: str
    rollout: str
    language: Language
    link: str | None = None

    @property
    def button(self) -> str:
        """Return what the link is called."""
        return _LOOK.to(self.language)

    @property
    def caution(self) -> str:
        """Return what stands beside a link."""
        return _CAUTION.to(self.language)

    @property
    def greeting(self) -> str:
        """Return whom the letter is for."""
        return _GREETING.to(self.language).format(name=self.name)

    @property
    def html_language(self) -> str:
        """Return the language as HTML and e-mail name it."""
        return "zh-CN" if self.language is Language.ZH else "en"


class LinkMaker(Protocol):
    """Makes the link with which a person can decide what a letter is about, or tells that there is none."""

    def __call__(self, person: Stakeholder, notice: Notice, *, rollout: str, parcel: int) -> str | None:
        """Return the link, or None."""
        ...


def no_links(person: Stakeholder, notice: Notice, *, rollout: str, parcel: int) -> str | None:  # noqa: ARG001  # a LinkMaker
    """Make no link: what a channel without a decision page, or one that several people read, is given."""
    return None


def message(person: Stakeholder, notice: Notice, rollout: str, *, link: str | None) -> Message:
    """Return what the person is to read; addresses that people typed lead nowhere."""
    language = person.language
    return Message(
        name=inert(person.label.to(language)),
        subject=inert(notice.subject.to(language)),
        body=inert(notice.body.to(language)),
        rollout=inert(rollout),
        language=language,
        link=link,
    )


def inert(text: str) -> str:
    """Return the text in one line, without hidden signs, with addresses that no program takes for links."""
    return _LINKED.sub(
        lambda found: _INERT.get(found.group(), f"{found.group()[:3]}\uff0e"), clean(text).strip()
    )


def unmarked(text: str) -> str:
    """Return the text with its marks as their wide twins: robots' Markdown knows no way to escape them."""
    return _LISTED.sub(lambda found: f"\u200b{found.group()}", text.translate(_TWINS))


def cut(text: str, most: int) -> str:
    """Return as much of the text as fits into so many bytes, and say that it was cut."""
    if len(text.encode()) <= most:
        return text
    return text.encode()[: max(most - len("…".encode()), 0)].decode(errors="ignore") + "…"
