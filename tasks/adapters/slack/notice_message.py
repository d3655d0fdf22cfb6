"""A notice as a plain message, in the recipient's language: nothing in it can be pressed."""

from playbooks.model.letters import Notice
from playbooks.model.text import Language
from tasks.adapters.slack.blocks import Block, escaped, header, section
from tasks.adapters.slack.drawing import Drawing


def notice_drawing(notice: Notice, language: Language) -> Drawing:
    """Return the message of a notice."""
    subject, body = notice.subject.to(language), notice.body.to(language)
    blocks: tuple[Block, ...] = (header(subject), section(body))
    return Drawing(escaped(subject), blocks, closed=True)
