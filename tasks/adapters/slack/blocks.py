"""Block Kit pieces as plain values.

- What people typed goes into plain or rich text, where Slack reads no markup: no mention, no link, no emoji.
- Only the one line beside the blocks (for notifications) is markup; there `& < >` are escaped, once.
- Nothing invisible and nothing that turns the direction of writing gets through; every text is cut to its limit.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from pydantic import JsonValue

from playbooks.model.gates.wording import brief
from tasks.adapters.render.plain_text import clean

Block: TypeAlias = dict[str, JsonValue]

HEADER, BUTTON, PLAIN, LINE, OPTION, TITLE = 150, 75, 3000, 2000, 75, 24
#: How long a piece of somebody's words may be in a card: the whole of the blocks may be 13,200 signs.
QUOTE = 400
LONGEST_INPUT = 2000
#: A message beyond this is refused by Slack (`msg_blocks_too_long`).
MESSAGE_SIZE = 13_200
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escaped(text: str) -> str:
    """Return a text for a place where Slack reads markup: nothing in it is a mention or a link."""
    return "".join(_SIGNS.get(sign, sign) for sign in clean(text))


def plain(text: str, limit: int = PLAIN) -> Block:
    """Return text that Slack shows as it is; `:name:` does not become a picture."""
    return {"type": "plain_text", "text": brief(clean(text).strip(), limit) or "–", "emoji": False}


def header(text: str) -> Block:
    """Return a heading."""
    return {"type": "header", "text": plain(text, HEADER)}


def section(text: str, *, accessory: Block | None = None) -> Block:
    """Return a paragraph, with a button beside it where one is given."""
    block: Block = {"type": "section", "text": plain(text)}
    return {**block, "accessory": accessory} if accessory else block


def context(*texts: str) -> Block:
    """Return small print."""
    return {"type": "context", "elements": [plain(text, LINE) for text in texts[:10]]}


def facts(pairs: Iterable[tuple[str, str]]) -> Block:
    """Return labelled facts, a line each, the label in bold."""
    elements: list[JsonValue] = []
    for label, value in pairs:
        elements += [_run(("\n" if elements else "") + f"{label}  ", bold=True), _run(value)]
    return _rich({"type": "rich_text_section", "elements": elements})


def listing(title: str, lines: Sequence[str]) -> Block:
    """Return a titled list of lines."""
    items: list[JsonValue] = [
        {"type": "rich_text_section", "elements": [_run(brief(line, QUOTE))]} for line in lines
    ]
    return _rich(
        {"type": "rich_text_section", "elements": [_run(title, bold=True)]},
        {"type": "rich_text_list", "style": "bullet", "elements": items},
    )


def link(text: str, address: str) -> Block:
    """Return a line that leads somewhere; the address is our own, never one that somebody typed."""
    piece: Block = {"type": "link", "url": address, "text": brief(clean(text), LINE)}
    return _rich({"type": "rich_text_section", "elements": [piece]})


def divider() -> Block:
    """Return a line between parts."""
    return {"type": "divider"}


def button(text: str, action: str, *, value: str, style: str | None = None) -> Block:
    """Return a button; its value is an id and no more."""
    block: Block = {"type": "button", "text": plain(text, BUTTON), "action_id": action, "value": value}
    return {**block, "style": style} if style else block


def actions(buttons: Sequence[Block], *, block_id: str) -> Block:
    """Return a row of buttons."""
    return {"type": "actions", "block_id": block_id, "elements": list(buttons)}


def option(text: str, value: str) -> Block:
    """Return one choice of a list."""
    return {"text": plain(text, OPTION), "value": value}


def field(block_id: str, label: str, element: Block, *, optional: bool = False, hint: str = "") -> Block:
    """Return a field of a form; its element goes by the same name."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "optional": optional,
        "label": plain(label, LINE),
        "element": {**element, "action_id": block_id},
    }
    return {**block, "hint": plain(hint, LINE)} if hint else block


def words_input(*, least: int = 0) -> Block:
    """Return a field for some lines of text."""
    element: Block = {"type": "plain_text_input", "multiline": True, "max_length": LONGEST_INPUT}
    return {**element, "min_length": least} if least else element


def _rich(*elements: JsonValue) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def _run(text: str, *, bold: bool = False) -> Block:
    # Line breaks of our own stay; whatever people typed was made one line before.
    lines = [clean(part) for part in text.split("\n")]
    edge = " " * (len(text) - len(text.rstrip(" ")))
    run: Block = {"type": "text", "text": brief("\n".join(lines).rstrip(" ") + edge, LINE) or "–"}
    return {**run, "style": {"bold": True}} if bold else run
