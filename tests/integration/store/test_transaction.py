"""One transaction: a wish is recorded with everything that follows from it, once, or leaves no trace."""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest

from playbooks.model.commands import Command, HoldRollout, OpenPhase
from playbooks.model.errors import InputError
from playbooks.model.events import IssueClosed
from playbooks.model.ledger.canonical import parse_canonical
from playbooks.model.ledger.merkle import leaf_hash
from playbooks.model.ledger.verification import Level
from playbooks.model.letters import Announce
from playbooks.model.lifecycle import Change, change
from playbooks.model.phase import PhaseKey
from playbooks.model.refusal import Refusal, RefusalCode
from tasks.adapters.ports import Receipt
from tasks.adapters.store import SqlStore
from tests.integration.store.story import (
    ROLLOUT,
    Teller,
    TestClock,
    beginning,
    item,
    numbered,
    paper,
    request,
)
from tests.simulators.facts import NOW


def test_the_story_ends_in_the_same_state_in_every_store(narrator: Teller) -> None:
    """Going through a phase leaves it closed and letters to be delivered."""
    narrator.begin()
    receipt = narrator.finish()
    rollout = narrator.store.rollout(ROLLOUT)
    assert rollout is not None
    assert rollout.phases[PhaseKey.INITIATION].status == "closed"
    assert rollout.version == receipt.seq + len(receipt.events)
    assert narrator.store.undelivered() > 0


def test_receipts_count_on(narrator: Teller) -> None:
    """The next receipt's number follows the entries of the one before."""
    first = narrator.granted(beginning())
    second = narrator.granted(item(1))
    assert (first.seq, second.seq) == (0, len(first.events))
    assert first.leaf != second.leaf


def test_a_retry_gets_the_first_answer(narrator: Teller) -> None:
    """The same request twice is one entry and one receipt."""
    narrator.begin()
    wish = request(item(1))
    first = narrator.desk.submit(wish)
    again = narrator.desk.submit(wish)
    assert isinstance(first, Receipt)
    assert again == Receipt(seq=first.seq, leaf=first.leaf, repeated=True)
    assert narrator.granted(item(2)).seq == first.seq + 1


def test_an_id_used_for_another_wish_is_refused(narrator: Teller) -> None:
    """An id stands for one wish of one person."""
    narrator.begin()
    narrator.desk.submit(request(item(1), name=numbered(1)))
    with pytest.raises(InputError, match="make a new id"):
        narrator.desk.submit(request(item(2), name=numbered(1)))


def test_a_refusal_is_recorded_and_repeated(narrator: Teller) -> None:
    """Who is refused gets the same refusal again, and the ledger holds it once."""
    narrator.begin()
    wish = request(HoldRollout(reason="because"), by="wu_yan")
    refused = narrator.desk.submit(wish)
    assert isinstance(refused, Refusal)
    assert refused.code is RefusalCode.NOT_ENTITLED
    assert narrator.desk.submit(wish) == refused


def test_a_wish_that_says_nothing_new_is_answered_and_leaves_no_entry(narrator: Teller) -> None:
    """The receipt then tells the size of the ledger and no leaf."""
    narrator.begin()
    recorded = narrator.granted(paper())
    again = narrator.granted(paper())
    assert again == Receipt(seq=recorded.seq + len(recorded.events), leaf="")


def test_an_exception_leaves_no_trace(narrator: Teller) -> None:
    """Whatever was done in a transaction that fails was never done."""
    begun = narrator.begin()
    before = narrator.store.undelivered()
    with pytest.raises(ZeroDivisionError):
        _do_everything_and_fail(narrator)
    assert narrator.store.undelivered() == before
    assert narrator.store.document(_document(b"lost")[0]) is None
    assert narrator.granted(item(1)).seq == begun.seq + len(begun.events)


def test_time_on_record_never_goes_back(narrator: Teller) -> None:
    """A clock that was set back writes the time of the newest entry."""
    narrator.begin()
    with narrator.store.transaction() as unit:
        before = unit.last_time
        unit.append(request(item(1)), (_closed(),), NOW - timedelta(days=1))
        assert unit.last_time == before


def test_an_entry_that_is_too_long_is_refused(narrator: Teller) -> None:
    """Bulk belongs into a file; the message says so."""
    narrator.begin()
    huge = _closed().model_copy(update={"resolution": "讲" * 30_000})
    with pytest.raises(InputError, match="into a file"), narrator.store.transaction() as unit:
        unit.append(request(item(2)), (huge,), NOW)


def test_a_document_must_be_what_its_digest_says(narrator: Teller) -> None:
    """A wrong digest is refused before anything is kept."""
    with pytest.raises(InputError, match="digest"):
        narrator.store.keep("ab" * 32, b"something else")


def test_systems_in_use_are_those_in_operation(narrator: Teller) -> None:
    """A playbook counts once its rollout has reached the last phase."""
    narrator.begin()
    for phase in list(PhaseKey)[:-1]:
        narrator.finish(phase)
        with narrator.store.transaction() as unit:
            assert unit.in_use() == frozenset()
        assert phase.following is not None
        narrator.granted(OpenPhase(phase=phase.following))
    with narrator.store.transaction() as unit:
        assert unit.in_use() == {"crm"}


def test_rollouts_are_listed_oldest_first(narrator: Teller) -> None:
    """The order is that of their beginnings, not of their names."""
    narrator.granted(beginning(), rollout="z-first")
    narrator.granted(beginning(), rollout="a-second")
    assert narrator.store.rollouts() == ("z-first", "a-second")


def test_an_entry_tells_who_acted_in_which_roles(teller: Teller, store: SqlStore) -> None:
    """The entry holds the roles of that moment, the door and the session."""
    teller.granted(beginning())
    entry = parse_canonical(store.entry(0))
    assert isinstance(entry, dict)
    event = entry["event"]
    assert isinstance(event, dict)
    assert event["actor"] == {
        "id": "chen_hao",
        "kind": "person",
        "via": "cli",
        "roles": ["pmo"],
        "session": "s-1",
    }


def test_followers_carry_the_id_of_their_request(teller: Teller, store: SqlStore) -> None:
    """The first event has the request's id, the others count on behind a dot."""
    teller.begin()
    teller.granted(paper())
    ids = [row.id for row in store.entries(rollout=ROLLOUT)]
    assert [name.count(".") for name in ids].count(1) > 0
    assert all(name.split(".")[0] in ids for name in ids)


def test_the_receipt_names_the_leaf_of_the_exact_bytes(teller: Teller, store: SqlStore) -> None:
    """Whoever holds receipt and entry can check one against the other."""
    receipt = teller.granted(beginning())
    assert leaf_hash(store.entry(receipt.seq)).hex() == receipt.leaf
    assert json.loads(store.entry(receipt.seq))["seq"] == receipt.seq


def _do_everything_and_fail(narrator: Teller) -> None:
    with narrator.store.transaction() as unit:
        receipt = unit.append(request(item(1)), (_closed(),), NOW)
        unit.post(ROLLOUT, [Announce(event="phasegate.test", about="rollout")], NOW)
        unit.keep(*_document(b"lost"))
        raise ZeroDivisionError(receipt.leaf)


def _closed(resolution: str = "solved") -> IssueClosed:
    return IssueClosed(issue="issue-1", closed_at=NOW, resolution=resolution)


def _document(content: bytes) -> tuple[str, bytes]:
    return sha256(content).hexdigest(), content


def test_what_was_undone_is_not_taken_for_kept(teller: Teller, store: SqlStore) -> None:
    """Rows of a transaction that was undone are not left out when the same change is made again."""
    teller.begin()
    with pytest.raises(KeyError):
        undone(store, item(1))
    teller.granted(item(1))
    assert store.verify(Level.FULL).verified


def undone(store: SqlStore, command: Command) -> None:
    """Work a change out and write its rows, and fail before the end."""
    found = change(store.rollout(ROLLOUT), request(command), NOW)
    assert isinstance(found, Change)
    with store.transaction() as unit:
        unit.save(found.after, NOW)
        raise KeyError


def test_a_second_store_is_followed(opened: Callable[[], SqlStore]) -> None:
    """What another process has written meanwhile is what the next change is written beside."""
    store = opened()
    one, other = Teller(store, TestClock()), Teller(opened(), TestClock())
    one.begin()
    for number in range(4):
        (one if number % 2 else other).granted(item(number))
    assert store.verify(Level.FULL).verified
