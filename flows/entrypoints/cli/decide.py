"""`decide`: go, conditional go, hold, recycle or kill at the end of a phase; or whether it is ready."""

from cyclopts import App

from flows.entrypoints.cli import people_wording as p
from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.attaching import keep_files
from flows.entrypoints.cli.commanded import close_of, commanded, read_day, required
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.gate_view import show_phases
from flows.entrypoints.cli.mistake import Mistake
from flows.entrypoints.cli.options import MYSELF, Acting, Attach
from flows.entrypoints.cli.seen_digest import seen_digest
from flows.entrypoints.cli.visit import Visit, look, visit
from playbooks.model.calendar import Calendar
from playbooks.model.commands import DecidePhaseGate, PhaseDecision, PhaseException
from playbooks.model.events import PhaseGateDecided
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import readiness
from tasks.adapters.ports import Receipt

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
    cutover_on: str | None = None,
    despite_freeze: str | None = None,
    seen: str | None = None,
    attach: Attach = (),
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
        cutover_on: 放行上线时的切换日，默认今天 · the day of the cutover at a go into operation, by default today
        seen: 您已查看的摘要，脚本用 · the digest you have looked at, for scripts
        attach: 附件，可重复 · a file to attach, may be repeated
        despite_freeze: 冻结期内仍要切换的理由 · why the cutover takes place in spite of a freeze
        acting: 谁 · who
    """
    if decision is None:
        looked = look(rollout, acting)
        phases = (phase,) if phase else looked.rollout.open_phases
        return show_phases(looked, phases, check=True)
    at_desk = visit(rollout, acting)
    required({"--reason": reason})
    earlier = _decided_before(at_desk)
    current = earlier.phase if earlier else at_desk.rollout.current
    decided = phase or current or PhaseKey.OPERATION
    fields = {
        "phase": decided,
        "decision": decision,
        "reason": reason,
        "recycle_to": to,
        "exceptions": tuple(_exception(text, at_desk.rollout.calendar) for text in except_),
        "cutover_on": read_day(cutover_on) if cutover_on else None,
        "freeze_exception": despite_freeze,
        "attachments": keep_files(at_desk, attach),
        "seen": _seen(at_desk, seen, decided, earlier=earlier),
    }
    return at_desk.wish(commanded(DecidePhaseGate, **fields))


def _decided_before(at_desk: Visit) -> PhaseGateDecided | None:
    """Return what a call with the same request id has decided: its repetition means that phase, as it stood then."""
    store = at_desk.office.store
    answer = store.answered(at_desk.request)
    if not isinstance(answer, Receipt):
        return None
    decisions = store.entries(
        rollout=at_desk.key, types=["phase_gate.decided"], since_seq=answer.seq, limit=1
    )
    events = (row.event for row in decisions if row.id.startswith(at_desk.request))
    return next((event for event in events if isinstance(event, PhaseGateDecided)), None)


def _seen(at_desk: Visit, given: str | None, phase: PhaseKey, *, earlier: PhaseGateDecided | None) -> str:
    """Return the digest that the decision is bound to."""
    if given is None:
        return earlier.inputs if earlier else _shown(at_desk, phase)
    present = earlier or readiness(at_desk.rollout, phase, at_desk.office.clock.now())
    return seen_digest(given, present.inputs)


def _shown(at_desk: Visit, phase: PhaseKey) -> str:
    """Show in one line how the phase stands, and return the digest of what its gates rest on."""
    standing = readiness(at_desk.rollout, phase, at_desk.office.clock.now())
    at_desk.speaker.show(
        at_desk.speaker.say(p.DECIDING_ON, score=standing.score, digest=standing.inputs[:12])
    )
    return standing.inputs


def _exception(text: str, calendar: Calendar) -> PhaseException:
    """Read GATE=PERSON:DATE:promise."""
    gate, _, rest = text.partition("=")
    parts = rest.split(":", 2)
    if len(parts) < 3:  # noqa: PLR2004  # person, date, promise
        raise Mistake(w.NO_EXCEPTION, given=text)
    owner, day, promise = (part.strip() for part in parts)
    due = close_of(read_day(day), calendar)
    return commanded(PhaseException, gate=gate.strip(), owner=owner, due=due, promise=promise)
