"""`gates`: the verdict tree of a rollout's gates."""

from cyclopts import App

from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.gate_view import show_phases
from flows.entrypoints.cli.options import PLAIN, Reply
from flows.entrypoints.cli.visit import look
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import Rollout

app = App(name="gates")


@app.default
def gates(
    rollout: str, /, *, phase: PhaseKey | None = None, check: bool = False, reply: Reply = PLAIN
) -> ExitCode:
    """查看关卡判定：理由、缺什么、等谁 · Show the verdicts of the gates: why, what is missing, who.

    Args:
        rollout: 项目 · the rollout
        phase: 阶段，默认为当前 · the phase, by default the present one
        check: 未就绪时以 5 退出 · exit with 5 while a gate is open
        reply: 输出 · output
    """
    seen = look(rollout, reply)
    return show_phases(seen, (phase,) if phase else _present(seen.rollout), check=check)


def _present(rollout: Rollout) -> tuple[PhaseKey, ...]:
    """Return the phases somebody asks about: those open, else the next, else all of them."""
    if rollout.open_phases:
        return rollout.open_phases
    return (rollout.current,) if rollout.current else tuple(PhaseKey)
