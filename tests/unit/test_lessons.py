"""Lessons learned: what failed on the way, what was refused, what was done, from events alone."""

from datetime import timedelta

from playbooks.model import commands as c
from playbooks.model.lessons import Lessons, lessons
from playbooks.model.phase import PhaseKey
from playbooks.model.retrospective import Recorded
from playbooks.model.verdict import Outcome
from tests.simulators.facts import document
from tests.simulators.rollouts import Play

PAPER = "initiation.paper"


def learned(play: Play) -> Lessons:
    """Return the lessons of what was played."""
    record = (Recorded(n, at, "x", event) for n, (_, at, event) in enumerate(play.store.contents.events))
    return lessons(play.rollout, record)


def test_a_gate_is_counted_each_time_it_comes_to_fail() -> None:
    """Too short twice in a row is one failure; too short again after a pass is another."""
    play = Play.opened()
    for size in (10, 20, 1000, 30):
        play.record(PAPER, document(size))
    (hard,) = (gate for gate in learned(play).gates if gate.gate == PAPER)
    assert hard.times == 2
    assert play.rollout.verdicts[PAPER].outcome is Outcome.FAILED


def test_waiting_is_no_failure() -> None:
    """A gate that was only pending teaches nothing."""
    assert learned(Play.opened()).gates == ()


def test_refusals_are_counted_by_kind() -> None:
    """Three early decisions are one lesson, the most frequent one first."""
    play = Play.opened()
    play.wish(c.CloseIssue(issue="none", resolution="done"), by="chen_hao")
    for _ in range(3):
        play.decide(PhaseKey.INITIATION, c.PhaseDecision.GO)
    assert [(wish.command, wish.times) for wish in learned(play).refusals] == [
        ("decide_phase_gate", 3),
        ("close_issue", 1),
    ]


def test_what_was_done_is_kept_with_its_outcome() -> None:
    """Closed action items and issues tell how; open ones are not lessons yet."""
    play = Play.opened()
    for key in ("coach", "later"):
        due = play.clock.now() + timedelta(days=9)
        play.granted(c.AddActionItem(action=key, title=key, owner="chen_hao", due=due), by="chen_hao")
    play.granted(c.CloseActionItem(action="coach", outcome="all were coached"), by="chen_hao")
    assert [item.outcome for item in learned(play).actions] == ["all were coached"]
    assert learned(play).issues == ()


def test_retrospectives_are_listed_by_week() -> None:
    """The weeks on record, in order."""
    play = Play.opened()
    play.clock.forward(days=7)
    for week in ("2026-W11", "2026-W10"):
        play.granted(c.HoldRetrospective(week=week, report="ab" * 32), by="attend", kind=c.ActorKind.SYSTEM)
    assert learned(play).weeks == ("2026-W10", "2026-W11")
