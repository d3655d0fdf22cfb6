"""Following up: action items, retrospectives, and reminders that come at most once a business day."""

from datetime import date, timedelta

import pytest

from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.calendar import Calendar
from playbooks.model.refusal import RefusalCode
from tests.simulators.facts import document
from tests.simulators.rollouts import MORNING, Play
from tests.simulators.wishes import STATES
from tests.simulators.wordy import document_gate, playbook_with, played

#: Monday to Friday, but 10 March is a holiday and 14 March (a Saturday) is worked for it.
CALENDAR = Calendar(holidays=frozenset({date(2026, 3, 10)}), worked_weekends=frozenset({date(2026, 3, 14)}))
DUE = MORNING + timedelta(hours=9)  # 18:00 local on Monday 2 March


def late(days: float) -> Play:
    """Return a play with an action item that was due on 2 March, so many days later."""
    play = played(playbook_with(document_gate("paper")), calendar=CALENDAR)
    play.granted(c.AddActionItem(action="call", title="call", owner="sun_li", due=DUE), by="chen_hao")
    play.clock.forward(days=days, hours=2)
    return play


def attended(play: Play) -> list[e.ReminderDue]:
    """Return the reminders of one look."""
    receipt = play.granted(c.Attend(), by="attend", kind=c.ActorKind.SYSTEM)
    return [event for event in receipt.events if isinstance(event, e.ReminderDue)]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "due today: action item: call"),
        (1, "1 business day overdue: action item: call"),
        (2, "2 business days overdue: action item: call"),
        (4, "4 business days overdue: action item: call"),
        (7, "5 business days overdue: action item: call"),
        (9, "6 business days overdue: action item: call"),
        (12, "9 business days overdue: action item: call"),
    ],
)
def test_a_reminder_counts_business_days(days: int, said: str) -> None:
    """The weekend and the holiday do not count, the worked Saturday does."""
    assert [reminder.text.en for reminder in attended(late(days))] == [said]


def test_a_reminder_counts_in_chinese_too() -> None:
    """The numbers are the same in both languages."""
    assert attended(late(2))[0].text.zh == "已逾期 2 个工作日：行动项：call"
    assert attended(late(0))[0].text.zh == "今日到期：行动项：call"


@pytest.mark.parametrize(
    ("days", "reminded"), [(4, True), (5, False), (6, False), (7, True), (8, False), (12, True), (13, False)]
)
def test_nobody_is_reminded_on_a_day_off(days: int, reminded: bool) -> None:  # noqa: FBT001  # parametrized
    """Friday yes, Saturday and Sunday no, Monday yes, the holiday no, the worked Saturday yes."""
    assert bool(attended(late(days))) is reminded


def test_a_reminder_comes_once_a_day() -> None:
    """However often the sweep comes by; tomorrow it comes again."""
    play = late(1)
    assert [len(attended(play)) for _ in range(3)] == [1, 0, 0]
    play.clock.forward(days=1)
    assert len(attended(play)) == 1


@pytest.mark.parametrize("hours", [-3, 3.5, 8, 9, 12])
def test_nobody_is_reminded_outside_working_hours(hours: float) -> None:
    """Not at six in the morning, over noon, at closing time or in the evening; the next look does it."""
    play = late(1)
    play.clock.moment = MORNING + timedelta(days=1, hours=hours)
    assert bool(attended(play)) is (hours == 8)


def test_what_is_done_is_not_reminded_of() -> None:
    """A closed action item is quiet."""
    play = late(3)
    play.granted(c.CloseActionItem(action="call", outcome="done"), by="sun_li")
    assert attended(play) == []


def test_gates_are_reminded_of_by_their_deadline() -> None:
    """Whoever can move the gate is reminded, once it is late."""
    play = played(playbook_with(document_gate("paper", deadline=2)), calendar=CALENDAR)
    play.clock.forward(days=2, hours=2)
    (reminder,) = attended(play)
    assert (reminder.about, reminder.people) == ("paper", ("zhao_lei",))


@pytest.mark.parametrize("state", ["cancelled", "killed", "completed"])
def test_nobody_is_reminded_when_all_is_over(state: str) -> None:
    """Late things of an ended rollout are nobody's business."""
    play = STATES[state]()
    play.clock.forward(days=30)
    assert attended(play) == []


def test_on_hold_only_what_can_be_done_is_reminded_of() -> None:
    """Nobody is reminded to decide or to sign while both are refused."""
    play = STATES["held"]()
    play.clock.forward(days=30)
    assert [reminder.about for reminder in attended(play)] == ["write_minutes"]


@pytest.mark.parametrize(
    ("by", "granted"), [("zhao_lei", True), ("chen_hao", True), ("sun_li", False), ("lin_wei", False)]
)
def test_an_action_item_is_closed_by_its_owner_or_the_pmo(by: str, granted: bool) -> None:  # noqa: FBT001  # parametrized
    """Nobody reports somebody else's work as done."""
    play = STATES["started"]()
    play.wish(c.CloseActionItem(action="write_minutes", outcome="done"), by=by)
    assert play.rollout.actions["write_minutes"].open is not granted


@pytest.mark.parametrize("owner", ["he_jun", "stranger"])
def test_an_action_item_has_somebody_who_does_it(owner: str) -> None:
    """Somebody who takes part."""
    add = c.AddActionItem(action="a", title="t", owner=owner, due=DUE)
    assert Play.begun().refused(add, by="chen_hao").code is RefusalCode.WRONG_INPUT


@pytest.mark.parametrize("times", [1, 2])
def test_an_action_item_and_a_retrospective_are_there_once(times: int) -> None:
    """A second of the same name or week is refused."""
    play = Play.begun()
    add = c.AddActionItem(action="a", title="t", owner="sun_li", due=DUE)
    hold = c.HoldRetrospective(week="2026-W10", report="a" * 64)
    answers = [[play.wish(wish, by="chen_hao") for wish in (add, hold)] for _ in range(times)]
    codes = [getattr(answer, "code", None) for answer in answers[-1]]
    assert codes == ([None, None] if times == 1 else [RefusalCode.EXISTS, RefusalCode.ALREADY_DONE])


def test_an_item_is_overdue_after_its_moment() -> None:
    """At its very moment it is not; once it is closed it never is."""
    play = late(0)
    item = play.rollout.actions["call"]
    assert [item.overdue(moment) for moment in (DUE, DUE + timedelta(seconds=1))] == [False, True]
    assert not item.model_copy(update={"closed_at": DUE}).overdue(DUE + timedelta(days=9))


@pytest.mark.parametrize("week", ["2026-W11", "2099-W01", "2026-W09", "2026-W54"])
def test_a_week_that_was_not_lived_is_not_held(week: str) -> None:
    """Through no door: it has not begun, was over before the rollout, or does not exist."""
    held = c.HoldRetrospective(week=week, report="a" * 64)
    refusal = Play.opened().refused(held, by="attend", kind=c.ActorKind.SYSTEM)
    assert refusal.code is RefusalCode.WRONG_INPUT


def test_an_issue_is_of_a_department_that_takes_part() -> None:
    """A mistyped one is offered the nearest."""
    raised = c.RaiseIssue.model_validate(
        {"issue": "i", "title": "t", "severity": 2, "department": "financ"},
    )
    refusal = Play.opened().refused(raised, by="qian_bo")
    assert (refusal.code, "did you mean: finance?" in refusal.reason.en) == (RefusalCode.WRONG_INPUT, True)


def test_whose_work_it_is_is_asked_of_people_alone() -> None:
    """A person's slip is refused; what a source says goes on record, as everything of a source does."""
    play = Play.opened()
    fact = c.RecordEvidence(
        evidence="other", payload=document(), source="test", observed_at=MORNING, performed_by=("outsider",)
    )
    assert play.refused(fact, by="zhao_lei").code is RefusalCode.WRONG_INPUT
    assert play.granted(fact, by="collector", kind=c.ActorKind.SYSTEM).events
