"""Who takes part and in which role: changed by the PMO, never by the person concerned.

Rights are looked up at the moment of every wish, so a change counts from the next one on. What was decided
rightfully before stays decided, and is marked.
"""

from playbooks.model import events as e
from playbooks.model.commands import ActorKind, ChangePerson
from playbooks.model.gates.wording import joined
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.refusal import RefusalCode, RefusedError


def change_person(wish: Wish, command: ChangePerson) -> tuple[e.Event, ...]:
    """Change somebody's roles, or whether somebody takes part; a directory may only take people out."""
    wish.require_not_over()
    person = wish.rollout.team.person(command.person)
    if person is None:
        raise RefusedError(
            RefusalCode.NOT_FOUND,
            f"本项目没有成员“{command.person}”",
            f"this rollout has no member {command.person!r}",
            about=command.person,
        )
    _require_changer(wish, command)
    _require_roles(wish, command.roles or ())
    active = person.active if command.active is None else command.active
    roles = person.roles if command.roles is None else tuple(dict.fromkeys(command.roles))
    if (active, roles) == (person.active, person.roles):
        return ()
    return (e.PersonChanged(person=person.key, active=active, roles=roles, reason=command.reason),)


def _require_changer(wish: Wish, command: ChangePerson) -> None:
    leaving = command.active is False and command.roles is None
    if wish.actor.kind is ActorKind.SYSTEM and leaving:
        return
    wish.require_role("pmo", "sponsor")
    if wish.actor.key == command.person:
        raise RefusedError(
            RefusalCode.NOT_ENTITLED,
            "不能变更自己的角色，请由另一位有权人员办理",
            "nobody changes their own roles; ask another person who may",
            about=command.person,
        )


def _require_roles(wish: Wish, roles: tuple[str, ...]) -> None:
    known = {role.key for role in wish.rollout.playbook.roles}
    unknown = [role for role in roles if role not in known]
    if unknown:
        names = joined(unknown)
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            f"剧本中没有这些角色：{names.zh}",
            f"the playbook has no such roles: {names.en}",
            about=unknown[0],
        )
