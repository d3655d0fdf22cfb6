"""Delegations and absences: by whom they are set, for how long, never round in a circle; and what they let people do."""

from datetime import timedelta
from itertools import pairwise

import pytest

from playbooks.model import commands as c
from playbooks.model.refusal import RefusalCode
from tasks.adapters.ports import Receipt
from tests.simulators.facts import document
from tests.simulators.rollouts import MORNING, Play
from tests.simulators.wishes import STATES
from tests.simulators.wordy import PHASE, notices_since

PAPER, SIGNED = "initiation.paper", "initiation.signed"
DAY = timedelta(days=1)


def delegating(person: str = "wang_fang", to: str = "wu_yan", /, **changes: object) -> c.Delegate:
    """Return the wish that one stands in for another from now on for nine days."""
    given = {"person": person, "to": to, "starts": MORNING, "until": MORNING + 9 * DAY, "reason": "on leave"}
    return c.Delegate.model_validate({**given, **changes})


def absent(person: str, /, **changes: object) -> c.DeclareAbsence:
    """Return the wish that somebody is away for nine days."""
    given = {"person": person, "starts": MORNING, "until": MORNING + 9 * DAY, "reason": "on leave"}
    return c.DeclareAbsence.model_validate({**given, **changes})


def shown() -> Play:
    """Return a play with the paper on record."""
    play = Play.opened()
    play.record(PAPER, document())
    return play


@pytest.mark.parametrize(
    ("by", "granted"),
    [("wu_yan", False), ("zhou_min", False), ("wang_fang", True), ("chen_hao", True), ("lin_wei", False)],
)
def test_the_person_the_head_and_the_pmo_arrange_it(by: str, granted: bool) -> None:  # noqa: FBT001  # parametrized
    """Wang Fang heads finance; nobody else's affair."""
    play = Play.opened()
    play.wish(delegating("wu_yan", "qian_bo") if by == "wang_fang" else delegating(), by=by)
    assert bool(play.rollout.delegations) is granted


def test_nobody_makes_themselves_a_stand_in() -> None:
    """The PMO arranges much, and takes no right by it."""
    play = Play.opened()
    assert play.refused(delegating(to="chen_hao"), by="chen_hao").code is RefusalCode.NOT_ENTITLED
    assert play.refused(delegating(to="wang_fang"), by="wang_fang").code is RefusalCode.WRONG_INPUT


def test_nobody_becomes_a_stand_in_by_a_detour() -> None:
    """Through somebody who is away and whose matters come to oneself: refused; others may arrange it so."""
    play = Play.opened()
    play.granted(delegating("qian_bo", "chen_hao"), by="qian_bo")
    wish = delegating("lin_wei", "qian_bo")
    assert play.refused(wish, by="chen_hao").code is RefusalCode.NOT_ENTITLED
    assert play.refused(absent("lin_wei", to="qian_bo"), by="chen_hao").code is RefusalCode.NOT_ENTITLED
    assert play.granted(wish, by="lin_wei").events


def test_who_puts_an_absence_on_record_does_not_stand_in_by_default() -> None:
    """Wang Fang heads finance: while she declares others absent, somebody has to name who stands in."""
    play = Play.opened()
    play.granted(absent("wu_yan"), by="wang_fang")
    assert (len(play.rollout.absences), play.rollout.delegations) == (1, {})


@pytest.mark.parametrize(
    "changes",
    [
        {"until": MORNING},
        {"until": MORNING - DAY},
        {"until": MORNING + 400 * DAY},
        {"to": "he_jun"},
        {"to": "stranger"},
        {"roles": ("king",)},
        {"gates": ("nowhere",)},
    ],
)
def test_what_makes_no_sense_is_refused(changes: dict[str, object]) -> None:
    """Dates, people, roles and gates have to be there."""
    assert Play.opened().refused(delegating(**changes), by="wang_fang").code is RefusalCode.WRONG_INPUT


def chain(play: Play, *people: str) -> None:
    """Let each stand in for the one before."""
    for person, to in pairwise(people):
        play.granted(delegating(person, to), by=person)


def test_a_chain_has_three_hands() -> None:
    """The fourth is refused, at either end."""
    play = Play.opened()
    chain(play, "wang_fang", "wu_yan", "sun_li", "zhao_lei")
    assert "3 hands" in play.refused(delegating("zhao_lei", "qian_bo"), by="zhao_lei").reason.en
    assert "3 hands" in play.refused(delegating("qian_bo", "wang_fang"), by="qian_bo").reason.en


def test_a_chain_never_comes_back() -> None:
    """Unless the days do not meet."""
    play = Play.opened()
    chain(play, "wang_fang", "wu_yan", "sun_li")
    back = delegating("sun_li", "wang_fang")
    assert "come back" in play.refused(back, by="sun_li").reason.en
    later = {"starts": MORNING + 9 * DAY, "until": MORNING + 10 * DAY}
    play.granted(delegating("sun_li", "wang_fang", **later), by="sun_li")


def test_a_delegate_signs_and_both_names_are_on_record() -> None:
    """In the right of finance, which Wu Yan does not hold."""
    play = shown()
    play.granted(delegating(), by="wang_fang")
    play.granted(c.GiveSignOff(gate=SIGNED, seen=play.seen(SIGNED)), by="wu_yan")
    (given,) = play.rollout.sign_offs
    assert (given.person, given.on_behalf_of, given.role) == ("wu_yan", "wang_fang", "finance")
    assert "吴燕（代王芳）" in play.rollout.verdicts[SIGNED].reason.zh


def test_a_yes_of_a_delegate_stays_when_the_delegation_ends() -> None:
    """It was rightful when it was given; a later one is refused."""
    play = shown()
    play.granted(delegating(), by="wang_fang")
    play.sign(SIGNED, by="wu_yan")
    play.granted(c.EndDelegation(delegation="d1", reason="back"), by="wu_yan")
    play.sign(SIGNED, by="zhou_min")
    assert play.rollout.verdicts[SIGNED].passed
    again = Play.opened()
    again.record(PAPER, document())
    again.granted(delegating(), by="wang_fang")
    again.clock.forward(days=9)
    wish = c.GiveSignOff(gate=SIGNED, seen=again.seen(SIGNED))
    assert again.refused(wish, by="wu_yan").code is RefusalCode.NOT_ENTITLED


@pytest.mark.parametrize("first", ["wang_fang", "wu_yan"])
def test_a_right_counts_once_whoever_uses_it(first: str) -> None:
    """The person and the delegate are one voice."""
    play = shown()
    play.granted(delegating(), by="wang_fang")
    play.sign(SIGNED, by=first)
    second = {"wang_fang": "wu_yan", "wu_yan": "wang_fang"}[first]
    wish = c.GiveSignOff(gate=SIGNED, seen=play.seen(SIGNED))
    assert play.refused(wish, by=second).code is RefusalCode.ALREADY_DONE


def test_a_decision_and_a_record_name_both() -> None:
    """The sponsor's delegate decides; the paper of the data steward's delegate is nobody's to sign."""
    play = STATES["ready"]()
    play.granted(delegating("lin_wei", "sun_li"), by="lin_wei")
    play.granted(
        c.DecidePhaseGate(phase=PHASE, decision=c.PhaseDecision.GO, reason="r"),
        by="sun_li",
    )
    decision = play.rollout.phases[PHASE].decision
    assert decision is not None
    assert (decision.decided_by, decision.on_behalf_of) == ("sun_li", "lin_wei")


@pytest.mark.parametrize(
    ("person", "by", "to"), [("wang_fang", "wang_fang", "wu_yan"), ("wu_yan", "wu_yan", "wang_fang")]
)
def test_an_absence_brings_its_stand_in(person: str, by: str, to: str) -> None:
    """The deputy; without one the head of the department."""
    play = Play.opened()
    play.granted(absent(person), by=by)
    (given,) = play.rollout.delegations.values()
    assert (given.person, given.to, given.whole, given.begun) == (person, to, True, True)


def test_the_pmo_hears_of_an_absence_nobody_covers() -> None:
    """Sun Li has no deputy, and her department no head."""
    play = Play.opened()
    before = len(play.store.contents.outbox)
    play.granted(absent("sun_li"), by="sun_li")
    assert [(note.to, note.subject.en) for note in notices_since(play, before)] == [
        ("chen_hao", "Nobody stands in while Sun Li is away")
    ]


def test_an_absence_ends_with_its_delegation() -> None:
    """Back early is back for good."""
    play = Play.opened()
    play.granted(absent("wang_fang"), by="wang_fang")
    play.granted(c.EndAbsence(absence="a1", reason="back"), by="wang_fang")
    assert not play.rollout.substitution.away("wang_fang", play.clock.now())
    assert play.refused(c.EndAbsence(absence="a1", reason="r"), by="wang_fang").code is RefusalCode.NOT_FOUND


def test_nobody_waits_on_who_is_away() -> None:
    """The deputy is asked and told, the person informed."""
    play = shown()
    play.granted(absent("wang_fang"), by="wang_fang")
    play.granted(c.RequestSignOff(gate=SIGNED), by="attend", kind=c.ActorKind.SYSTEM)
    asked = next(e for e in reversed(play.store.events()) if e.type == "sign_off.requested")
    assert asked.people == ("wu_yan", "zhou_min")


def test_news_for_who_is_away_goes_to_the_stand_in_too() -> None:
    """Marked for whom."""
    play = shown()
    play.granted(absent("zhao_lei", to="sun_li"), by="zhao_lei")
    before = len(play.store.contents.outbox)
    play.record(PAPER, document(10))
    told = [(note.to, note.body.en[:14]) for note in notices_since(play, before)]
    assert ("sun_li", "(for Zhao Lei)") in told


def test_a_delegation_begins_when_its_day_comes() -> None:
    """The stand-in is told once, by the first look after it."""
    play = Play.opened()
    later = {"starts": MORNING + 2 * DAY, "until": MORNING + 4 * DAY}
    play.granted(delegating(**later), by="wang_fang")
    play.clock.forward(days=2)
    for _ in range(2):
        play.granted(c.Attend(), by="attend", kind=c.ActorKind.SYSTEM)
    assert sum(event.type == "delegation.began" for event in play.store.events()) == 1


def standing_in(person: str) -> Play:
    """Return a rollout in which Wu Yan stands in for somebody in everything."""
    play = shown()
    play.granted(delegating(person), by=person)
    return play


@pytest.mark.parametrize("person", ["lin_wei", "chen_hao"])
def test_a_hold_and_its_end_name_both(person: str) -> None:
    """Whoever stands in for the sponsor or the PMO holds and resumes; nobody waits on somebody who is away."""
    play = standing_in(person)
    play.granted(c.HoldRollout(reason="stocktaking"), by="wu_yan")
    play.granted(c.ResumeRollout(reason="done"), by="wu_yan")
    told = {event.type: event for event in play.store.events()}
    assert told["rollout.held"].on_behalf_of == person  # type: ignore[union-attr]  # by its type
    assert told["rollout.resumed"].on_behalf_of == person  # type: ignore[union-attr]  # by its type


@pytest.mark.parametrize(("person", "ended"), [("lin_wei", True), ("chen_hao", False)])
def test_a_cancellation_names_both(person: str, ended: bool) -> None:  # noqa: FBT001  # parametrized
    """In the sponsor's right alone."""
    play = standing_in(person)
    answer = play.wish(c.CancelRollout(reason="no money"), by="wu_yan")
    assert isinstance(answer, Receipt) is ended
    last = play.store.events()[-1]
    assert getattr(last, "on_behalf_of", None) == ("lin_wei" if ended else None)


def test_a_stand_in_for_one_role_or_gate_ends_no_rollout() -> None:
    """It takes what covers the sponsor's part in everything."""
    play = shown()
    play.granted(delegating("lin_wei", gates=(SIGNED,)), by="lin_wei")
    for wish in (c.HoldRollout(reason="r"), c.CancelRollout(reason="r")):
        assert play.refused(wish, by="wu_yan").code is RefusalCode.NOT_ENTITLED


def test_ones_own_hold_has_no_second_name() -> None:
    """Who acts is on record with every entry."""
    play = standing_in("lin_wei")
    play.granted(c.HoldRollout(reason="stocktaking"), by="lin_wei")
    (held,) = [event for event in play.store.events() if event.type == "rollout.held"]
    assert held.on_behalf_of is None


def test_the_end_of_a_request_and_of_a_waiver_name_both() -> None:
    """Declined, and revoked, by the sponsor's stand-in."""
    play = standing_in("lin_wei")
    play.record(PAPER, document(10))
    asked = c.RequestWaiver(
        gate=PAPER, owner="zhao_lei", reason="r", compensating_control="c", expires_at=MORNING + 9 * DAY
    )
    play.granted(asked, by="zhao_lei")
    play.granted(c.DeclineWaiver(gate=PAPER, reason="no"), by="wu_yan")
    play.granted(asked, by="zhao_lei")
    play.granted(c.GrantWaiver(gate=PAPER), by="lin_wei")
    play.granted(c.RevokeWaiver(gate=PAPER, reason="not kept"), by="wu_yan")
    told = {event.type: event for event in play.store.events()}
    assert [told[kind].on_behalf_of for kind in ("waiver.declined", "waiver.revoked")] == ["lin_wei"] * 2  # type: ignore[union-attr]  # by their types


def test_taking_ones_own_request_back_has_no_second_name() -> None:
    """It is nobody else's right."""
    play = standing_in("lin_wei")
    play.record(PAPER, document(10))
    asked = c.RequestWaiver(
        gate=PAPER, owner="zhao_lei", reason="r", compensating_control="c", expires_at=MORNING + 9 * DAY
    )
    play.granted(asked, by="wu_yan")
    play.granted(c.DeclineWaiver(gate=PAPER, reason="solved"), by="wu_yan")
    (declined,) = [event for event in play.store.events() if event.type == "waiver.declined"]
    assert declined.on_behalf_of is None


@pytest.mark.parametrize(("by", "second"), [("wang_fang", None), ("wu_yan", "wang_fang"), ("chen_hao", None)])
def test_who_closes_an_action_item_for_its_owner_names_the_owner(by: str, second: str | None) -> None:
    """The owner and the PMO close it in their own right."""
    play = standing_in("wang_fang")
    play.granted(
        c.AddActionItem(action="train", title="Train", owner="wang_fang", due=MORNING + DAY), by="chen_hao"
    )
    play.granted(c.CloseActionItem(action="train", outcome="done"), by=by)
    (closed,) = [event for event in play.store.events() if event.type == "action_item.closed"]
    assert closed.on_behalf_of == second
