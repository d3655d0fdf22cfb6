"""The review of a waiver: what it costs, what is left, who may say yes, and what a decision is bound to."""

import pytest

from playbooks.model import commands as c
from playbooks.model.refusal import RefusalCode
from playbooks.model.waiting import WaitingFor, waiting
from playbooks.model.waiver_review import WaiverReview, parties, waiver_review
from tests.simulators.facts import document
from tests.simulators.rollouts import MORNING, Play
from tests.simulators.wishes import STATES
from tests.simulators.wordy import document_gate, playbook_with, played

PAPER = "initiation.paper"


def reviewed(play: Play) -> WaiverReview:
    """Return the review of the one request."""
    gate = play.rollout.playbook.gate(PAPER)
    assert gate is not None
    found = waiver_review(play.rollout, gate, now=play.clock.now())
    assert found is not None
    return found


def requested(points: int | None) -> Play:
    """Return a play with a request in a phase with a budget."""
    play = played(playbook_with(document_gate(PAPER), waiver_points=points))
    play.record(PAPER, document(10))
    play.ask_waiver(PAPER)
    return play


@pytest.mark.parametrize("points", [None, 3, 7])
def test_what_is_left_of_the_budget(points: int | None) -> None:
    """Before this waiver; without a budget there is no limit."""
    assert reviewed(requested(points)).left == points


def test_an_extension_shows_the_waiver_it_would_prolong() -> None:
    """A first request has none."""
    play = STATES["requested"]()
    assert reviewed(play).standing is None
    play.granted(c.GrantWaiver(gate=PAPER), by="lin_wei")
    play.ask_waiver(PAPER, expires_at=MORNING.replace(day=30))
    standing = reviewed(play).standing
    assert standing is not None
    assert standing.granted_by == "lin_wei"


def test_nothing_is_reviewed_where_nobody_asks() -> None:
    """No request, no review."""
    play = STATES["failing"]()
    gate = play.rollout.playbook.gate(PAPER)
    assert gate is not None
    assert waiver_review(play.rollout, gate, now=play.clock.now()) is None


@pytest.mark.parametrize(
    "answer", [c.GrantWaiver(gate=PAPER), c.DeclineWaiver(gate=PAPER, reason="write it")]
)
def test_an_answer_is_bound_to_the_verdict_that_was_shown(answer: c.GrantWaiver | c.DeclineWaiver) -> None:
    """The paper got smaller still: look again; then the same answer counts."""
    play = STATES["requested"]()
    seen = reviewed(play).seen
    play.record(PAPER, document(5))
    assert play.refused(answer.model_copy(update={"seen": seen}), by="lin_wei").code is RefusalCode.STALE
    play.granted(answer.model_copy(update={"seen": reviewed(play).seen}), by="lin_wei")


def test_whoever_is_a_party_is_not_asked_to_grant() -> None:
    """Who asked, who answers for it, who owns the gate, who did the work."""
    play = STATES["failing"]()
    play.granted(c.ChangePerson(person="sun_li", roles=("sponsor",), reason="second sponsor"), by="chen_hao")
    play.ask_waiver(PAPER)
    gate = play.rollout.playbook.gate(PAPER)
    assert gate is not None
    barred = parties(play.rollout, gate, request=play.rollout.waiver_requests[PAPER])
    assert {"chen_hao", "sun_li", "zhao_lei"} <= barred
    (item,) = (one for one in waiting(play.rollout, play.clock.now()) if one.kind is WaitingFor.WAIVER)
    assert item.people == ("lin_wei",)


def test_a_stand_in_who_is_a_party_leaves_it_to_the_one_represented() -> None:
    """The sponsor is away and handed over to the very person who asks."""
    play = STATES["failing"]()
    until = MORNING.replace(day=20)
    given = c.Delegate(person="lin_wei", to="chen_hao", starts=MORNING, until=until, reason="on leave")
    play.granted(given, by="lin_wei")
    play.ask_waiver(PAPER, by="chen_hao")
    (item,) = (one for one in waiting(play.rollout, play.clock.now()) if one.kind is WaitingFor.WAIVER)
    assert item.people == ("lin_wei",)


def test_a_decline_says_who_and_is_forgotten_when_somebody_asks_anew() -> None:
    """Whoever asked may have taken it back."""
    play = STATES["requested"]()
    play.granted(c.DeclineWaiver(gate=PAPER, reason="write it"), by="chen_hao")
    (said,) = play.rollout.declines.values()
    assert (said.by, said.taken_back, said.reason) == ("chen_hao", True, "write it")
    play.ask_waiver(PAPER)
    assert play.rollout.declines == {}
