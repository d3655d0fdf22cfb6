"""`decide`: go, conditional go, hold, recycle or kill at the end of a phase; or whether it is ready."""

from cyclopts import App

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.commanded import close_of, commanded, read_day, required
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.gate_view import show_phases
from flows.entrypoints.cli.mistake import Mistake
from flows.entrypoints.cli.options import MYSELF, Acting
from flows.entrypoints.cli.visit import look, visit
from playbooks.model.calendar import Calendar
from playbooks.model.commands import DecidePhaseGate, PhaseDecision, PhaseException
from playbooks.model.phase import PhaseKey

app = App(name="decide")


@app.default
def decide(
    rollout: str,
    decision: PhaseDecision | None = None,
    /,
    *,
    reason: str | None = None,
    to: PhaseKey | None = None,
    except_: tuple[str, ...] = (),
    phase: PhaseKey | None = None,
    acting: Acting = MYSELF,
) -> ExitCode:
    """对阶段作出决定；不带决定时显示是否就绪 · Decide at the end of a phase, or show readiness.

    Args:
        rollout: 项目 · the rollout
        decision: 决定 · the decision
        reason: 理由 · why
        to: 退回到哪个阶段 · the phase to go back to
        except_: 有条件放行的例外 GATE=PERSON:DATE:承诺 · an exception, GATE=PERSON:DATE:promise
        phase: 阶段，默认为进行中的 · the phase, by default the open one
        acting: 谁 · who
    """
    if decision is None:
        seen = look(rollout, acting)
        phases = (phase,) if phase else seen.rollout.open_phases
        return show_phases(seen, phases, check=True)
    at_desk = visit(rollout, acting)
    required({"--reason": reason})
    fields = {
        "phase": phase or at_desk.rollout.current or PhaseKey.OPERATION,
        "decision": decision,
        "reason": reason,
        "recycle_to": to,
        "exceptions": tuple(_exception(text, at_desk.rollout.calendar) for text in except_),
    }
    return at_desk.wish(commanded(DecidePhaseGate, **fields))


def _exception(text: str, calendar: Calendar) -> PhaseException:
    """Read GATE=PERSON:DATE:promise."""
    gate, _, rest = text.partition("=")
    parts = rest.split(":", 2)
    if len(parts) < 3:  # noqa: PLR2004  # person, date, promise
        raise Mistake(w.NO_EXCEPTION, given=text)
    owner, day, promise = (part.strip() for part in parts)
    due = close_of(read_day(day), calendar)
    return commanded(PhaseException, gate=gate.strip(), owner=owner, due=due, promise=promise)
