"""An independent checker of Block Kit: plain objects in, the list of errors that Slack would answer out.

It shares nothing with the builders of slack-sdk: a checker that used them would share their mistakes.
"""

from flows.entrypoints.workspace.block_kit.message import check_blocks, check_message, is_too_large
from flows.entrypoints.workspace.block_kit.report import Surface
from flows.entrypoints.workspace.block_kit.view import check_view

__all__ = ["Surface", "check_blocks", "check_message", "check_view", "is_too_large"]
