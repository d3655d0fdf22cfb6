"""The week as the record tells it: promises first, what changed, what waits, what to talk about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.model import events as e
from playbooks.model.errors import InputError
from playbooks.model.evidence import Unreadable
from playbooks.model.issue import Severity
from playbooks.model.retrospective import (
    Progress,
    Retrospective,
    iso_week,
    retrospective,
    week_bounds,
)
from playbooks.model.talking_points import talking_points
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome
from tests.unit.render.playbook import MIGRATION
from tests.unit.render.story import Story, reconciliation, told

WEEK = "2026-W24"


def held(story: Story, week: str = WEEK) -> Retrospective:
    """Hold the retrospective of a week on the whole record."""
    return retrospective(story.rollout, story.records, story.now, week=week)


def points(story: Story) -> str:
    """Return the talking points in English, in one text."""
    return " ".join(point.en for point in talking_points(held(story), story.rollout))


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 3, 30), "2026-W14"),
        (date(2026, 1, 1), "2026-W01"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2024, 12, 30), "2025-W01"),
    ],
)
def test_weeks_are_named_as_iso_does(day: date, week: str) -> None:
    """A week belongs to the year of its Thursday."""
    assert iso_week(day) == week


@pytest.mark.parametrize(
    ("week", "zone", "starts"),
    [
        ("2026-W14", "Asia/Shanghai", datetime(2026, 3, 29, 16, tzinfo=UTC)),
        ("2026-W13", "Europe/Berlin", datetime(2026, 3, 22, 23, tzinfo=UTC)),
        ("2026-W14", "Europe/Berlin", datetime(2026, 3, 29, 22, tzinfo=UTC)),  # the clocks went forward
    ],
)
def test_a_week_begins_on_monday_at_midnight_there(week: str, zone: str, starts: datetime) -> None:
    """Bounds are those of the rollout's time zone."""
    assert week_bounds(week, zone)[0] == starts


@pytest.mark.parametrize("week", ["2026-W54", "2026W14", "W14", "", "2026-W00", "../x"])
def test_what_is_no_week_is_refused(week: str) -> None:
    """The message says how a week is written."""
    with pytest.raises(InputError, match="2026-W14"):
        week_bounds(week, "Asia/Shanghai")


@given(
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["Asia/Shanghai", "America/New_York", "UTC"]),
)
def test_every_day_lies_in_its_week(day: date, zone: str) -> None:
    """Week and bounds agree; a week ends where the next begins."""
    starts, ends = week_bounds(iso_week(day), zone)
    assert week_bounds(iso_week(day + timedelta(weeks=1)), zone)[0] == ends
    assert starts <= datetime(day.year, day.month, day.day, 12, tzinfo=UTC) < ends or zone != "UTC"


def test_last_weeks_promises_come_with_what_became_of_them() -> None:
    """The late ones first; what was promised this week is not asked for yet."""
    story = told()
    assert [(check.item.key, check.progress) for check in held(story).promised] == [
        ("coach", Progress.OVERDUE)
    ]
    assert [item.key for item in held(story).added] == ["fix_print"]


def test_a_promise_kept_in_the_week_is_shown_as_done() -> None:
    """And one kept earlier is not shown again."""
    story = told()
    story.tell("deng", e.ActionItemClosed(action="coach", closed_at=story.now, outcome="辅导完成"))
    assert held(story).promised[0].progress is Progress.DONE
    assert [check.item.key for check in held(story, "2026-W25").promised] == ["fix_print"]


def test_gates_are_told_from_before_to_after() -> None:
    """The outcome before the week comes first, then those of the week."""
    change = held(told()).gates_changed[0]
    assert (change.gate, change.path) == ("follow_up", (Outcome.PENDING, Outcome.FAILED))


def test_a_new_reason_alone_is_no_change() -> None:
    """A gate judged again with the same outcome has not changed."""
    assert [change.gate for change in held(told()).gates_changed] == ["follow_up"]


def test_records_of_the_week_alone_are_enough() -> None:
    """What stood before is then unknown and left out."""
    story = told()
    starts, _ = week_bounds(WEEK, "Asia/Shanghai")
    inside = [record for record in story.records if record.at >= starts]
    found = retrospective(story.rollout, inside, story.now, week=WEEK)
    assert found.gates_changed[0].path == (Outcome.FAILED,)


def test_later_records_do_not_count() -> None:
    """A week tells what happened in it."""
    story = told()
    earlier = held(story, "2026-W23")
    assert (earlier.refusals, earlier.decisions, earlier.gates_changed) == ((), (), ())


def test_the_first_instant_of_a_week_belongs_to_it() -> None:
    """And the first instant of the next does not."""
    story = told()
    starts, ends = week_bounds(WEEK, "Asia/Shanghai")
    judged = [record for record in story.records if isinstance(record.event, e.GateJudged)]
    moved = [replace(judged[0], at=starts), replace(judged[1], at=ends)]
    found = retrospective(story.rollout, moved, story.now, week=WEEK)
    assert [change.gate for change in found.gates_changed] == ["charter"]


def test_open_gates_are_those_of_open_phases() -> None:
    """With their verdict as of now, waived or not."""
    found = [(gate.verdict.gate, gate.blocking) for gate in held(told()).gates_open]
    assert found == [("migration_signed", True), ("follow_up", True), ("load_test", False)]


def test_kpis_tell_how_far_they_moved() -> None:
    """The figure against the last one before the week."""
    assert [week.moved for week in held(told()).kpis] == [Decimal("1.3"), Decimal("-0.9")]


def test_a_week_without_a_reading_moved_nothing() -> None:
    """No new figure is not a change of zero."""
    story = told()
    story.wait(7)
    assert [week.moved for week in held(story, "2026-W25").kpis] == [None, None]


def test_issues_are_counted_by_severity() -> None:
    """Raised, closed and open."""
    story = told()
    story.tell("zheng", e.IssueClosed(issue="print", closed_at=story.now, resolution="已修正"))
    count = held(story).issues[Severity.HINDERS_WORK - 1]
    assert (count.raised, count.closed, count.open) == (1, 1, 0)


def test_waivers_say_whether_they_end_soon() -> None:
    """Two weeks ahead there is still time to act."""
    story = told()
    assert [check.expiring for check in held(story).waivers] == [False]
    story.wait(3)
    assert [check.expiring for check in held(story).waivers] == [True]


def test_refusals_and_reminders_of_the_week_are_told() -> None:
    """From the record, not from the state."""
    found = held(told())
    assert (len(found.refusals), len(found.reminders)) == (1, 1)


def test_the_headline_says_it_in_both_languages() -> None:
    """One sentence with the same figures."""
    headline = held(told()).headline
    assert "还有 2 个必达关卡" in headline.zh
    assert "still to be met 2" in headline.en


@pytest.mark.parametrize(
    "words",
    [
        "Deng Xiaoyan is late",
        "severity 1 and 2 still open: 1",
        "is 15 business days late",
        "“Follow-ups done on time” is getting worse",
    ],
)
def test_the_rules_find_what_to_talk_about(words: str) -> None:
    """Each rule speaks where its case is given."""
    assert words in points(told())


def test_a_gate_that_fell_is_talked_about() -> None:
    """Passed before, failed now."""
    story = told()
    story.record("reconciliation_crm", reconciliation(changed=9))
    assert "fell back: Customers and orders agree" in points(story)


def test_invalid_evidence_is_talked_about() -> None:
    """Somebody has to record it again."""
    story = told()
    story.record("kpi_follow_up", Unreadable(reason=Text(zh="文件损坏", en="broken file")))
    assert "it is invalid: Follow-ups on time" in points(story)


def test_three_things_on_one_person_are_talked_about() -> None:
    """A bottleneck has a name."""
    story = told()
    story.rollout = story.rollout.model_copy(
        update={
            "actions": {
                k: item.model_copy(update={"owner": "zheng"}) for k, item in story.rollout.actions.items()
            }
        }
    )
    assert "Waiting on Zheng Kai: 3 things" in points(story)


def test_the_same_refusal_again_and_again_is_talked_about() -> None:
    """A rule nobody understands needs explaining."""
    story = told()
    reason = Text(zh="不能签核自己提供的证据", en="nobody signs evidence they supplied")
    refused = e.CommandRefused(command="give_sign_off", code="own_work", reason=reason, about=MIGRATION.key)
    story.tell("zheng", refused, refused)
    assert "Refused 3 times" in points(story)


def test_a_waiver_that_ends_soon_is_talked_about() -> None:
    """While there is time to meet the gate."""
    story = told()
    story.wait(3)
    assert "The waiver of “Source-code escrow agreement” ends on 2026-06-26" in points(story)


def test_a_quiet_week_looks_ahead() -> None:
    """Talking points are never empty."""
    story = Story()
    assert "quiet week" in points(story)


def test_after_the_end_nothing_lies_ahead() -> None:
    """No advice on a next phase that never comes."""
    story = Story()
    story.tell("xu", e.RolloutCancelled(reason="merged with another"))
    assert points(story) == "A quiet week."
