"""The watch's schedule: how it is written, when a look is due, and when it ends."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from playbooks.model.watch import Watch
from tests.simulators.facts import NOW, TODAY, ago
from tests.simulators.migration import customers, plan


@pytest.mark.parametrize(
    ("written", "pause"),
    [
        ("12h", timedelta(hours=12)),
        ("1d", timedelta(days=1)),
        ({"every": "7d", "until": "2026-12-31"}, timedelta(days=7)),
        ("never", None),
    ],
    ids=str,
)
def test_a_plan_writes_the_schedule_in_a_word_or_with_its_end(written: object, pause: timedelta) -> None:
    """`watch: 1d`, or with the day on which it ends."""
    assert customers(watch=written).watch.pause == pause


@pytest.mark.parametrize("written", ["1w", "0d", "d", "", "1d ", "daily"])
def test_what_is_no_stretch_of_time_is_refused(written: str) -> None:
    """The message says what to write."""
    with pytest.raises(ValidationError, match="write 12h, 1d or never"):
        customers(watch=written)


def test_without_a_word_it_is_daily_while_the_signature_counts() -> None:
    """After sign-off, until the phase that needs it is closed."""
    last = ago(days=1)
    due = [Watch().due(last=last, now=NOW, today=TODAY, needed=needed) for needed in (True, False)]
    assert due == [True, False]


def test_a_look_is_due_when_the_pause_is_over() -> None:
    """Not a minute before."""
    watch = Watch(every="12h")
    due = [watch.due(last=ago(hours=hours), now=NOW, today=TODAY, needed=True) for hours in (11.9, 12)]
    assert due == [False, True]


@pytest.mark.parametrize(("until", "due"), [("2026-06-15", True), ("2026-06-14", False)])
def test_with_a_date_it_lasts_to_that_day_whatever_is_open(until: str, *, due: bool) -> None:
    """The last day counts."""
    watch = Watch(until=date.fromisoformat(until))
    assert watch.due(last=ago(days=2), now=NOW, today=TODAY, needed=not due) is due


def test_nobody_looks_where_it_is_never() -> None:
    """However long ago."""
    assert not Watch(every="never").due(last=ago(days=900), now=NOW, today=TODAY, needed=True)


def test_the_schedule_is_no_part_of_what_a_plan_means() -> None:
    """Looking more often makes no signature lapse, nor does showing fewer samples."""
    changed = customers(watch="1h", samples=3)
    assert plan(changed).digest == plan().digest
