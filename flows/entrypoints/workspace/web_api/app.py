"""Methods about the app itself: who it is, how it connects, whether its manifest and templates are sound."""

from flows.entrypoints.workspace.block_kit import check_blocks, check_message, check_view
from flows.entrypoints.workspace.errors import SlackError
from flows.entrypoints.workspace.member import TEAM_ID
from flows.entrypoints.workspace.payload import Payload
from flows.entrypoints.workspace.state import APP_ID, BOT_ID, State
from flows.entrypoints.workspace.web_api.arguments import Arguments
from flows.entrypoints.workspace.web_api.manifest import check_manifest

_TICKET_SECONDS = 30.0


def echo(_state: State, arguments: Arguments) -> Payload:
    """Return what was sent."""
    return {"args": arguments.given}


def show_authority(state: State, _arguments: Arguments) -> Payload:
    """Return whose token this is."""
    return {
        "url": f"{state.address}/",
        "team": "Phasegate",
        "team_id": TEAM_ID,
        "user": state.installation.app_name.lower(),
        "user_id": state.app_user_id,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def open_connection(state: State, _arguments: Arguments) -> Payload:
    """Hand out an address for one Socket Mode connection."""
    ticket = state.serial.token()
    state.tickets[ticket] = state.behaviour.ticker() + _TICKET_SECONDS
    address = state.address.replace("http://", "ws://")
    return {"url": f"{address}/link/?ticket={ticket}&app_id={APP_ID}"}


def validate_blocks(_state: State, arguments: Arguments) -> Payload:
    """Check blocks, a message or a view without sending them."""
    given = {name: arguments.raw(name) for name in ("blocks", "message", "view") if name in arguments.given}
    if len(given) != 1:
        raise SlackError("invalid_arguments")
    (kind, value), *_ = given.items()
    if kind == "message":
        errors = check_message(value) if isinstance(value, dict) else ["[ERROR] must be an object"]
    else:
        errors = check_blocks(value) if kind == "blocks" else check_view(value)
    if errors:
        raise SlackError(f"invalid_{kind}", errors=[{"message": error} for error in errors])
    return {}


def validate_manifest(_state: State, arguments: Arguments) -> Payload:
    """Check an app manifest."""
    errors = check_manifest(arguments.raw("manifest"))
    if errors:
        raise SlackError("invalid_manifest", errors=errors)
    return {}
