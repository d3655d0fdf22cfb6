"""Who takes part and in which role: changed by the PMO or the sponsor, never by the person concerned.

Rights are looked up at the moment of every wish, so a change counts from the next one on. What was decided
rightfully before stays decided, and is marked.
"""

from playbooks.model import events as e
from playbooks.model.commands import ActorKind, AddPerson, ChangePerson
from playbooks.model.gates.wording import joined
from playbooks.model.lifecycle.asking_again import asked_again
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.refusal import RefusalCode, RefusedError
from playbooks.model.stakeholder import Department, Stakeholder


def change_person(wish: Wish, command: ChangePerson) -> tuple[e.Event, ...]:
    """Change somebody's roles, or whether somebody takes part; a directory may only take people out."""
    wish.require_not_over()
    person = wish.rollout.team.person(command.person)
    if person is None:
        raise RefusedError(
            RefusalCode.NOT_FOUND,
            f"本项目没有成员“{command.person}”；组织文件中的人员可加入：phasegate member "
            f"{wish.rollout.key} {command.person} --join",
            f"this rollout has no member {command.person!r}; whoever is in the organisation file joins by "
            f"phasegate member {wish.rollout.key} {command.person} --join",
            about=command.person,
        )
    _require_changer(wish, command)
    _require_roles(wish, command.roles or ())
    active = person.active if command.active is None else command.active
    roles = person.roles if command.roles is None else tuple(dict.fromkeys(command.roles))
    if (active, roles) == (person.active, person.roles):
        return ()
    changed = e.PersonChanged(person=person.key, active=active, roles=roles, reason=command.reason)
    return (changed, *asked_again(wish, changed))


def add_person(wish: Wish, command: AddPerson) -> tuple[e.Event, ...]:
    """Take somebody in, or back in, or bring a member's particulars up to date: all of it in one entry."""
    wish.require_not_over()
    person, team = command.person, wish.rollout.team
    _require_right(wish, person.key)
    _require_roles(wish, person.roles)
    fault = _fault_of(wish, person) or _fault_among(wish, command)
    if fault is not None:
        raise RefusedError(RefusalCode.WRONG_INPUT, *fault, about=person.key)
    if team.joined(person, command.departments) == team:
        return ()
    given = {"person": person, "departments": command.departments, "reason": command.reason}
    joined = e.PersonJoined.model_validate(given)
    return (joined, *asked_again(wish, joined))


def _fault_of(wish: Wish, person: Stakeholder) -> tuple[str, str] | None:
    """Return what is wrong with a person's particulars: nobody acts under two names, or leans on somebody unknown."""
    team, address = wish.rollout.team, (person.email or "").strip().casefold()
    if not person.active:
        return "此人已标为离任，不能加入", "this person is marked as having left, and cannot join"
    if person.deputy is not None and (person.deputy == person.key or team.person(person.deputy) is None):
        return (
            f"代理人“{person.deputy}”不是本项目的另一位成员，请先让其加入",
            f"the deputy {person.deputy!r} is not another member of this rollout; let that person join first",
        )
    others = (one for one in team.people if one.key != person.key and one.active and one.email)
    twin = next((one for one in others if address == (one.email or "").strip().casefold()), None)
    if twin is not None:
        return (
            f"该邮箱已属于成员“{twin.key}”，请改正其中一个",
            f"this e-mail address belongs to the member {twin.key!r} already; correct one of the two",
        )
    return None


def _fault_among(wish: Wish, command: AddPerson) -> tuple[str, str] | None:
    """Return what is wrong with the departments: only the own one, where it is new, and those the person heads."""
    person, team = command.person, wish.rollout.team
    mine = [one for one in command.departments if _concerns(person, one, known=team.department(one.key))]
    if len(mine) != len(command.departments):
        return (
            "只能登记本人负责的部门，或项目中尚无的本人部门",
            "only the departments this person heads, or the person's own if it is new, are stated here",
        )
    known = {one.key for one in (*team.departments, *mine)}
    if known and person.department not in known:
        return (
            f"本项目没有部门“{person.department}”",
            f"{person.department!r} is not a department of this rollout",
        )
    return None


def _concerns(person: Stakeholder, department: Department, *, known: Department | None) -> bool:
    own = department.key == person.department and known is None
    return own or department.head == person.key


def _require_changer(wish: Wish, command: ChangePerson) -> None:
    leaving = command.active is False and command.roles is None
    if wish.actor.kind is ActorKind.SYSTEM and leaving:
        return
    _require_right(wish, command.person)


def _require_right(wish: Wish, person: str) -> None:
    """Refuse everybody but the PMO and the sponsor, and them, too, where it is about themselves."""
    wish.require_role("pmo", "sponsor")
    if wish.actor.key == person:
        raise RefusedError(
            RefusalCode.NOT_ENTITLED,
            "不能变更自己的角色，请由另一位有权人员办理",
            "nobody changes their own roles; ask another person who may",
            about=person,
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
