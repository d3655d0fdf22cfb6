"""Methods views.*: modals and the App Home."""

import time

from flows.entrypoints.workspace.block_kit import check_view
from flows.entrypoints.workspace.errors import SlackError
from flows.entrypoints.workspace.member import TEAM_ID
from flows.entrypoints.workspace.payload import Payload, copy_of
from flows.entrypoints.workspace.state import APP_ID, BOT_ID, State
from flows.entrypoints.workspace.web_api.arguments import Arguments
from flows.entrypoints.workspace.web_api.content import with_ids


def make_view(state: State, given: object, user_id: str, *, instead_of: Payload | None = None) -> Payload:
    """Check a view, complete it as Slack does, and keep it; `instead_of` keeps its id and its root."""
    errors = check_view(given)
    if errors or not isinstance(given, dict):
        raise SlackError("invalid_arguments", response_metadata={"messages": errors})
    if given["type"] == "modal" and _is_taken(state, given, instead_of):
        raise SlackError("duplicate_external_id")
    view = _completed(state, copy_of(given))
    if instead_of:
        view |= {"id": instead_of["id"], "root_view_id": instead_of["root_view_id"]}
    state.views.by_id[view["id"]] = view
    state.views.owners[view["id"]] = user_id
    return view


def _is_taken(state: State, given: Payload, instead_of: Payload | None) -> bool:
    found = state.views.find("", given.get("external_id", ""))
    return bool(found and state.views.is_open(found["id"]) and found is not instead_of)


def _completed(state: State, given: Payload) -> Payload:
    view_id = state.serial.identifier("V")
    return {
        "id": view_id,
        "team_id": TEAM_ID,
        "app_id": APP_ID,
        "bot_id": BOT_ID,
        "app_installed_team_id": TEAM_ID,
        "type": given["type"],
        "blocks": with_ids(given["blocks"]),
        "private_metadata": given.get("private_metadata", ""),
        "callback_id": given.get("callback_id", ""),
        "external_id": given.get("external_id", ""),
        "title": given.get("title"),
        "submit": given.get("submit"),
        "close": given.get("close"),
        "clear_on_close": given.get("clear_on_close", False),
        "notify_on_close": given.get("notify_on_close", False),
        "state": {"values": {}},
        "hash": f"{int(time.time())}.{state.serial.token()[:8]}",
        "root_view_id": view_id,
        "previous_view_id": None,
    }


def _modal(arguments: Arguments) -> object:
    given = arguments.raw("view")
    if isinstance(given, dict) and given.get("type") == "home":
        raise SlackError("invalid_arguments")
    return given


def open_modal(state: State, arguments: Arguments) -> Payload:
    """Open a modal with a trigger; a modal that is open already is replaced."""
    user_id = state.views.use(arguments.text("trigger_id"), state.behaviour.ticker)
    view = make_view(state, _modal(arguments), user_id)
    state.views.stacks[user_id] = [view["id"]]
    return {"view": copy_of(view)}


def push(state: State, arguments: Arguments) -> Payload:
    """Put a modal on top of the one that is open."""
    user_id = state.views.use(arguments.text("trigger_id"), state.behaviour.ticker)
    below = state.views.top(user_id)
    if below is None:
        raise SlackError("not_found")
    view = make_view(state, _modal(arguments), user_id)
    view |= {"root_view_id": below["root_view_id"], "previous_view_id": below["id"]}
    state.views.push(user_id, view)
    return {"view": copy_of(view)}


def update(state: State, arguments: Arguments) -> Payload:
    """Change a modal that is still open, if it is still the one that the app saw."""
    old = state.views.find(arguments.text("view_id"), arguments.text("external_id"))
    if old is None or not state.views.is_open(old["id"]):
        raise SlackError("not_found")
    if arguments.text("hash") not in {"", old["hash"]}:
        raise SlackError("hash_conflict")
    owner = state.views.owners[old["id"]]
    return {"view": copy_of(make_view(state, _modal(arguments), owner, instead_of=old))}


def publish(state: State, arguments: Arguments) -> Payload:
    """Set somebody's App Home."""
    user_id = arguments.text("user_id")
    if user_id not in state.directory.members:
        raise SlackError("user_not_found")
    old = state.views.homes.get(user_id)
    if old and arguments.text("hash") not in {"", old["hash"]}:
        raise SlackError("hash_conflict")
    given = arguments.raw("view")
    if not isinstance(given, dict) or given.get("type") != "home":
        raise SlackError("invalid_arguments")
    state.views.homes[user_id] = make_view(state, given, user_id, instead_of=old)
    return {"view": copy_of(state.views.homes[user_id])}
