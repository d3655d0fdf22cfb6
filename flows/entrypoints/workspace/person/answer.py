"""What the app's acknowledgement does to the screen: a modal closes, changes or shows errors; a command is answered."""

from dataclasses import dataclass, field

from flows.entrypoints.workspace.errors import SlackError, UserError
from flows.entrypoints.workspace.payload import Payload
from flows.entrypoints.workspace.person import wording
from flows.entrypoints.workspace.state import State
from flows.entrypoints.workspace.web_api.chat import by_app
from flows.entrypoints.workspace.web_api.content import read_content
from flows.entrypoints.workspace.web_api.modals import make_view


@dataclass(frozen=True, slots=True)
class Submission:
    """How sending a modal ended: it closed, it shows errors by block, or another view took its place."""

    closed: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    view: Payload | None = None


def apply_submission(state: State, user_id: str, *, view: Payload, answer: Payload) -> Submission:
    """Do what the app answered to a submitted modal."""
    action = answer.get("response_action")
    if action == "errors":
        return Submission(errors=_errors(view, answer))
    if action in {"update", "push"}:
        return Submission(view=_replaced(state, user_id, view=view, answer=answer))
    if action not in {None, "clear"}:
        raise UserError(wording.BAD_ANSWER, f"unknown response_action {action}")
    close(state, user_id, view, everything=action == "clear" or view["clear_on_close"])
    return Submission(closed=True)


def close(state: State, user_id: str, view: Payload, *, everything: bool = False) -> None:
    """Close a modal, or all of them; one that the app opened meanwhile stays."""
    stack = state.views.stacks[user_id]
    stack[:] = [] if everything else [view_id for view_id in stack if view_id != view["id"]]


def _errors(view: Payload, answer: Payload) -> dict[str, str]:
    """Slack shows nothing but a general error if a key is no input block."""
    errors = answer.get("errors") or {}
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if not errors or set(errors) - inputs:
        raise UserError(wording.BAD_ANSWER, f"errors for {sorted(set(errors) - inputs)}")
    return {str(block_id): str(text) for block_id, text in errors.items()}


def _replaced(state: State, user_id: str, *, view: Payload, answer: Payload) -> Payload:
    pushing = answer["response_action"] == "push"
    try:
        made = make_view(state, answer.get("view"), user_id, instead_of=None if pushing else view)
        if pushing:
            made |= {"root_view_id": view["root_view_id"], "previous_view_id": view["id"]}
            state.views.push(user_id, made)
    except SlackError as error:
        raise UserError(wording.BAD_ANSWER, f"{error.code} {error.details}") from error
    return made


def apply_reply(state: State, user_id: str, *, channel_id: str, answer: Payload) -> None:
    """Show what the app answered to a command: to everybody if it says so, else to the person alone."""
    if not answer.get("text") and not answer.get("blocks"):
        return
    try:
        message = by_app(state) | read_content(answer)
    except SlackError as error:
        raise UserError(wording.BAD_ANSWER, f"{error.code} {error.details}") from error
    if answer.get("response_type") == "in_channel":
        state.messages.add(channel_id, message)
    else:
        state.messages.add_ephemeral(channel_id, user_id, message)
