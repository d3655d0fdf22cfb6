"""What the app is told about a person's act: the frame that all interactions share."""

from flows.entrypoints.workspace.member import TEAM_ID, Member
from flows.entrypoints.workspace.payload import Payload
from flows.entrypoints.workspace.state import APP_ID, State

TEAM: Payload = {"id": TEAM_ID, "domain": "local"}


def interaction(state: State, kind: str, member: Member) -> Payload:
    """Return the frame of an interaction, with a fresh trigger."""
    return {
        "type": kind,
        "token": "local",
        "team": TEAM,
        "user": member.as_actor(),
        "api_app_id": APP_ID,
        "is_enterprise_install": False,
        "enterprise": None,
        "trigger_id": state.trigger(member.id),
    }


def command(state: State, member: Member, *, channel_id: str, name: str, text: str) -> Payload:
    """Return a slash command."""
    return {
        "token": "local",
        "team_id": TEAM_ID,
        "team_domain": "local",
        "channel_id": channel_id,
        "channel_name": state.directory.channels[channel_id].name,
        "user_id": member.id,
        "user_name": member.handle,
        "command": name,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": state.response_url(channel_id, member.id),
        "trigger_id": state.trigger(member.id),
    }


def event(state: State, happened: Payload) -> Payload:
    """Return an event in its envelope."""
    authorization = {
        "enterprise_id": None,
        "team_id": TEAM_ID,
        "user_id": state.app_user_id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": "local",
        "team_id": TEAM_ID,
        "api_app_id": APP_ID,
        "event": happened,
        "type": "event_callback",
        "event_id": state.serial.identifier("Ev"),
        "event_time": int(float(happened["event_ts"])),
        "authorizations": [authorization],
    }
