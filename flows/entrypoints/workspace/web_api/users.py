"""Methods users.* and usergroups.*: the members."""

from flows.entrypoints.workspace.errors import SlackError
from flows.entrypoints.workspace.member import Member
from flows.entrypoints.workspace.payload import Payload
from flows.entrypoints.workspace.state import State
from flows.entrypoints.workspace.web_api.arguments import Arguments
from flows.entrypoints.workspace.web_api.paging import page


def _shown(state: State, member: Member, arguments: Arguments) -> Payload:
    with_email = "users:read.email" in state.installation.scopes
    return member.as_user(locale=arguments.flag("include_locale"), email=with_email)


def info(state: State, arguments: Arguments) -> Payload:
    """Return one member, deactivated ones and strangers of shared channels too."""
    member = state.directory.members.get(arguments.text("user"))
    if member is None:
        raise SlackError("user_not_found")
    return {"user": _shown(state, member, arguments)}


def everybody(state: State, arguments: Arguments) -> Payload:
    """Return the members of this workspace; strangers are none."""
    members = [member for member in state.directory.members.values() if not member.foreign]
    return page([_shown(state, member, arguments) for member in members], "members", arguments)


def look_up_by_email(state: State, arguments: Arguments) -> Payload:
    """Return the active member of an address."""
    member = state.directory.by_email(arguments.needed("email"))
    if member is None:
        raise SlackError("users_not_found")
    return {"user": _shown(state, member, arguments)}


def of_group(state: State, arguments: Arguments) -> Payload:
    """Return the members of a user group."""
    members = state.user_groups.get(arguments.text("usergroup"))
    if members is None:
        raise SlackError("no_such_subteam")
    return {"users": list(members)}
