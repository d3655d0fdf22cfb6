"""`override`: in an emergency two people let a phase end although a gate is not met."""

from cyclopts import App

from flows.entrypoints.cli.commanded import commanded
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.options import MYSELF, Acting
from flows.entrypoints.cli.visit import visit
from playbooks.model.commands import DeclineOverride, OverrideGate

app = App(name="override")


@app.default
def override(
    rollout: str, gate: str, /, *, reason: str, decline: bool = False, acting: Acting = MYSELF
) -> ExitCode:
    """紧急越过关卡：一人提出，另一人 24 小时内确认 · Propose an override, or confirm somebody else's within 24 hours.

    Args:
        rollout: 项目 · the rollout
        gate: 关卡 · the gate
        reason: 理由 · why
        decline: 否决他人的提议，或撤回自己的提议 · turn a proposal down, or take one's own back
        acting: 谁 · who
    """
    visited = visit(rollout, acting)
    if decline:
        return visited.wish(commanded(DeclineOverride, gate=gate, reason=reason))
    return visited.wish(commanded(OverrideGate, gate=gate, reason=reason))
