"""The weekly retrospective, from recorded facts only; a week begins with the action items of the last."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from playbooks.model import events as e
from playbooks.model.action_item import ActionItem
from playbooks.model.errors import InputError
from playbooks.model.issue import Severity
from playbooks.model.kpi import KpiStanding, standings
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import readiness
from playbooks.model.rollout import Rollout, RolloutStatus
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome, Verdict
from playbooks.model.waiting import Waiting, waiting
from playbooks.model.waiver import Waiver
from playbooks.model.waiver_debt import WaiverDebt, waiver_debt

#: A waiver that ends within so many days is talked about while there is time to act.
EXPIRING = timedelta(days=14)

#: When the week is looked back on, in the rollout's time zone: Friday at 16:00.
HELD_ON, HELD_AT = timedelta(days=4), time(16, 0)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One event as the ledger holds it: its number, its time, and the key of who acted, a person or not."""

    seq: int
    at: datetime
    actor: str
    event: e.Event
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class GateChange:
    """A gate whose outcome changed, with the outcomes it went through; the first is from before, if known."""

    gate: str
    phase: PhaseKey
    path: tuple[Outcome, ...]
    reason: Text

    @property
    def fell(self) -> bool:
        """Tell whether a gate that had passed no longer does."""
        return Outcome.PASSED in self.path[:-1] and self.path[-1] is not Outcome.PASSED


@dataclass(frozen=True, slots=True)
class OpenGate:
    """A gate of an open phase that is not met, and whether a waiver lies beside it."""

    phase: PhaseKey
    verdict: Verdict
    waived: bool
    blocking: bool


@dataclass(frozen=True, slots=True)
class KpiWeek:
    """How a KPI stands, and by how much it moved in the week in its own unit."""

    now: KpiStanding
    moved: Decimal | None


@dataclass(frozen=True, slots=True)
class IssueCount:
    """Issues of one severity: raised and closed in the week, open at its end."""

    severity: Severity
    raised: int
    closed: int
    open: int


class Progress(StrEnum):
    """What became of an action item."""

    DONE = "done"
    OPEN = "open"
    OVERDUE = "overdue"

    @property
    def label(self) -> Text:
        """Return the word shown to people."""
        return _PROGRESS[self]


_PROGRESS = {
    Progress.DONE: Text(zh="已完成", en="done"),
    Progress.OPEN: Text(zh="进行中", en="open"),
    Progress.OVERDUE: Text(zh="已逾期", en="overdue"),
}


@dataclass(frozen=True, slots=True)
class ActionCheck:
    """An action item and what became of it."""

    item: ActionItem
    progress: Progress


@dataclass(frozen=True, slots=True)
class WaiverCheck:
    """A standing waiver, and whether it ends soon."""

    waiver: Waiver
    expiring: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrospective:
    """One week of one rollout, last week's promises first."""

    week: str
    starts: datetime
    ends: datetime
    held_at: datetime
    headline: Text
    promised: tuple[ActionCheck, ...]
    added: tuple[ActionItem, ...]
    gates_changed: tuple[GateChange, ...]
    gates_open: tuple[OpenGate, ...]
    kpis: tuple[KpiWeek, ...]
    issues: tuple[IssueCount, ...]
    waivers: tuple[WaiverCheck, ...]
    debts: tuple[WaiverDebt, ...]
    waiting: tuple[Waiting, ...]
    decisions: tuple[Recorded, ...]
    refusals: tuple[Recorded, ...]
    reminders: tuple[Recorded, ...]


def iso_week(day: date) -> str:
    """Return the ISO week of a day, for example 2026-W14."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def week_bounds(week: str, time_zone: str) -> tuple[datetime, datetime]:
    """Return the instants at which an ISO week begins and ends (exclusive) in a time zone, in UTC."""
    try:
        monday = datetime.strptime(f"{week}-1", "%G-W%V-%u").date()  # noqa: DTZ007  # a day, the zone comes below
    except ValueError as error:
        raise InputError("{week!r} is not an ISO week; write it like 2026-W14", week=week) from error
    zone = ZoneInfo(time_zone)
    days = (monday, monday + timedelta(days=7))
    starts, ends = (datetime.combine(day, time(), zone).astimezone(UTC) for day in days)
    return starts, ends


def retrospective_due(rollout: Rollout, now: datetime) -> str | None:
    """Return the oldest week whose Friday 16:00 has passed since the start and that is not on record.

    Weeks missed while nothing ran come one after the other. A rollout that is over or on hold looks back on
    nothing.
    """
    if rollout.status is not RolloutStatus.RUNNING:
        return None
    zone = ZoneInfo(rollout.calendar.time_zone)
    day = rollout.calendar.day(rollout.started_at)
    friday = day - timedelta(days=day.weekday()) + HELD_ON
    while (moment := datetime.combine(friday, HELD_AT, zone)) <= now:
        if moment >= rollout.started_at and iso_week(friday) not in rollout.retrospectives:
            return iso_week(friday)
        friday += timedelta(weeks=1)
    return None


def retrospective(
    rollout: Rollout, week_events: Sequence[Recorded], now: datetime, *, week: str
) -> Retrospective:
    """Return the retrospective of a week.

    Events outside the week may be among those given: earlier ones tell how a gate stood before, later ones
    are left out.
    """
    starts, ends = week_bounds(week, rollout.calendar.time_zone)
    inside = [record for record in week_events if starts <= record.at < ends]
    changed = _gates_changed(week_events, starts=starts, ends=ends)
    gates_open = _gates_open(rollout, now)
    promised = _promised(rollout, starts, now=now)
    return Retrospective(
        week=week,
        starts=starts,
        ends=ends,
        held_at=now,
        headline=_headline(changed, gates_open, promised=promised, week=week),
        promised=promised,
        added=tuple(record.event.item for record in inside if isinstance(record.event, e.ActionItemAdded)),
        gates_changed=changed,
        gates_open=gates_open,
        kpis=_kpis(rollout, starts, until=min(now, ends - timedelta(microseconds=1))),
        issues=_issues(rollout, starts, ends=ends),
        waivers=_waivers(rollout, now),
        debts=tuple(debt for phase in PhaseKey if (debt := waiver_debt(rollout, phase, now)).points),
        waiting=waiting(rollout, now),
        decisions=_of(inside, e.PhaseGateDecided),
        refusals=_of(inside, e.CommandRefused),
        reminders=_of(inside, e.ReminderDue),
    )


def _of(records: Iterable[Recorded], kind: type) -> tuple[Recorded, ...]:
    return tuple(record for record in records if isinstance(record.event, kind))


def _gates_changed(
    records: Sequence[Recorded], *, starts: datetime, ends: datetime
) -> tuple[GateChange, ...]:
    before: dict[str, Outcome] = {}
    changes: dict[str, GateChange] = {}
    for record in records:
        if not isinstance(record.event, e.GateJudged) or record.at >= ends:
            continue
        phase, verdict = record.event.phase, record.event.verdict
        if record.at < starts:
            before[verdict.gate] = verdict.outcome
            continue
        known = (before[verdict.gate],) if verdict.gate in before else ()
        path = changes[verdict.gate].path if verdict.gate in changes else known
        if path[-1:] != (verdict.outcome,):
            path = (*path, verdict.outcome)
        changes[verdict.gate] = GateChange(verdict.gate, phase, path, verdict.reason)
    return tuple(change for change in changes.values() if change.path != (before.get(change.gate),))


def _gates_open(rollout: Rollout, now: datetime) -> tuple[OpenGate, ...]:
    return tuple(
        OpenGate(phase, verdict, rollout.waived(gate.key, now), gate.blocking)
        for phase in rollout.open_phases
        for gate, verdict in zip(
            rollout.plan(phase).gates, readiness(rollout, phase, now).verdicts, strict=True
        )
        if not verdict.passed
    )


def _promised(rollout: Rollout, starts: datetime, *, now: datetime) -> tuple[ActionCheck, ...]:
    """Return what was promised before the week and not yet done when it began, the late ones first."""
    earlier = [
        item
        for item in rollout.actions.values()
        if item.added_at < starts and (item.closed_at is None or item.closed_at >= starts)
    ]
    checks = (ActionCheck(item, _progress(item, now)) for item in sorted(earlier, key=lambda item: item.due))
    order = (Progress.OVERDUE, Progress.OPEN, Progress.DONE)
    return tuple(sorted(checks, key=lambda check: order.index(check.progress)))


def _progress(item: ActionItem, now: datetime) -> Progress:
    if not item.open:
        return Progress.DONE
    return Progress.OVERDUE if item.overdue(now) else Progress.OPEN


def _kpis(rollout: Rollout, starts: datetime, *, until: datetime) -> tuple[KpiWeek, ...]:
    present = standings(rollout, until=rollout.calendar.day(until))
    earlier = standings(rollout, until=rollout.calendar.day(starts) - timedelta(days=1))
    return tuple(KpiWeek(now, _moved(before, now)) for before, now in zip(earlier, present, strict=True))


def _moved(before: KpiStanding, now: KpiStanding) -> Decimal | None:
    first, last = before.standing.latest, now.standing.latest
    return None if first is None or last is None or first.on == last.on else last.value - first.value


def _issues(rollout: Rollout, starts: datetime, *, ends: datetime) -> tuple[IssueCount, ...]:
    return tuple(
        IssueCount(
            severity,
            raised=sum(starts <= issue.raised_at < ends for issue in found),
            closed=sum(issue.closed_at is not None and starts <= issue.closed_at < ends for issue in found),
            open=sum(issue.open for issue in found),
        )
        for severity in Severity
        for found in [[issue for issue in rollout.issues.values() if issue.severity is severity]]
    )


def _waivers(rollout: Rollout, now: datetime) -> tuple[WaiverCheck, ...]:
    standing = [waiver for waiver in rollout.waivers.values() if waiver.standing(now)]
    ordered = sorted(standing, key=lambda waiver: waiver.expires_at)
    return tuple(WaiverCheck(waiver, waiver.expires_at <= now + EXPIRING) for waiver in ordered)


def _headline(
    changed: Sequence[GateChange],
    gates_open: Sequence[OpenGate],
    *,
    promised: Sequence[ActionCheck],
    week: str,
) -> Text:
    passed = sum(change.path[-1] is Outcome.PASSED for change in changed)
    fell = sum(change.fell for change in changed)
    barred = sum(gate.blocking and not gate.waived for gate in gates_open)
    done = sum(check.progress is Progress.DONE for check in promised)
    zh = (
        f"{week}：新通过关卡 {passed} 个，退回 {fell} 个，还有 {barred} 个必达关卡未达成；"
        f"上周行动项完成 {done}/{len(promised)}。"
    )
    en = (
        f"{week}: gates newly passed {passed}, fallen back {fell}, still to be met {barred}; "
        f"action items of earlier weeks done {done} of {len(promised)}."
    )
    return Text(zh=zh, en=en)
