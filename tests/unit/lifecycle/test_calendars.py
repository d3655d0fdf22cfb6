"""Revising the calendar: the days to come count anew, the days behind stay as they were."""

from datetime import date, timedelta

import pytest

from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.calendar import Calendar
from playbooks.model.freeze_window import FreezeWindow
from playbooks.model.lifecycle.calendars import revised
from playbooks.model.refusal import RefusalCode
from tests.simulators.facts import text
from tests.simulators.rollouts import Play

TODAY = date(2026, 3, 2)
BEHIND, AHEAD = date(2026, 2, 27), date(2026, 3, 10)
WITH_HOLIDAY = Calendar(holidays=frozenset({AHEAD}))


def revising(play: Play, calendar: Calendar) -> e.CalendarRevised:
    """Return what the sweep's revision leads to."""
    wish = c.ReviseCalendar(calendar=calendar)
    (event,) = play.granted(wish, by="attend", kind=c.ActorKind.SYSTEM).events
    assert isinstance(event, e.CalendarRevised)
    return event


@pytest.mark.parametrize("day", [BEHIND, TODAY])
def test_what_lies_behind_stays(day: date) -> None:
    """A holiday that was kept is not worked in hindsight, nor the other way round."""
    old, new = Calendar(holidays=frozenset({day})), Calendar(worked_weekends=frozenset({day}))
    found = revised(old, new, today=TODAY)
    assert (found.holidays, found.worked_weekends) == (frozenset({day}), frozenset())


def test_what_lies_ahead_is_taken_up() -> None:
    """Days, hours, freezes and how far the schedule is known."""
    freeze = FreezeWindow(key="peak", reason=text("peak"), first="11-01", last="11-15")
    new = WITH_HOLIDAY.model_copy(update={"published_through": 2027, "freezes": (freeze,)})
    assert revised(Calendar(published_through=2026), new, today=TODAY) == new


def test_the_planned_end_of_an_open_phase_moves_with_it() -> None:
    """By the day that is off now."""
    play = Play.opened()
    before = play.rollout.phases[play.rollout.open_phases[0]].due
    revising(play, WITH_HOLIDAY)
    after = play.rollout.phases[play.rollout.open_phases[0]].due
    assert before is not None
    assert after == before + timedelta(days=1)


def test_a_revision_says_why() -> None:
    """That a schedule was published, or which days changed."""
    play = Play.begun()
    days = revising(play, Calendar(holidays=frozenset({AHEAD}), published_through=2026))
    published = revising(play, Calendar(holidays=frozenset({AHEAD}), published_through=2027))
    hours = revising(play, Calendar(holidays=frozenset({AHEAD}), published_through=2027, time_zone="UTC"))
    assert [event.because.en for event in (days, published, hours)] == [
        "working days changed: 2026-03-10",
        "the holiday schedule of 2027 was published",
        "the working hours or the freezes changed",
    ]


def test_the_same_calendar_says_nothing_new() -> None:
    """The sweep may look as often as it likes."""
    play = Play.begun()
    revising(play, WITH_HOLIDAY)
    wish = c.ReviseCalendar(calendar=WITH_HOLIDAY)
    assert play.granted(wish, by="attend", kind=c.ActorKind.SYSTEM).events == ()


@pytest.mark.parametrize(("by", "granted"), [("chen_hao", True), ("lin_wei", True), ("wang_fang", False)])
def test_people_revise_it_as_pmo_or_sponsor(by: str, granted: bool) -> None:  # noqa: FBT001  # parametrized
    """With their own reason on record."""
    play = Play.begun()
    answer = play.wish(c.ReviseCalendar(calendar=WITH_HOLIDAY, reason="plant closed"), by=by)
    assert getattr(answer, "code", None) == (None if granted else RefusalCode.NOT_ENTITLED)
    assert (play.rollout.calendar == WITH_HOLIDAY) is granted
