"""The desk: one answer per request, all or nothing, time never goes back, a checkpoint per decision."""

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from playbooks.model import commands as c
from playbooks.model.errors import InputError
from playbooks.model.letters import Letter
from playbooks.model.phase import PhaseKey
from playbooks.model.refusal import Refusal, RefusalCode
from tasks.adapters.desk import Desk
from tasks.adapters.identifiers import request_id
from tasks.adapters.ports import Receipt
from tasks.adapters.store import open_store
from tests.simulators.facts import document, team, text
from tests.simulators.memory_store import MemoryUnit
from tests.simulators.rollouts import MORNING, Play, SetClock, playbook
from tests.simulators.wishes import STATES, WISHES, wished

PHASE = PhaseKey.INITIATION
D = c.PhaseDecision


def asked(command: c.Command, *, by: str = "chen_hao", name: str | None = None) -> c.Request:
    """Return a request with an id of its own, or the one named."""
    return c.Request(id=name or request_id(), rollout="crm-2026", actor=c.Actor(key=by), command=command)


ITEM = c.AddActionItem(action="call", title="call", owner="sun_li", due=MORNING)


def test_the_same_request_gets_the_same_answer_and_leaves_nothing() -> None:
    """A retry, through another door and a day later, is told what was answered first."""
    play, wish = Play.opened(), asked(ITEM)
    first = play.desk.submit(wish)
    entries = list(play.store.contents.entries)
    play.clock.forward(days=1)
    again = play.desk.submit(wish.model_copy(update={"actor": c.Actor(key="chen_hao", via=c.Via.SLACK)}))
    assert isinstance(first, Receipt)
    assert again == replace(first, events=(), repeated=True)
    assert play.store.contents.entries == entries


def test_a_refusal_is_repeated_too() -> None:
    """What was refused stays refused under its id, although it would be granted by now."""
    play = Play.opened()
    wish = asked(c.DecidePhaseGate(phase=PHASE, decision=D.GO, reason="r"), by="lin_wei")
    refusal = play.desk.submit(wish)
    play.meet(PHASE)
    assert isinstance(refusal, Refusal)
    assert play.desk.submit(wish) == refusal


@pytest.mark.parametrize(
    "other",
    [
        ITEM.model_copy(update={"title": "another"}),
        c.CloseActionItem(action="call", outcome="done"),
    ],
)
def test_an_id_stands_for_one_wish(other: c.Command) -> None:
    """Another command, or another word in it, under the same id is an error and leaves no trace."""
    play, name = Play.opened(), request_id()
    play.desk.submit(asked(ITEM, name=name))
    entries = list(play.store.contents.entries)
    with pytest.raises(InputError, match="make a new id"):
        play.desk.submit(asked(other, name=name))
    assert play.store.contents.entries == entries


def test_another_person_cannot_use_somebodys_id() -> None:
    """The answer to one is not the answer to another."""
    play, name = Play.opened(), request_id()
    play.desk.submit(asked(ITEM, name=name))
    with pytest.raises(InputError):
        play.desk.submit(asked(ITEM, name=name, by="lin_wei"))


def test_a_refusal_is_on_record_with_its_reason() -> None:
    """Of a rollout that does not exist as well."""
    play = Play()
    refusal = play.refused(ITEM, by="chen_hao")
    (event,) = play.store.events()
    assert event.type == "command.refused"
    assert (event.code, event.reason, event.command) == (refusal.code, refusal.reason, "add_action_item")
    assert play.store.verify().verified


def test_an_error_inside_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the letters cannot be posted, neither the entry nor the state nor the answer is there."""
    play, wish = Play.opened(), asked(ITEM)
    before = play.store.contents.copy()

    def broken(_: MemoryUnit, rollout: str, letters: list[Letter], at: object) -> None:  # noqa: ARG001  # the port's shape
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(MemoryUnit, "post", broken)
        with pytest.raises(OSError, match="disk full"):
            play.desk.submit(wish)
    assert play.store.contents == before
    assert isinstance(play.desk.submit(wish), Receipt)


def test_what_is_too_long_for_an_entry_is_an_error_and_leaves_nothing() -> None:
    """The message says what to do instead."""
    play = Play.opened()
    before = play.store.contents.copy()
    bulky = c.RecordEvidence(
        evidence="x", payload=document(title="x" * 70_000), source="s", observed_at=MORNING
    )
    with pytest.raises(InputError, match="record that document instead"):
        play.desk.submit(asked(bulky))
    assert play.store.contents == before


@pytest.mark.parametrize("decision", list(D))
def test_every_decision_at_a_phase_gate_is_sealed_at_once(decision: D) -> None:
    """A checkpoint covers the last entry of the decision; other wishes wait for the sweep."""
    play = STATES["ready"]()
    notes = len(play.store.contents.notes)
    answer = play.decide(PHASE, decision, **({"recycle_to": PHASE} if decision is D.RECYCLE else {}))
    signed = play.store.contents.notes
    assert (len(signed) > notes) is isinstance(answer, Receipt)
    assert isinstance(answer, Refusal) or len(play.store.contents.entries) in signed


def test_time_on_record_never_goes_back() -> None:
    """When the machine's clock is set back, the record goes on from its newest entry."""
    play = Play.opened()
    play.clock.forward(hours=-5)
    play.granted(ITEM, by="chen_hao")
    assert play.rollout.actions["call"].added_at == MORNING
    times = [at for _, at, _ in play.store.contents.events]
    assert times == sorted(times)


def test_what_says_nothing_new_leaves_no_entry() -> None:
    """The receipt is empty and the state untouched."""
    play = STATES["ready"]()
    before, size = play.rollout, len(play.store.contents.entries)
    receipt = play.granted(c.JudgeGates(phase=PHASE), by="attend", kind=c.ActorKind.SYSTEM)
    assert (receipt.events, receipt.leaf, receipt.seq) == ((), "", size)
    assert play.rollout == before


def finished(play: Play, upto: PhaseKey) -> None:
    """Finish every phase of a rollout up to this one, and open the next."""
    for phase in PhaseKey:
        play.open(phase)
        if phase is upto:
            return
        play.finish(phase)


@pytest.mark.parametrize(
    ("reached", "after", "granted"),
    [
        (PhaseKey.VALIDATION, None, False),
        (PhaseKey.OPERATION, None, True),
        (PhaseKey.OPERATION, c.CancelRollout(reason="r"), False),
    ],
    ids=["not yet", "in operation", "given up"],
)
def test_erp_waits_until_crm_is_in_operation(
    reached: PhaseKey,
    after: c.Command | None,
    granted: bool,  # noqa: FBT001  # parametrized
) -> None:
    """Nothing is built on a system that does not stand, or was given up."""
    play = Play.begun()
    finished(play, reached)
    if after:
        play.granted(after, by="lin_wei")
    erp = c.StartRollout(title=text("ERP"), playbook=playbook(name="erp", stands_on=("crm",)), team=team())
    second = Play(store=play.store, clock=play.clock, key="erp-2026")
    answer = second.wish(erp, by="chen_hao")
    assert isinstance(answer, Receipt) is granted
    assert granted or (isinstance(answer, Refusal) and answer.code is RefusalCode.NOT_READY)


@pytest.mark.parametrize("kind", sorted(WISHES))
def test_every_wish_is_answered_alike_by_the_real_store(kind: str, tmp_path: Path) -> None:
    """In memory and in SQLite the same wish comes to the same events, or the same refusal."""
    store = open_store(f"sqlite:///{tmp_path / 's.db'}", origin="phasegate.test/ledger", key=tmp_path / "key")
    play, clock = Play.begun(), SetClock()
    desk = Desk(store=store, clock=clock)
    start = c.StartRollout(title=text("CRM"), playbook=playbook(), team=team())
    desk.submit(asked(start))
    for opening in (c.OpenPhase(phase=PHASE), WISHES["record_evidence"][0]):
        play.wish(opening, by="chen_hao")
        desk.submit(asked(opening))
    _, by, actor = WISHES[kind]
    wish = wished(play, kind)
    answer = desk.submit(asked(wish, by=by).model_copy(update={"actor": c.Actor(key=by, kind=actor)}))
    other = play.wish(wish, by=by, kind=actor)
    assert getattr(answer, "events", answer) == getattr(other, "events", other)
    assert store.rollout("crm-2026") == play.rollout
    store.close()


def test_request_ids_are_of_version_seven_and_sort_by_time() -> None:
    """RFC 9562: the milliseconds first, then version, variant and chance."""
    before = time.time_ns() // 1_000_000
    found = [UUID(request_id()) for _ in range(200)]
    assert {(made.version, made.variant) for made in found} == {(7, "specified in RFC 4122")}
    assert before <= found[0].int >> 80 <= time.time_ns() // 1_000_000
    assert [made.int >> 80 for made in found] == sorted(made.int >> 80 for made in found)
    assert len(set(found)) == len(found)


def test_a_letter_is_posted_with_the_time_on_record() -> None:
    """Parcels bear the entry's moment."""
    play = Play.begun()
    play.clock.forward(minutes=5)
    play.open(PHASE)
    posted = [item.parcel.posted_at for item in play.store.contents.outbox.values()]
    assert set(posted) == {MORNING, MORNING + timedelta(minutes=5)}


def items(*numbers: int) -> list[c.Request]:
    """Return a wish for an action item of each number."""
    return [asked(ITEM.model_copy(update={"action": f"call-{number}"})) for number in numbers]


def test_wishes_that_arrive_together_are_decided_in_order() -> None:
    """Each has a receipt of its own, with the number and the events it would have had alone."""
    together, alone, wishes = Play.opened(), Play.opened(), items(1, 2, 3)
    receipts = (together.desk.submit_all(wishes), [alone.desk.submit(wish) for wish in wishes])
    one, other = ([(r.seq, r.events) for r in given if isinstance(r, Receipt)] for given in receipts)
    assert one == other


def test_a_wish_is_judged_on_what_came_before_it_in_the_same_transaction() -> None:
    """The second of two equal wishes finds the item there; the same request twice is one item."""
    play, (first, other) = Play.opened(), items(1, 1)
    granted, refused, again = play.desk.submit_all([first, other, first])
    assert isinstance(granted, Receipt)
    assert isinstance(refused, Refusal)
    assert again == replace(granted, events=(), repeated=True)


def test_one_that_cannot_be_recorded_takes_no_other_with_it() -> None:
    """It is told its error; the others stand in the ledger, once, as if it had not been there."""
    play = Play.opened()
    (first, last), before = items(1, 2), len(play.store.events())
    name = request_id()
    play.desk.submit(asked(c.CommentOnGate(gate=f"{PHASE}.paper", text="once"), name=name))
    wrong = asked(c.CommentOnGate(gate=f"{PHASE}.paper", text="other"), name=name)
    granted, failed, also = play.desk.submit_all([first, wrong, last])
    assert isinstance(failed, InputError)
    assert isinstance(granted, Receipt)
    assert isinstance(also, Receipt)
    assert len(play.store.events()) == before + 3
