"""A notice as a plain message, in the recipient's language: nothing in it can be pressed."""

from collections.abc import Iterator

from playbooks.model.letters import Notice
from playbooks.model.text import Language
from tasks.adapters.slack.blocks import Block, escaped, header, listing, section
from tasks.adapters.slack.drawing import Drawing

_POINT = "• "


def notice_drawing(notice: Notice, language: Language) -> Drawing:
    """Return the message of a notice; lines that begin with a point become a list below the line before them."""
    subject, body = notice.subject.to(language), notice.body.to(language)
    return Drawing(escaped(subject), (header(subject), *_paragraphs(body.split("\n"))), closed=True)


def _paragraphs(lines: list[str]) -> Iterator[Block]:
    points = [line.removeprefix(_POINT) for line in lines if line.startswith(_POINT)]
    others = [line for line in lines if not line.startswith(_POINT)]
    if not points or not others:
        yield section("\n".join(lines))
        return
    yield listing(others[0], points)
    if others[1:]:
        yield section("\n".join(others[1:]))
