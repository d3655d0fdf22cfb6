"""When a retrospective is due: Friday 16:00 in the rollout's zone, missed weeks in order."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from playbooks.model.calendar import Calendar
from playbooks.model.retrospective import retrospective_due
from playbooks.model.rollout import Rollout, RolloutStatus
from tests.simulators.rollouts import Play

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
DIGEST = "ab" * 32


def rollout(started: datetime, *held: str, zone: ZoneInfo = SHANGHAI, **changes: object) -> Rollout:
    """Return a rollout that began then, with these weeks on record."""
    calendar = Calendar(time_zone=zone.key)
    given = {"started_at": started, "calendar": calendar, "retrospectives": dict.fromkeys(held, DIGEST)}
    return Play.begun().rollout.model_copy(update={**given, **changes})


@pytest.mark.parametrize(
    ("now", "week"),
    [
        (datetime(2026, 3, 6, 15, 59, tzinfo=SHANGHAI), None),
        (datetime(2026, 3, 6, 16, 0, tzinfo=SHANGHAI), "2026-W10"),
        (datetime(2026, 3, 6, 8, 0, tzinfo=UTC), "2026-W10"),
        (datetime(2026, 3, 8, 23, 0, tzinfo=SHANGHAI), "2026-W10"),
    ],
)
def test_friday_at_four_is_the_time(now: datetime, week: str | None) -> None:
    """Not a minute earlier, in the rollout's own zone, and still on the weekend."""
    assert retrospective_due(rollout(datetime(2026, 3, 4, 9, tzinfo=SHANGHAI)), now) == week


@pytest.mark.parametrize(
    ("hour", "week"),
    [(15, "2026-W10"), (16, "2026-W10"), (17, "2026-W11")],
)
def test_the_first_week_counts_from_a_start_before_its_friday(hour: int, week: str) -> None:
    """A rollout that began on Friday after four first looks back a week later."""
    started = datetime(2026, 3, 6, hour, tzinfo=SHANGHAI)
    assert retrospective_due(rollout(started), datetime(2026, 3, 13, 17, tzinfo=SHANGHAI)) == week


def test_a_missed_week_comes_before_the_present_one() -> None:
    """What nobody held while the product was off is made up for, one week after the other."""
    started, now = datetime(2026, 3, 2, tzinfo=SHANGHAI), datetime(2026, 3, 27, 17, tzinfo=SHANGHAI)
    assert retrospective_due(rollout(started, "2026-W10", "2026-W12"), now) == "2026-W11"
    assert retrospective_due(rollout(started, "2026-W10", "2026-W11", "2026-W12"), now) == "2026-W13"
    assert retrospective_due(rollout(started, "2026-W10", "2026-W11", "2026-W12", "2026-W13"), now) is None


@pytest.mark.parametrize(
    ("friday", "utc_hour"),
    [(27, 15), (3, 14)],
)
def test_summer_time_moves_the_hour_in_utc_only(friday: int, utc_hour: int) -> None:
    """In Berlin the clocks change on 29 March 2026; it stays four in the afternoon there."""
    month, week = (3, "2026-W13") if friday == 27 else (4, "2026-W14")
    started = datetime(2026, month, friday, 8, tzinfo=BERLIN)
    due = datetime(2026, month, friday, utc_hour, tzinfo=UTC)
    assert retrospective_due(rollout(started, zone=BERLIN), due) == week
    assert retrospective_due(rollout(started, zone=BERLIN), due.replace(hour=utc_hour - 1, minute=59)) is None


def test_the_last_week_of_a_year_has_its_iso_number() -> None:
    """1 January 2027 is the Friday of week 53 of 2026."""
    started = datetime(2026, 12, 29, tzinfo=SHANGHAI)
    assert retrospective_due(rollout(started), datetime(2027, 1, 2, tzinfo=SHANGHAI)) == "2026-W53"


@pytest.mark.parametrize(
    "status", [status for status in RolloutStatus if status is not RolloutStatus.RUNNING]
)
def test_who_does_not_run_looks_back_on_nothing(status: RolloutStatus) -> None:
    """On hold or over: nothing is due."""
    held = rollout(datetime(2026, 3, 2, tzinfo=SHANGHAI), status=status)
    assert retrospective_due(held, datetime(2026, 5, 1, tzinfo=SHANGHAI)) is None
