"""What an app may write into a message."""

from flows.entrypoints.workspace.block_kit import check_blocks, is_too_large, limits
from flows.entrypoints.workspace.errors import SlackError
from flows.entrypoints.workspace.payload import Payload, copy_of
from flows.entrypoints.workspace.serial import Serial


def read_content(given: Payload) -> Payload:
    """Check text and blocks as Slack does, and return them as they are stored."""
    text, blocks = str(given.get("text") or ""), given.get("blocks")
    if not text and not blocks and not given.get("attachments"):
        raise SlackError("no_text")
    if len(text) > limits.MESSAGE_TEXT:
        raise SlackError("msg_too_long")
    content: Payload = {"text": text}
    if given.get("attachments"):
        content["attachments"] = given["attachments"]
    return content | ({"blocks": read_blocks(blocks)} if blocks else {})


def read_blocks(blocks: object) -> list[Payload]:
    """Check the blocks of a message and give those an id that have none."""
    errors = check_blocks(blocks)
    if errors:
        raise SlackError("invalid_blocks", errors=errors, response_metadata={"messages": errors})
    if is_too_large(blocks):
        raise SlackError("msg_blocks_too_long")
    return with_ids(copy_of({"blocks": blocks})["blocks"])


def with_ids(blocks: list[Payload]) -> list[Payload]:
    """Give an id to every block and element that has none, as Slack does."""
    for block in blocks:
        block.setdefault("block_id", Serial.token()[:6])
        for element in elements_of(block):
            if element.get("type") not in {"plain_text", "mrkdwn", "image"}:
                element.setdefault("action_id", Serial.token()[:6])
    return blocks


def elements_of(block: Payload) -> list[Payload]:
    """Return the elements of a block that people may use."""
    listed = block.get("elements") if block.get("type") in {"actions", "context_actions"} else []
    found = [*(listed or []), block.get("accessory"), block.get("element")]
    return [one for one in found if isinstance(one, dict)]
