"""`override`: in an emergency two people let a phase end although a gate is not met."""

from cyclopts import App

from flows.entrypoints.cli.commanded import commanded
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.options import MYSELF, Acting
from flows.entrypoints.cli.visit import visit
from playbooks.model.commands import OverrideGate

app = App(name="override")


@app.default
def override(rollout: str, gate: str, /, *, reason: str, acting: Acting = MYSELF) -> ExitCode:
    """紧急越过关卡：一人提出，另一人 24 小时内确认 · Propose an override, or confirm somebody else's within 24 hours.

    Args:
        rollout: 项目 · the rollout
        gate: 关卡 · the gate
        reason: 理由 · why
        acting: 谁 · who
    """
    return visit(rollout, acting).wish(commanded(OverrideGate, gate=gate, reason=reason))
