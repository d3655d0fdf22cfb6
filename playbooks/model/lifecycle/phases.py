"""Opening phases and the runs that work on them: one run at a time writes, all others are fenced off."""

from playbooks.model import events as e
from playbooks.model.commands import ActorKind, EnterPhase, LosePhaseRun, OpenPhase
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.phase import PhaseKey
from playbooks.model.refusal import RefusalCode, RefusedError
from playbooks.model.rollout import PhaseStatus
from playbooks.model.working_time import due


def open_phase(wish: Wish, command: OpenPhase) -> tuple[e.Event, ...]:
    """Open a phase for the PMO or project manager."""
    wish.require_running()
    wish.require_role("pmo", "project_manager", *wish.rollout.playbook.started_by)
    return (_opened(wish, command.phase),)


def enter_phase(wish: Wish, command: EnterPhase) -> tuple[e.Event, ...]:
    """Let a run take the phase on, or re-enter it after a suspension."""
    _require_run(wish)
    record, run = wish.rollout.phases[command.phase], wish.actor.key
    if record.run == run and record.wake_due:
        return (e.PhaseRunWoken(phase=command.phase, run=run),)
    if record.run == run and record.status is PhaseStatus.OPEN:
        return (e.PhaseRunWokenUnbidden(phase=command.phase, run=run),)
    wish.require_running()
    if record.status is PhaseStatus.OPEN and record.run is not None:
        raise RefusedError(
            RefusalCode.ALREADY_DONE,
            f"阶段“{command.phase.label.zh}”已由另一运行承担：{record.run}",
            f"phase {command.phase.label.en!r} is already worked on by run {record.run}",
            about=command.phase,
        )
    if run in record.lost:
        raise RefusedError(
            RefusalCode.STALE_ATTEMPT,
            "该运行已被判定为失联，由另一运行接替",
            "this run was declared lost; another one takes its place",
            about=command.phase,
        )
    started = e.PhaseRunStarted(phase=command.phase, run=run, attempt=record.attempt + 1)
    return (started,) if record.status is PhaseStatus.OPEN else (_opened(wish, command.phase), started)


def lose_phase_run(wish: Wish, command: LosePhaseRun) -> tuple[e.Event, ...]:
    """Declare the phase's run dead, so that its late writes are refused and another may begin."""
    if wish.actor.kind is ActorKind.PERSON:
        wish.require_role("pmo", "project_manager")
    record = wish.rollout.phases[command.phase]
    if record.run != command.run:
        raise RefusedError(
            RefusalCode.STALE_ATTEMPT,
            "该运行不是本阶段的当前运行",
            "this run is not the phase's current run",
            about=command.phase,
        )
    return (e.PhaseRunLost(phase=command.phase, run=command.run, reason=command.reason),)


def _require_run(wish: Wish) -> None:
    if wish.actor.kind is not ActorKind.RUN:
        raise RefusedError(
            RefusalCode.NOT_ENTITLED,
            "只有阶段运行可以承担阶段；请用 phasegate start 启动",
            "only phase runs take a phase on; people open it",
        )


def _opened(wish: Wish, phase: PhaseKey) -> e.PhaseOpened:
    record, before = wish.rollout.phases[phase], phase.preceding
    if record.status is not PhaseStatus.NOT_STARTED:
        raise RefusedError(
            RefusalCode.ALREADY_DONE,
            f"阶段“{phase.label.zh}”{record.status.label.zh}",
            f"phase {phase.label.en!r} is {record.status.label.en}",
            about=phase,
        )
    if before is not None and wish.rollout.phases[before].status is not PhaseStatus.CLOSED:
        raise RefusedError(
            RefusalCode.NOT_READY,
            f"上一阶段“{before.label.zh}”尚未通过，不能开始“{phase.label.zh}”",
            f"phase {before.label.en!r} has not ended yet, so {phase.label.en!r} cannot begin",
            about=phase,
        )
    ends = due(wish.rollout.calendar, wish.now, wish.rollout.plan(phase).duration)
    return e.PhaseOpened(phase=phase, round=record.round + 1, due=ends)
