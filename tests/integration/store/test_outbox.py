"""The outbox: every letter arrives once, in the order it was posted, however many dispatchers there are."""

from datetime import timedelta

import pytest

from playbooks.model.letters import Announce, Letter, Notice, StartPhaseRun, WakeRun
from playbooks.model.phase import PhaseKey
from tasks.adapters.ports import Parcel, Store
from tests.integration.store.story import Teller
from tests.simulators.facts import NOW, text

SOON = NOW + timedelta(seconds=30)
LATER = NOW + timedelta(minutes=2)
WAKE = WakeRun(phase=PhaseKey.INITIATION, run="11111111-1111-4111-8111-111111111111")
START = StartPhaseRun(phase=PhaseKey.DESIGN, round=1)


def notice(to: str, number: int) -> Notice:
    """Return a notice to a person."""
    return Notice(to=to, subject=text(f"notice {number}"), body=text("body"))


def posted(store: Store, *letters: Letter, rollout: str = "crm-2026") -> Store:
    """Post letters at NOW."""
    with store.transaction() as unit:
        unit.post(rollout, letters, NOW)
    return store


def subjects(parcels: tuple[Parcel, ...]) -> list[str]:
    """Return what the notices among the parcels are about."""
    return [parcel.letter.subject.en for parcel in parcels if isinstance(parcel.letter, Notice)]


def test_letters_come_out_as_they_went_in(narrator: Teller) -> None:
    """A parcel holds the letter, untried, with the time it was posted."""
    letter = notice("lin_wei", 1)
    (parcel,) = posted(narrator.store, letter).due(NOW)
    assert (parcel.letter, parcel.tries, parcel.posted_at) == (letter, 0, NOW)


def test_a_claimed_parcel_is_not_handed_out_again(narrator: Teller) -> None:
    """Two dispatchers never deliver the same parcel at once; after a minute another may."""
    store = posted(narrator.store, notice("lin_wei", 1))
    assert len(store.due(NOW)) == 1
    assert store.due(SOON) == ()
    assert len(store.due(LATER)) == 1


def test_delivered_parcels_are_done(narrator: Teller) -> None:
    """What was delivered waits no longer."""
    store = posted(narrator.store, notice("lin_wei", 1), notice("lin_wei", 2))
    first, _ = store.due(NOW)
    store.delivered(first, SOON)
    assert store.undelivered() == 1
    assert subjects(store.due(LATER)) == ["notice 2"]


def test_a_failed_parcel_waits_and_counts_its_tries(narrator: Teller) -> None:
    """It comes again when it may, and not before."""
    store = posted(narrator.store, notice("lin_wei", 1))
    (parcel,) = store.due(NOW)
    store.failed(parcel, NOW, reason="the line is down", again=SOON)
    assert store.due(NOW) == ()
    (again,) = store.due(SOON)
    assert again.tries == 1


@pytest.mark.parametrize(
    ("other", "expected"),
    [(notice("lin_wei", 2), []), (notice("chen_hao", 2), ["notice 2"])],
    ids=["same person", "another person"],
)
def test_nothing_overtakes_a_letter_to_the_same_person(
    narrator: Teller, other: Notice, expected: list[str]
) -> None:
    """A letter that waits holds back those behind it, and nobody else's."""
    store = posted(narrator.store, notice("lin_wei", 1), other)
    first, *_ = store.due(NOW, limit=1)
    store.failed(first, NOW, reason="the line is down", again=LATER)
    assert subjects(store.due(SOON)) == expected


def test_other_rollouts_and_kinds_are_not_held_back(narrator: Teller) -> None:
    """What waits in one rollout is nothing to another, and a notice is nothing to Prefect."""
    store = posted(narrator.store, notice("lin_wei", 1))
    (first,) = store.due(NOW)
    store.failed(first, NOW, reason="the line is down", again=LATER)
    posted(store, Announce(event="phasegate.test", about="rollout"))
    posted(store, notice("lin_wei", 2), rollout="erp-2026")
    assert [parcel.rollout for parcel in store.due(SOON)] == ["crm-2026", "erp-2026"]


def test_the_limit_takes_the_oldest(narrator: Teller) -> None:
    """A dispatcher takes what it can carry, from the front."""
    store = posted(narrator.store, *(notice("lin_wei", number) for number in range(5)))
    assert subjects(store.due(NOW, limit=2)) == ["notice 0", "notice 1"]


def test_runs_go_before_people(narrator: Teller) -> None:
    """However long the queue of letters is, what a decision waits for is in the first handful; people keep their order."""
    store = posted(narrator.store, *(notice("lin_wei", number) for number in range(3)), WAKE, START)
    taken = store.due(NOW, limit=4)
    assert [parcel.letter for parcel in taken[:2]] == [WAKE, START]
    assert subjects(taken) == ["notice 0", "notice 1"]


def test_runs_may_be_taken_alone(narrator: Teller) -> None:
    """Whoever brings letters to people takes the others."""
    store = posted(narrator.store, notice("lin_wei", 1), WAKE)
    assert [parcel.letter for parcel in store.due(NOW, runs_only=True)] == [WAKE]
    assert subjects(store.due(NOW)) == ["notice 1"]


def test_what_was_not_begun_is_given_back(narrator: Teller) -> None:
    """Another dispatcher may take it at once, untried."""
    store = posted(narrator.store, notice("lin_wei", 1))
    store.given_back(store.due(NOW), taken=NOW)
    assert [parcel.tries for parcel in store.due(NOW)] == [0]


def test_nobody_gives_back_what_another_has_taken_since(narrator: Teller) -> None:
    """A dispatcher that lost its claim has nothing to give back any more."""
    store = posted(narrator.store, notice("lin_wei", 1))
    slow = store.due(NOW)
    assert len(store.due(LATER)) == 1
    store.given_back(slow, taken=NOW)
    assert store.due(LATER) == ()


def test_a_claim_is_renewed(narrator: Teller) -> None:
    """Nobody else takes the letter while it is being sent, however long that takes."""
    store = posted(narrator.store, notice("lin_wei", 1))
    (slow,) = store.due(NOW)
    store.renewed(slow, LATER - timedelta(seconds=1))
    assert store.due(LATER) == ()
    assert len(store.due(LATER + timedelta(minutes=1))) == 1


def test_nobody_renews_what_another_has_tried_since(narrator: Teller) -> None:
    """A dispatcher that lost its claim holds nobody else up."""
    store = posted(narrator.store, notice("lin_wei", 1))
    (slow,) = store.due(NOW)
    (quick,) = store.due(LATER)
    store.failed(quick, LATER, reason="down", again=LATER)
    store.renewed(slow, LATER)
    assert len(store.due(LATER)) == 1


def test_a_late_failure_does_not_undo_a_delivery(narrator: Teller) -> None:
    """A dispatcher that lost its claim cannot bring back what another one delivered."""
    store = posted(narrator.store, notice("lin_wei", 1))
    (slow,) = store.due(NOW)
    (quick,) = store.due(LATER)
    store.delivered(quick, LATER)
    store.failed(slow, LATER, reason="too slow", again=LATER)
    assert store.undelivered() == 0
