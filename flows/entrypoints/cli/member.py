"""`member`: somebody joins a running rollout, changes roles, leaves or comes back."""

from cyclopts import App

from flows.entrypoints.cli import people_wording as w
from flows.entrypoints.cli.commanded import commanded
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.mistake import Mistake
from flows.entrypoints.cli.options import MYSELF, Acting
from flows.entrypoints.cli.visit import Visit, visit
from playbooks.model.commands import AddPerson, ChangePerson
from tasks.adapters.organisation import joining

app = App(name="member")


@app.default
def member(
    rollout: str,
    person: str,
    /,
    *,
    reason: str,
    role: tuple[str, ...] = (),
    join: bool = False,
    leave: bool = False,
    back: bool = False,
    acting: Acting = MYSELF,
) -> ExitCode:
    """成员加入、变更角色、离开或回到项目 · Let somebody join, change roles, leave or come back.

    组织文件中尚未参与的人，凭 --join 或 --role 加入；--join 也把成员的姓名、部门、邮箱和所负责的部门更新为组织文件所述 ·
    Whoever is in the organisation file and does not take part yet joins by --join or --role; --join also brings a
    member's name, department, e-mail and the departments that person heads up to the file.

    Args:
        rollout: 项目 · the rollout
        person: 成员 · who
        reason: 理由 · why
        role: 今后的全部角色，可重复 · every role from now on, may be repeated
        join: 按组织文件加入或更新 · the person joins as the organisation file says, or is brought up to it
        leave: 离开项目 · the person leaves
        back: 回到项目 · the person is back
        acting: 谁 · who
    """
    if leave + back + join > 1:
        raise Mistake(w.LEAVE_OR_BACK)
    active = {(True, False): False, (False, True): True}.get((leave, back))
    fields = {"person": person, "active": active, "roles": role or None, "reason": reason}
    come, change = visit(rollout, acting), commanded(ChangePerson, **fields)
    comes = join or (bool(role) and active is None and come.rollout.team.person(person) is None)
    joined = _joined(come, change) if comes else None
    return come.wish(change if joined is None else joined)


def _joined(come: Visit, change: ChangePerson) -> AddPerson | None:
    """Return the wish to take somebody of the organisation file in; None where it has nobody so called."""
    return joining(come.office, come.rollout, change.person, roles=change.roles or (), reason=change.reason)
