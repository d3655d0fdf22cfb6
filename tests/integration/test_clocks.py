"""Clocks: the machine's, and a rehearsal's calendar in a file."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import time_machine

from playbooks.model.errors import InputError
from tasks.adapters.clocks import RehearsalClock, SystemClock

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
THEN = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def clock(tmp_path: Path) -> RehearsalClock:
    """A rehearsal's clock without a calendar yet."""
    return RehearsalClock(tmp_path / "calendar.json")


def test_the_systems_clock_is_aware_and_utc() -> None:
    """Whatever the machine's own zone."""
    with time_machine.travel(NOW, tick=False):
        assert (SystemClock().now(), SystemClock().now().tzinfo) == (NOW, UTC)


def test_a_rehearsal_runs_on_from_where_it_was_set(clock: RehearsalClock) -> None:
    """At the speed of real time, in every process that reads the file."""
    with time_machine.travel(NOW, tick=False) as machine:
        clock.set(THEN)
        machine.shift(90)
        assert RehearsalClock(clock.file).now() == THEN + timedelta(seconds=90)


def test_a_machine_set_back_does_not_set_the_rehearsal_back(clock: RehearsalClock) -> None:
    """The calendar stands still until the machine has caught up."""
    with time_machine.travel(NOW, tick=False) as machine:
        clock.set(THEN)
        machine.shift(-3600)
        assert clock.now() == THEN


def test_a_calendar_set_elsewhere_is_read_as_utc(clock: RehearsalClock) -> None:
    """The same instant, whatever zone it was written in."""
    with time_machine.travel(NOW, tick=False):
        clock.set(THEN.astimezone(timezone(timedelta(hours=8))))
        assert (clock.now(), clock.now().tzinfo) == (THEN, UTC)


def test_setting_leaves_no_draft(clock: RehearsalClock) -> None:
    """Readers see the old date or the new one, and nothing else lies about."""
    clock.set(THEN)
    clock.set(NOW)
    assert [file.name for file in clock.file.parent.iterdir()] == [clock.file.name]


@pytest.mark.parametrize(
    "content",
    [
        None,
        "",
        "[]",
        "{}",
        '{"calendar": 5, "set_at": 5}',
        json.dumps({"calendar": "tomorrow", "set_at": NOW.isoformat()}),
        json.dumps({"calendar": "2026-03-02T09:00:00", "set_at": "2026-03-02T09:00:00"}),
        "\udcff",
    ],
)
def test_an_unreadable_calendar_says_what_to_do(clock: RehearsalClock, content: str | None) -> None:
    """Missing, torn, of another shape, or without a zone."""
    if content is not None:
        clock.file.write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(InputError, match="start the demo again"):
        clock.now()
