"""A message: its blocks one by one, and what only their sum breaks."""

import json

from flows.entrypoints.workspace.block_kit import limits
from flows.entrypoints.workspace.block_kit.blocks import check_block
from flows.entrypoints.workspace.block_kit.report import Report, Surface
from flows.entrypoints.workspace.payload import Payload, Payloads


def check_blocks(blocks: object, surface: Surface = Surface.MESSAGE, pointer: str = "/blocks") -> list[str]:
    """Return the errors of a list of blocks."""
    report = Report(surface)
    check_list(report, blocks, pointer)
    return report.errors


def check_list(report: Report, blocks: object, pointer: str) -> None:
    """Check a list of blocks into a report."""
    if not isinstance(blocks, list):
        report.bad("must be an array", pointer)
        return
    most = limits.BLOCKS_OF_MESSAGE if report.surface is Surface.MESSAGE else limits.BLOCKS_OF_VIEW
    if len(blocks) > most:
        report.bad(f"no more than {most} items allowed [blocks]", pointer)
    for index, block in enumerate(blocks):
        check_block(report, block, f"{pointer}/{index}")
    if report.surface is Surface.MESSAGE:
        _check_sums(report, [block for block in blocks if isinstance(block, dict)], pointer)


def _check_sums(report: Report, blocks: Payloads, pointer: str) -> None:
    kinds = [block.get("type") for block in blocks]
    if kinds.count("table") > 1:
        report.bad("only one table is allowed in a message", pointer)
    if kinds.count("data_visualization") > limits.CHARTS_OF_MESSAGE:
        report.bad(f"no more than {limits.CHARTS_OF_MESSAGE} data_visualization blocks allowed", pointer)
    markdown = sum(len(str(block.get("text", ""))) for block in blocks if block.get("type") == "markdown")
    if markdown > limits.MARKDOWN_OF_MESSAGE:
        report.bad(f"markdown must be less than {limits.MARKDOWN_OF_MESSAGE + 1} characters in all", pointer)


def is_too_large(blocks: object) -> bool:
    """Tell whether Slack would answer `msg_blocks_too_long`."""
    return len(json.dumps(blocks, ensure_ascii=False)) > limits.MESSAGE_BLOCKS_CHARACTERS


def check_message(message: Payload) -> list[str]:
    """Return the errors of a whole message: text and blocks."""
    report = Report(Surface.MESSAGE)
    if not message.get("text") and not message.get("blocks") and not message.get("attachments"):
        report.bad("no text", "/text")
    report.length(message.get("text"), "/text", limits.MESSAGE_TEXT)
    if message.get("blocks") is not None:
        check_list(report, message["blocks"], "/blocks")
        if is_too_large(message["blocks"]):
            report.bad("msg_blocks_too_long", "/blocks")
    return report.errors
