"""No cutover inside a freeze: the go into operation names a free day, or states why it goes ahead all the same."""

from datetime import date, timedelta

from playbooks.model.commands import DecidePhaseGate, PhaseDecision
from playbooks.model.freeze_window import FreezeWindow
from playbooks.model.freezing import CUTOVER, freezes_on, next_free
from playbooks.model.gates.wording import listed
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.phase import PhaseKey
from playbooks.model.refusal import RefusalCode, RefusedError

#: A later day is a slip of the pen, and no calendar knows its holidays.
FURTHEST = timedelta(days=731)
GOING = frozenset({PhaseDecision.GO, PhaseDecision.CONDITIONAL_GO})


def require_thawed(wish: Wish, command: DecidePhaseGate) -> None:
    """Refuse a go into operation whose cutover falls into a freeze, unless an exception is stated."""
    if command.phase is not PhaseKey.VALIDATION or command.decision not in GOING:
        _require_nothing_of_cutover(command)
        return
    calendar, system = wish.rollout.calendar, wish.rollout.playbook.name
    today = calendar.day(wish.now)
    day = command.cutover_on or today
    if day < today:
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            f"切换日 {day} 已经过去，请改为今天或以后",
            f"the cutover day {day} lies behind; name today or a later one",
            about=command.phase,
        )
    if day - today > FURTHEST:
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            f"切换日 {day} 在两年以后，请核对日期",
            f"the cutover day {day} lies more than two years ahead; check the date",
            about=command.phase,
        )
    windows = freezes_on(calendar, day, system=system, activities=CUTOVER)
    if windows and command.freeze_exception is None:
        raise _frozen(day, windows, free=next_free(calendar, day, system=system, activities=CUTOVER))
    if command.freeze_exception is not None and not windows:
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            f"{day} 不在冻结期内，无需说明例外",
            f"{day} lies in no freeze, so no exception is needed; leave it out",
            about=command.phase,
        )


def _require_nothing_of_cutover(command: DecidePhaseGate) -> None:
    if command.cutover_on is not None or command.freeze_exception is not None:
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            "只有放行进入成熟阶段才指定切换日或冻结例外",
            "only a go into operation names a cutover day or an exception to a freeze",
            about=command.phase,
        )


def _frozen(day: date, windows: tuple[FreezeWindow, ...], *, free: date | None) -> RefusedError:
    why = listed(window.reason for window in windows)
    zh = f"下一个可切换日为 {free}" if free else "一年内没有可切换的日子"
    en = f"the next free day is {free}" if free else "no day of the next year is free"
    return RefusedError(
        RefusalCode.FROZEN,
        f"{day} 在冻结期内（{why.zh}），不能切换；{zh}，或说明例外理由",
        f"{day} lies in a freeze ({why.en}), so there is no cutover; {en}, or state why an exception is made",
        about=PhaseKey.VALIDATION,
    )
