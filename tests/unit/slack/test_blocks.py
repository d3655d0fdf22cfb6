"""Text in Slack: shown as it was typed, cut to what Slack takes, never read as markup."""

import json

import pytest

from flows.entrypoints.workspace import check_blocks
from tasks.adapters.slack import blocks as b
from tasks.adapters.slack.drawing import Drawing


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("R&D <b>", "R&amp;D &lt;b&gt;"),
        ("&lt;", "&amp;lt;"),
        ("<!channel> <@U1>", "&lt;!channel&gt; &lt;@U1&gt;"),
        ("'quoted' \"twice\"", "'quoted' \"twice\""),
        ("\u202egnp.exe\u2066", "gnp.exe"),
        ("two\nlines", "two lines"),
    ],
)
def test_markup_is_escaped_once(typed: str, written: str) -> None:
    """The three signs, nothing else, and nothing that turns the direction."""
    assert b.escaped(typed) == written


@pytest.mark.parametrize("typed", ["<!here>", "&lt;", ":tada:", "*bold*"])
def test_plain_text_stands_as_it_is(typed: str) -> None:
    """Slack reads no markup there, and is told to draw no pictures."""
    assert b.plain(typed) == {"type": "plain_text", "text": typed, "emoji": False}


@pytest.mark.parametrize("typed", ["", "   ", "\u200e", "\u202e"])
def test_what_has_nothing_to_show_is_a_dash(typed: str) -> None:
    """Slack refuses empty text."""
    assert b.plain(typed)["text"] == "–"


@pytest.mark.parametrize(
    "block",
    [
        b.header("长" * 400),
        b.section("x" * 9000, accessory=b.button("y" * 200, "go", value="id")),
        b.context(*["z" * 5000] * 12),
        b.facts((("a" * 50, "b" * 9000), ("c", ""))),
        b.listing("title" * 99, ["line" * 500, ""]),
        b.actions([b.button("Go", "go", value="id", style="primary")], block_id="decide"),
        b.divider(),
    ],
)
def test_no_block_is_ever_refused(block: b.Block) -> None:
    """Whatever people typed, however long."""
    assert check_blocks([block]) == []


def test_a_message_that_is_too_long_keeps_its_head_and_its_buttons() -> None:
    """What lies between is left out from the end on."""
    parts = [
        b.header("head"),
        *[b.section("x" * 2900)] * 6,
        b.actions([b.button("Go", "go", value="1")], block_id="d"),
    ]
    kept = Drawing("text", tuple(parts)).fitting
    assert len(json.dumps(kept)) <= b.MESSAGE_SIZE
    assert (kept[0]["type"], kept[-1]["type"]) == ("header", "actions")


def test_a_drawing_is_known_by_what_it_shows() -> None:
    """The same shows the same digest; what is decided on is not part of it."""
    one = Drawing("text", (b.header("a"),), seen="1" * 64)
    assert one.digest == Drawing("text", (b.header("a"),), seen="2" * 64).digest
    assert one.digest != Drawing("text", (b.header("b"),)).digest
