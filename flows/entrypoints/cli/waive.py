"""`waive`: recorded, expiring permission to leave a phase although a gate has failed; or the end of one."""

from datetime import date

from cyclopts import App

from flows.entrypoints.cli.commanded import close_of, commanded, required
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.options import MYSELF, Acting
from flows.entrypoints.cli.visit import visit
from playbooks.model.commands import GrantWaiver, RevokeWaiver

app = App(name="waive")


@app.default
def waive(
    rollout: str,
    gate: str,
    /,
    *,
    reason: str,
    control: str | None = None,
    owner: str | None = None,
    until: date | None = None,
    revoke: bool = False,
    acting: Acting = MYSELF,
) -> ExitCode:
    """豁免未通过的关卡，须有期限 · Waive a failed gate until a date, or take a waiver back.

    Args:
        rollout: 项目 · the rollout
        gate: 关卡 · the gate
        reason: 理由 · why
        control: 补偿措施 · what compensates
        owner: 责任人 · who answers for it
        until: 到期日，至当日 18:00 · the last day, until 18:00
        revoke: 撤销豁免 · take the waiver back
        acting: 谁 · who
    """
    at_desk = visit(rollout, acting)
    if revoke:
        return at_desk.wish(commanded(RevokeWaiver, gate=gate, reason=reason))
    required({"--control": control, "--owner": owner, "--until": until})
    ends = close_of(until, at_desk.rollout.calendar) if until else None
    fields = {"gate": gate, "owner": owner, "reason": reason, "compensating_control": control}
    return at_desk.wish(commanded(GrantWaiver, **fields, expires_at=ends))
