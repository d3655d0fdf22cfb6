"""A faithful local Slack workspace, for the demo, for tests and for everybody's own trials.

Never verified against slack.com; README.md says which facts come from where.
"""

from flows.entrypoints.workspace.behaviour import Behaviour
from flows.entrypoints.workspace.block_kit import Surface, check_blocks, check_message, check_view
from flows.entrypoints.workspace.delivery.mischief import Mischief
from flows.entrypoints.workspace.errors import SlackError, UserError
from flows.entrypoints.workspace.faults import Fault
from flows.entrypoints.workspace.installation import Installation, install
from flows.entrypoints.workspace.member import Member
from flows.entrypoints.workspace.person.answer import Submission
from flows.entrypoints.workspace.person.human import Human
from flows.entrypoints.workspace.roster import as_member, as_members
from flows.entrypoints.workspace.serving import describe, keep_open, open_workspace
from flows.entrypoints.workspace.thread import WorkspaceThread
from flows.entrypoints.workspace.workspace import Workspace

__all__ = [
    "Behaviour",
    "Fault",
    "Human",
    "Installation",
    "Member",
    "Mischief",
    "SlackError",
    "Submission",
    "Surface",
    "UserError",
    "Workspace",
    "WorkspaceThread",
    "as_member",
    "as_members",
    "check_blocks",
    "check_message",
    "check_view",
    "describe",
    "install",
    "keep_open",
    "open_workspace",
]
