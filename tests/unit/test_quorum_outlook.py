"""When which gate cannot reach its quorum: over absences, delegations and holidays, for open and planned phases."""

from datetime import date, timedelta

import pytest

from playbooks.model import commands as c
from playbooks.model.phase import PhaseKey
from playbooks.model.quorum_outlook import QuorumGap, quorum_gaps
from tests.simulators.facts import person, team
from tests.simulators.rollouts import MORNING, Play
from tests.simulators.wordy import document_gate, playbook_with, played, sign_off_gate

DAY = timedelta(days=1)


def gaps(play: Play) -> list[tuple[str, date, date | None]]:
    """Return gate, first and last day of every gap known now."""
    return [(gap.gate, gap.starts, gap.until) for gap in found(play)]


def found(play: Play) -> tuple[QuorumGap, ...]:
    """Return every gap known now."""
    return quorum_gaps(play.rollout, play.clock.now())


def away(play: Play, who: str, first: int, last: int, *, to: str | None = None) -> None:
    """Let somebody be away from one day of March to another, nobody standing in unless named."""
    starts = MORNING.replace(hour=0) - timedelta(hours=8) + (first - 2) * DAY
    until = starts + (last - first + 1) * DAY
    wish = c.DeclareAbsence(person=who, starts=starts, until=until, reason="on leave", to=to)
    play.granted(wish, by=who)
    if to is None:
        for given in [each for each in play.rollout.delegations.values() if each.until > MORNING]:
            play.granted(c.EndDelegation(delegation=given.key, reason="nobody"), by=given.to)


def opened() -> Play:
    """Return a play with the first phase open, from Monday 2 March on."""
    return Play.opened()


def test_enough_people_leave_no_gap() -> None:
    """The cast is complete."""
    assert found(opened()) == ()


def test_an_absence_without_stand_in_is_a_gap() -> None:
    """With its days and whom to add, in both languages."""
    play = opened()
    away(play, "wang_fang", 9, 13)
    assert gaps(play) == [("initiation.signed", date(2026, 3, 9), date(2026, 3, 13))]
    assert found(play)[0].text.en == (
        "gate 'signed' cannot reach quorum from 2026-03-09 to 2026-03-13: add a substitute for finance"
    )
    assert "请为 finance 增补一名代理人" in found(play)[0].text.zh


def test_a_stand_in_closes_it() -> None:
    """The deputy is there."""
    play = opened()
    away(play, "wang_fang", 9, 13, to="wu_yan")
    assert found(play) == ()


def test_a_stand_in_who_is_needed_elsewhere_does_not() -> None:
    """One person counts once: the head of sales cannot sign for finance as well."""
    play = opened()
    away(play, "wang_fang", 9, 13, to="zhou_min")
    assert gaps(play) == [("initiation.signed", date(2026, 3, 9), date(2026, 3, 13))]


@pytest.mark.parametrize(
    ("first", "last", "days"), [(7, 8, None), (6, 9, (6, 9)), (7, 9, (9, 9)), (6, 8, (6, 6))]
)
def test_days_off_do_not_count(first: int, last: int, days: tuple[int, int] | None) -> None:
    """7 and 8 March are a weekend."""
    play = opened()
    away(play, "wang_fang", first, last)
    wanted = [("initiation.signed", *(date(2026, 3, day) for day in days))] if days else []
    assert gaps(play) == wanted


def test_two_who_are_away_one_after_the_other_are_two_gaps() -> None:
    """And one while nobody else of either is there."""
    play = opened()
    away(play, "wang_fang", 9, 10)
    away(play, "zhou_min", 10, 11)
    assert [gap.roles for gap in found(play)] == [
        ("finance",),
        ("finance", "department_head"),
        ("department_head",),
    ]


def test_a_gate_that_has_passed_needs_nobody() -> None:
    """What was signed is signed."""
    play = opened()
    play.meet(PhaseKey.INITIATION)
    away(play, "wang_fang", 9, 13)
    assert found(play) == ()


def test_a_planned_phase_counts_for_its_planned_days() -> None:
    """Design is planned for 20 business days after 30 March."""
    play = opened()
    away(play, "wang_fang", 32, 33)
    assert [gap[0] for gap in gaps(play)] == ["initiation.signed", "design.signed"]


def test_nobody_in_a_role_is_a_gap_without_end() -> None:
    """Said when the rollout starts, once."""
    plan = playbook_with(
        document_gate("a"), sign_off_gate("on_a", "a", slots=({"role": "key_user", "count": 3},))
    )
    play = played(plan, people=team(person("extra", "finance", department="sales")))
    said = [event for event in play.store.events() if event.type == "quorum.gap_found"]
    assert [(event.gate, event.until) for event in said] == [("on_a", None)]


def test_a_finding_is_said_once_while_it_lasts() -> None:
    """Every day it begins a day later and is still the same."""
    play = opened()
    away(play, "wang_fang", 3, 20)
    for _ in range(4):
        play.granted(c.Attend(), by="attend", kind=c.ActorKind.SYSTEM)
        play.clock.forward(days=1)
    assert sum(event.type == "quorum.gap_found" for event in play.store.events()) == 1
