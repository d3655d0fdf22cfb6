"""Case 12: leap seconds, leap days, clocks that change, times without a zone; all is UTC and deadlines are right."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter, ValidationError

from playbooks.model import commands as c
from playbooks.model.calendar import Calendar
from playbooks.model.errors import InputError
from playbooks.model.frozen import Instant
from playbooks.model.waiting import waiting
from playbooks.model.working_time import works_at
from tests.simulators.facts import team, text
from tests.simulators.rollouts import Play
from tests.simulators.wordy import PHASE, document_gate, playbook_with

INSTANTS: TypeAdapter[datetime] = TypeAdapter(Instant)


def due(zone: str, opened: str, deadline: str) -> str:
    """Return until when a gate waits whose phase was opened at a local moment, in local words."""
    there, play = ZoneInfo(zone), Play()
    play.clock.moment = datetime.fromisoformat(opened).replace(tzinfo=there).astimezone(UTC)
    plan = playbook_with(document_gate("paper", deadline=deadline))
    start = c.StartRollout(title=text("CRM"), playbook=plan, team=team(), calendar=Calendar(time_zone=zone))
    play.granted(start, by="chen_hao")
    play.open(PHASE)
    (end,) = (item.due for item in waiting(play.rollout, play.clock.now()))
    assert end is not None
    return f"{end.astimezone(there):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("zone", "opened", "deadline", "end"),
    [
        ("Europe/Berlin", "2026-03-27 10:00", "1bd", "2026-03-30 18:00"),
        ("Europe/Berlin", "2026-03-27 10:00", "8bh", "2026-03-30 10:00"),
        ("Europe/Berlin", "2026-10-23 10:00", "8bh", "2026-10-26 10:00"),
        ("America/New_York", "2026-03-06 17:00", "2bh", "2026-03-09 10:00"),
        ("Australia/Lord_Howe", "2026-04-03 17:00", "2bh", "2026-04-06 10:00"),
        ("Asia/Shanghai", "2024-02-28 10:00", "1bd", "2024-02-29 18:00"),
        ("Asia/Shanghai", "2024-02-29 17:00", "2bh", "2024-03-01 10:00"),
        ("Asia/Shanghai", "2027-02-26 17:00", "2bh", "2027-03-01 10:00"),
    ],
)
def test_a_deadline_follows_the_clock_on_the_wall(zone: str, opened: str, deadline: str, end: str) -> None:
    """Over both changes of the clocks, half an hour on Lord Howe, leap days and February without one."""
    assert due(zone, opened, deadline) == end


@pytest.mark.parametrize("moment", ["2026-03-02T09:00:00", "2026-03-02", "2016-12-31T23:59:60"])
def test_a_time_without_a_zone_does_not_come_in(moment: str) -> None:
    """Neither from a file nor from a form."""
    with pytest.raises(ValidationError):
        INSTANTS.validate_python(moment)


@pytest.mark.parametrize("moment", ["2016-12-31T23:59:59Z", "2017-01-01T08:00:00+08:00"])
def test_both_sides_of_a_leap_second_are_instants(moment: str) -> None:
    """In UTC, whatever zone they were written in."""
    assert INSTANTS.validate_python(moment).tzinfo is UTC


@pytest.mark.parametrize("ask", [Calendar().day, lambda moment: works_at(Calendar(), moment)])
def test_nobody_guesses_a_zone(ask: object) -> None:
    """The arithmetic refuses what slipped through, instead of taking the machine's own zone."""
    assert callable(ask)
    with pytest.raises(InputError, match="has no time zone"):
        ask(datetime(2026, 3, 2, 9))  # noqa: DTZ001  # that is the mistake
