"""The checker notices what Slack refuses, and passes what Slack takes."""

from typing import Any

import pytest

from flows.entrypoints.workspace import Surface, check_blocks, check_message, check_view
from tests.integration.workspace.sample_app import button, form, plain, request

Block = dict[str, Any]


def marked(length: int) -> Block:
    """Return a text with markup of a length."""
    return {"type": "mrkdwn", "text": "x" * length}


def section(**parts: object) -> Block:
    """Return a section."""
    return {"type": "section", **parts}


def actions(*elements: Block) -> Block:
    """Return a block of elements."""
    return {"type": "actions", "elements": list(elements)}


def options(count: int, text: str = "x") -> list[Block]:
    """Return options of a menu."""
    return [{"text": plain(text), "value": str(number)} for number in range(count)]


def select(**parts: object) -> Block:
    """Return a menu."""
    return {"type": "static_select", "action_id": "s", "placeholder": plain("x"), **parts}


def asked(element: Block) -> Block:
    """Return an input block."""
    return {"type": "input", "label": plain("x"), "element": element}


def drawn(kind: str = "line", **parts: object) -> Block:
    """Return a chart of two categories."""
    data = [{"label": "a", "value": 1}, {"label": "b", "value": 2.5}]
    given: Block = {
        "type": kind,
        "axis_config": {"categories": ["a", "b"]},
        "series": [{"name": "s", "data": data}],
    }
    return {"type": "data_visualization", "title": "KPI", "chart": given | parts}


def rows(count: int, width: int = 1) -> list[list[Block]]:
    """Return the rows of a table."""
    return [[{"type": "raw_text", "text": "x"}] * width] * count


RICH = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
}
GOOD: dict[str, list[Block]] = {
    "request": request("approve", "reject"),
    "section with fields": [section(fields=[marked(2000)] * 2)],
    "section with accessory": [section(text=marked(3000), accessory=button("a", value="x" * 2000))],
    "menu with groups": [actions(select(option_groups=[{"label": plain("x"), "options": options(100)}]))],
    "menu with a first choice": [actions(select(options=options(2), initial_option=options(2)[1]))],
    "choices with markup": [
        actions({"type": "checkboxes", "action_id": "c", "options": [{"text": marked(5), "value": "1"}]})
    ],
    "confirmed button": [
        actions(
            button("a", style="danger", confirm={n: plain("x") for n in ("title", "text", "confirm", "deny")})
        )
    ],
    "charts": [drawn(), drawn("bar")],
    "pie": [drawn("pie", segments=[{"label": "a", "value": 1}])],
    "tables": [
        {"type": "table", "rows": rows(100, 20)},
        {"type": "data_table", "rows": rows(2), "caption": "x"},
    ],
    "rich text": [RICH],
    "markdown": [{"type": "markdown", "text": "x" * 12_000}],
    "picture": [{"type": "image", "slack_file": {"id": "F1"}, "alt_text": "x"}],
    "context": [{"type": "context", "elements": [marked(5)] * 10}],
    "days": [actions({"type": "datepicker", "action_id": "d", "initial_date": "2026-11-22"})],
}
BAD: dict[str, tuple[list[Any], str]] = {
    "51 blocks": ([{"type": "divider"}] * 51, "no more than 50"),
    "unknown block": ([{"type": "buttons"}], "unsupported type: buttons"),
    "no block": ([None], "unsupported type"),
    "section 3001": ([section(text=marked(3001))], "less than 3001"),
    "empty section text": ([section(text=marked(0))], "more than 0"),
    "bare section": ([section()], "either text or fields"),
    "field 2001": ([section(fields=[marked(2001)])], "less than 2001"),
    "11 fields": ([section(fields=[marked(3)] * 11)], "between 1 and 10"),
    "misspelt property": (
        [section(text=marked(3), acessory=button("a"))],
        "invalid additional property: acessory",
    ),
    "header 151": ([{"type": "header", "text": plain("x" * 151)}], "less than 151"),
    "header with markup": ([{"type": "header", "text": marked(5)}], "unsupported text type"),
    "no actions": ([actions()], "between 1 and 25"),
    "26 buttons": ([actions(*(button(str(n)) for n in range(26)))], "between 1 and 25"),
    "button text 76": ([actions({"type": "button", "text": plain("x" * 76)})], "less than 76"),
    "button value 2001": ([actions(button("a", value="x" * 2001))], "less than 2001"),
    "button style": ([actions(button("a", style="blue"))], "one of primary, danger"),
    "half a confirmation": ([actions(button("a", confirm={"title": plain("x")}))], "missing required field"),
    "doubled action id": ([actions(button("a"), button("a"))], "already exists"),
    "doubled block id": ([{"type": "divider", "block_id": "b"}] * 2, "already exists"),
    "input inside actions": (
        [actions({"type": "plain_text_input", "action_id": "a"})],
        "unsupported element",
    ),
    "101 options": ([actions(select(options=options(101)))], "between 1 and 100"),
    "option text 76": ([actions(select(options=options(1, "x" * 76)))], "less than 76"),
    "options and groups": ([actions(select(options=options(1), option_groups=[{}]))], "exactly one"),
    "foreign first choice": (
        [actions(select(options=options(1), initial_option=options(2)[1]))],
        "initial option",
    ),
    "6 overflow options": (
        [actions({"type": "overflow", "action_id": "o", "options": options(6)})],
        "1 and 5",
    ),
    "11 choices": (
        [actions({"type": "radio_buttons", "action_id": "r", "options": options(11)})],
        "1 and 10",
    ),
    "context 11": ([{"type": "context", "elements": [marked(3)] * 11}], "between 1 and 10"),
    "picture without words": ([{"type": "image", "image_url": "https://x.example/y"}], "alt_text"),
    "two tables": ([{"type": "table", "rows": rows(1)}] * 2, "only one table"),
    "empty table": ([{"type": "table", "rows": []}], "between 1 and 100"),
    "wide table": ([{"type": "table", "rows": rows(1, 21)}], "between 1 and 20"),
    "strange cell": ([{"type": "table", "rows": [[{"type": "cell"}]]}], "unsupported cell"),
    "markdown 12001": ([{"type": "markdown", "text": "x" * 6001}] * 2, "12001 characters in all"),
    "three charts": ([drawn()] * 3, "no more than 2"),
    "strange chart": ([drawn("radar")], "unsupported chart"),
    "21 categories": ([drawn(axis_config={"categories": ["x"] * 21})], "between 1 and 20"),
    "chart gap": ([drawn(axis_config={"categories": ["a", "b", "c"]})], "one point for every category"),
    "same series": ([drawn(series=[{"name": "s", "data": []}] * 2)], "unique names"),
    "not a number": (
        [drawn(series=[{"name": "s", "data": [{"label": "a", "value": float("nan")}]}])],
        "a number",
    ),
    "empty slice": ([drawn("pie", segments=[{"label": "a", "value": 0}])], "more than 0"),
    "strange rich text": ([{"type": "rich_text", "elements": [{"type": "text"}]}], "unsupported rich text"),
    "rich text without text": (
        [{"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [{"type": "link"}]}]}],
        "missing required field: url",
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_slack_takes_passes(name: str) -> None:
    """No false alarm."""
    assert check_blocks(GOOD[name]) == []


@pytest.mark.parametrize("name", BAD)
def test_what_slack_refuses_is_noticed(name: str) -> None:
    """With Slack's kind of message and the place."""
    blocks, message = BAD[name]
    assert any(message in error and "json-pointer:/blocks" in error for error in check_blocks(blocks))


@pytest.mark.parametrize("blocks", [None, "x", {}])
def test_blocks_are_a_list(blocks: object) -> None:
    """Anything else is refused as a whole."""
    assert "must be an array" in check_blocks(blocks)[0]


@pytest.mark.parametrize("kind", ["markdown", "table"])
def test_a_modal_takes_fewer_kinds(kind: str) -> None:
    """What a message takes may be refused in a modal."""
    (error,) = check_blocks([{"type": kind, "text": "x"}], Surface.MODAL)
    assert f"unsupported type: {kind}" in error


def test_a_message_may_not_be_larger_than_its_wire() -> None:
    """Five long sections are each fine, and together too much (bolt-js#2509)."""
    blocks = [section(text=marked(2999))] * 5
    assert check_blocks(blocks) == []
    assert "msg_blocks_too_long" in str(check_message({"text": "t", "blocks": blocks}))


@pytest.mark.parametrize("message", [{}, {"text": "x" * 40_001}])
def test_a_message_has_words_but_not_too_many(message: Block) -> None:
    """An empty message is refused too."""
    assert check_message(message)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"type": "page"}, "unsupported type"),
        ({"title": plain("x" * 25)}, "less than 25"),
        ({"submit": plain("x" * 25)}, "less than 25"),
        ({"submit": None}, "missing required field: submit"),
        ({"private_metadata": "x" * 3001}, "less than 3001"),
        ({"callback_id": "x" * 256}, "less than 256"),
        ({"blocks": []}, "missing required field: blocks"),
        ({"blocks": [{"type": "divider"}] * 101}, "no more than 100"),
        ({"blocks": [asked({"type": "button"})]}, "unsupported element"),
        (
            {"blocks": [asked({"type": "plain_text_input", "min_length": 9, "max_length": 8})]},
            "more than max_length",
        ),
        ({"blocks": [asked({"type": "plain_text_input", "max_length": "9"})]}, "must be a number"),
        ({"blocks": [asked({"type": "number_input"})]}, "is_decimal_allowed"),
        ({"blocks": [asked({"type": "file_input", "max_files": 11})]}, "between 1 and 10"),
        ({"blocks": [asked({"type": "datepicker", "initial_date": "tomorrow"})]}, "a date"),
        ({"notify": True}, "invalid additional property: notify"),
    ],
)
def test_a_wrong_view_is_noticed(change: Block, message: str) -> None:
    """Title, buttons, blocks and what they hold."""
    assert any(message in error for error in check_view(form() | change))


def test_a_good_view_passes() -> None:
    """A modal and a home."""
    assert check_view(form(private_metadata="x" * 3000)) == []
    assert check_view({"type": "home", "blocks": [*request("approve"), drawn()]}) == []
    assert check_view("view") != []
