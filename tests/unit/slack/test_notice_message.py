"""A notice in Slack: a heading and a paragraph, and points as a list."""

from flows.entrypoints.workspace import check_blocks
from playbooks.model.letters import Notice
from playbooks.model.text import Language
from tasks.adapters.slack.blocks import Block
from tasks.adapters.slack.notice_message import notice_drawing
from tests.simulators.facts import text

DIFFERS = "CRM: 2 of 2 tables do not agree.\n• Orders: missing: 20\n• Orders: extra: 15\nReport: phasegate reconcile report crm"


def drawn(body: str) -> list[Block]:
    """Return the blocks of a notice with this body."""
    return list(
        notice_drawing(Notice(to="xu.wen", subject=text("News"), body=text(body)), Language.EN).blocks
    )


def test_a_plain_body_is_one_paragraph() -> None:
    """As it is."""
    assert [block["type"] for block in drawn("It has begun.")] == ["header", "section"]


def test_a_reconciliation_is_one_sentence_the_largest_differences_and_where_to_read_on() -> None:
    """Slack takes the message, and the points are a list of their own."""
    blocks = drawn(DIFFERS)
    assert [block["type"] for block in blocks] == ["header", "rich_text", "section"]
    assert "2 of 2 tables do not agree" in str(blocks[1])
    assert str(blocks[1]).count("Orders:") == 2
    assert "phasegate reconcile report crm" in str(blocks[2])
    assert check_blocks(blocks) == []


def test_points_without_a_sentence_above_stay_a_paragraph() -> None:
    """Whatever somebody typed is shown."""
    assert [block["type"] for block in drawn("• one\n• two")] == ["header", "section"]
