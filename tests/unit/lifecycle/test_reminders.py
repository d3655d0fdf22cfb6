"""Reminders: ahead of time, on the day and after it, by everybody's own clock, to whoever is there."""

from datetime import date, timedelta

import pytest

from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.calendar import Calendar
from playbooks.model.deadline_events import ReminderStage
from playbooks.model.working_hours import WorkingHours
from tests.simulators.facts import person, team
from tests.simulators.rollouts import MORNING, Play
from tests.simulators.wordy import document_gate, playbook_with, played

#: Closing time on Friday 6 March; Thursday is off.
DUE = MORNING + timedelta(days=4, hours=9)
CALENDAR = Calendar(holidays=frozenset({date(2026, 3, 5)}))


def with_item(**changes: object) -> Play:
    """Return a play in which somebody has something to do by Friday; `changes` are the person's."""
    worker = person("sun_li", "data_steward").model_copy(update=changes)
    play = played(playbook_with(document_gate("paper")), people=team(worker), calendar=CALENDAR)
    play.granted(c.AddActionItem(action="call", title="call", owner="sun_li", due=DUE), by="chen_hao")
    return play


def reminded(play: Play, *, days: float, hours: float = 1) -> list[e.ReminderDue]:
    """Return the reminders of one look, so long after Monday nine o'clock."""
    play.clock.moment = MORNING + timedelta(days=days, hours=hours)
    receipt = play.granted(c.Attend(), by="attend", kind=c.ActorKind.SYSTEM)
    return [event for event in receipt.events if isinstance(event, e.ReminderDue)]


@pytest.mark.parametrize(
    ("days", "stage", "said"),
    [
        (2, ReminderStage.HEADS_UP, "due on the next business day: action item: call"),
        (4, ReminderStage.DUE, "due today: action item: call"),
        (7, ReminderStage.OVERDUE, "1 business day overdue: action item: call"),
    ],
)
def test_a_reminder_comes_before_on_and_after_the_day(days: int, stage: ReminderStage, said: str) -> None:
    """On the business day before, which is Wednesday as Thursday is off; on Friday; on Monday."""
    (reminder,) = reminded(with_item(), days=days)
    assert (reminder.stage, reminder.text.en) == (stage, said)


@pytest.mark.parametrize("days", [0, 1, 3])
def test_nobody_is_reminded_too_early_or_on_a_day_off(days: int) -> None:
    """Monday and Tuesday are early, Thursday is off."""
    assert reminded(with_item(), days=days) == []


def test_before_a_due_day_off_the_last_business_day_counts() -> None:
    """What is due on Saturday is reminded of on Friday, with the date."""
    play = played(playbook_with(document_gate("paper")), calendar=CALENDAR)
    saturday = DUE + timedelta(days=1)
    play.granted(c.AddActionItem(action="call", title="call", owner="sun_li", due=saturday), by="chen_hao")
    (reminder,) = reminded(play, days=4)
    assert reminder.text.en.startswith("due on 2026-03-07, today is the last business day before it")


@pytest.mark.parametrize(("hours", "comes"), [(1, False), (6.5, False), (8, True)])
def test_a_reminder_waits_for_the_persons_morning(hours: float, comes: bool) -> None:  # noqa: FBT001  # parametrized
    """Five in the afternoon in Shanghai is ten in the morning in Berlin."""
    play = with_item(time_zone="Europe/Berlin")
    assert bool(reminded(play, days=4, hours=hours)) is comes


def test_a_reminder_waits_for_the_persons_hours() -> None:
    """Whoever begins at two is reminded at two."""
    late = WorkingHours.model_validate({"from": "14:00", "to": "22:00", "breaks": []})
    play = with_item(hours=late)
    assert [len(reminded(play, days=4, hours=hours)) for hours in (1, 4.9, 5, 6)] == [0, 0, 1, 0]


def test_the_stand_in_is_reminded_while_somebody_is_away() -> None:
    """And nobody on leave."""
    play = with_item()
    play.granted(
        c.DeclareAbsence(
            person="sun_li", starts=MORNING, until=DUE + timedelta(days=9), reason="leave", to="qian_bo"
        ),
        by="sun_li",
    )
    (reminder,) = reminded(play, days=4)
    assert reminder.people == ("qian_bo",)


def test_people_of_one_gate_are_reminded_each_at_their_time() -> None:
    """Two of them by two clocks make two reminders of the same day."""
    abroad = person("wu_yan", "finance", department="finance").model_copy(
        update={"time_zone": "Europe/Berlin"}
    )
    play = Play()
    gates = playbook_with(document_gate("paper", deadline=4, accepted_by=("finance",)))
    start = c.StartRollout(title=gates.title, playbook=gates, team=team(abroad), calendar=CALENDAR)
    play.granted(start, by="chen_hao")
    play.open(gates.phases[0].key)
    told = [reminder.people for hours in (1, 8) for reminder in reminded(play, days=7, hours=hours)]
    assert told == [("wang_fang",), ("wu_yan",)]


def test_what_nobody_can_move_goes_to_those_who_run_the_rollout() -> None:
    """A gate whose owner's role is empty would otherwise be late in silence."""
    alone = playbook_with(document_gate("paper", deadline=2, accepted_by=("key_user",), owner="key_user"))
    nobody = [member.model_copy(update={"active": False}) for member in team().holders("key_user")]
    play = Play()
    play.granted(
        c.StartRollout(title=alone.title, playbook=alone, team=team(), calendar=CALENDAR), by="chen_hao"
    )
    play.open(alone.phases[0].key)
    for member in nobody:
        play.granted(c.ChangePerson(person=member.key, active=False, reason="left"), by="chen_hao")
    assert [reminder.people for reminder in reminded(play, days=4)] == [("chen_hao",)]
