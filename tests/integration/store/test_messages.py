"""The message register: what was sent where, what it showed, and who draws it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tasks.adapters.store import SqlStore
from tasks.adapters.store.messages import CLAIM, MessageKind, MessageRegister, SentMessage
from tests.simulators.rollouts import MORNING

CARD = SentMessage(
    id="11111111-1111-4111-8111-111111111111",
    kind=MessageKind.GATE,
    rollout="crm-2026",
    about="paper_signed",
    recipient="fay",
    team="T1",
)
OLD, NEW = "a" * 64, "b" * 64


@pytest.fixture
def register(store: SqlStore) -> MessageRegister:
    """The register, with one message that is to be sent."""
    store.messages.intend(CARD, MORNING)
    return store.messages


def shown(register: MessageRegister, seen: str, *, closed: bool = False) -> SentMessage:
    """Draw the message and return it as it stands."""
    known = register.find(CARD.id)
    assert known is not None
    drawn = replace(
        known, channel="D1", ts="1.1", seen=seen, revision=known.revised(seen), drawn=seen, closed=closed
    )
    register.shown(drawn, MORNING)
    return drawn


def test_a_message_is_intended_once(register: MessageRegister) -> None:
    """The second time it is returned as it stands."""
    drawn = shown(register, OLD)
    assert register.intend(CARD, MORNING + timedelta(days=1)) == drawn


def test_a_message_is_found_by_its_place(register: MessageRegister) -> None:
    """In this workspace, conversation and moment, and nowhere else."""
    drawn = shown(register, OLD)
    assert register.at("T1", "D1", "1.1") == drawn
    assert register.at("T2", "D1", "1.1") is None


def test_what_each_revision_showed_is_kept(register: MessageRegister) -> None:
    """Drawn again with the same to decide on, it stays the same revision."""
    shown(register, OLD)
    shown(register, OLD)
    shown(register, NEW)
    assert [register.seen(CARD.id, revision) for revision in (1, 2, 3)] == [OLD, NEW, None]


def test_one_process_at_a_time_draws(register: MessageRegister) -> None:
    """Until it gives the message back, or its time is up."""
    assert register.claim(CARD.id, MORNING) is not None
    assert register.claim(CARD.id, MORNING + timedelta(seconds=1)) is None
    assert register.claim(CARD.id, MORNING + CLAIM) is not None
    register.release(CARD.id, doubtful=False)
    assert register.claim(CARD.id, MORNING) is not None


def test_a_try_whose_end_nobody_knows_is_doubtful(register: MessageRegister) -> None:
    """Also where the process that tried is gone."""
    first = register.claim(CARD.id, MORNING)
    second = register.claim(CARD.id, MORNING + CLAIM)
    register.release(CARD.id, doubtful=False)
    third = register.claim(CARD.id, MORNING + CLAIM)
    assert [claim.doubtful for claim in (first, second, third) if claim] == [False, True, False]


def test_closed_messages_are_left_alone(register: MessageRegister) -> None:
    """They are neither open nor the newest."""
    drawn = shown(register, OLD)
    assert (register.open("crm-2026"), register.latest("crm-2026", "paper_signed", "fay")) == (
        (drawn,),
        drawn,
    )
    shown(register, OLD, closed=True)
    assert (register.open("crm-2026"), register.latest("crm-2026", "paper_signed", "fay")) == ((), None)


def test_the_newest_message_counts(register: MessageRegister) -> None:
    """As soon as it has been sent, not before."""
    first = shown(register, OLD)
    later = replace(CARD, id="22222222-2222-4222-8222-222222222222")
    register.intend(later, MORNING + timedelta(hours=1))
    assert register.latest("crm-2026", "paper_signed", "fay") == first
    register.shown(replace(later, channel="D1", ts="2.2", revision=1), MORNING)
    newest = register.latest("crm-2026", "paper_signed", "fay")
    assert newest is not None
    assert newest.id == later.id


def test_several_are_taken_together_but_for_those_that_another_has(register: MessageRegister) -> None:
    """Whoever takes a message draws it; the others are left to whoever comes later."""
    other = replace(CARD, id="22222222-2222-4222-8222-222222222222", recipient="finn")
    register.intend(other, MORNING)
    assert register.claim(CARD.id, MORNING) is not None
    taken = register.claim_all((CARD.id, other.id), MORNING)
    assert [message.id for message in taken] == [other.id]
    assert len(register.claim_all((CARD.id, other.id), MORNING + CLAIM)) == 2


def test_cards_about_one_gate_are_told_apart_by_their_kind(register: MessageRegister) -> None:
    """The request for its waiver is another card than the gate's own, and neither stands for the other."""
    gate = shown(register, OLD)
    asked = replace(CARD, id="33333333-3333-4333-8333-333333333333", kind=MessageKind.WAIVER)
    register.intend(asked, MORNING + timedelta(hours=1))
    register.shown(replace(asked, channel="D1", ts="3.3", revision=1), MORNING)
    about = ("crm-2026", "paper_signed", "fay")
    waiver = register.latest(*about, kind=MessageKind.WAIVER)
    assert (register.latest(*about), waiver and waiver.id) == (gate, asked.id)
    assert register.latest(*about, kind=MessageKind.OVERRIDE) is None
