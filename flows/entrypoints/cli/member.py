"""`member`: somebody's roles change, or somebody leaves the rollout or comes back."""

from cyclopts import App

from flows.entrypoints.cli import people_wording as w
from flows.entrypoints.cli.commanded import commanded
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.mistake import Mistake
from flows.entrypoints.cli.options import MYSELF, Acting
from flows.entrypoints.cli.visit import visit
from playbooks.model.commands import ChangePerson

app = App(name="member")


@app.default
def member(
    rollout: str,
    person: str,
    /,
    *,
    reason: str,
    role: tuple[str, ...] = (),
    leave: bool = False,
    back: bool = False,
    acting: Acting = MYSELF,
) -> ExitCode:
    """变更成员的角色、离开或回到项目 · Change somebody's roles, or let somebody leave or come back.

    Args:
        rollout: 项目 · the rollout
        person: 成员 · who
        reason: 理由 · why
        role: 今后的全部角色，可重复 · every role from now on, may be repeated
        leave: 离开项目 · the person leaves
        back: 回到项目 · the person is back
        acting: 谁 · who
    """
    if leave and back:
        raise Mistake(w.LEAVE_OR_BACK)
    active = {(True, False): False, (False, True): True}.get((leave, back))
    fields = {"person": person, "active": active, "roles": role or None, "reason": reason}
    return visit(rollout, acting).wish(commanded(ChangePerson, **fields))
