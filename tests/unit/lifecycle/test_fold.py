"""Fold: every event has an effect or a reason, and the record alone gives the state that is shown."""

import json
from datetime import datetime, timedelta
from functools import cache
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.evidence import Payload
from playbooks.model.ledger.canonical import parse_canonical
from playbooks.model.ledger.entry import read_time
from playbooks.model.lifecycle import fold, start
from playbooks.model.phase import PhaseKey
from playbooks.model.playbook import Playbook
from playbooks.model.rollout import Rollout
from tasks.adapters.identifiers import request_id
from tests.simulators.facts import checklist, document, series, trained, training, unreadable
from tests.simulators.neglected import neglected
from tests.simulators.rollouts import MORNING, Play
from tests.simulators.wishes import RUN, STATES, WISHES, wished

#: Events that change nothing but the count of events, and why.
NO_EFFECT = {
    "rollout.started": "it is what a state starts from",
    "phase.run.woken_unbidden": "nothing had been decided: the attempt is on record, that is all",
    "command.refused": "a refusal changes nothing, not even the count",
    "ledger.restored": "it befell the ledger as a whole, and no rollout",
}
TYPES = {event.model_fields["type"].default: event for event in get_args(get_args(e.Event)[0])}
KINDS = [kind for kind in WISHES if kind not in ("start_rollout", "cancel_rollout")]
D, PHASE = c.PhaseDecision, PhaseKey.INITIATION
PAYLOADS: dict[str, list[Payload]] = {
    "initiation.paper": [document(10), document(200), document(3000), unreadable()],
    "kpi": [series(90), series("NaN", 5), series(80, 85, 99)],
    "training": [training(), training(trained("sun_li", 40))],
    "list": [checklist(a="done"), checklist(b="open")],
}


def replayed(play: Play) -> Rollout:
    """Return the state worked out from the bytes of the ledger and the kept playbook alone."""
    state: Rollout | None = None
    for entry in play.store.contents.entries:
        record = parse_canonical(entry)
        assert isinstance(record, dict)
        told, at = record["event"], read_time(record["time"])
        assert isinstance(told, dict)
        assert isinstance(told["data"], dict)
        event = e.EVENTS.validate_python({"type": told["type"], **told["data"]})
        if isinstance(event, e.RolloutStarted):
            kept = play.store.document(event.document)
            assert kept is not None
            state = start(play.key, event, Playbook.model_validate_json(kept), at=at)
        elif state is not None:
            state = fold(state, (event,), at)
    assert state is not None
    return state


def same(one: Rollout, other: Rollout) -> bool:
    """Tell whether two states are written alike; NaN is not even equal to itself."""
    written = [json.loads(state.model_dump_json()) for state in (one, other)]
    return written[0] == written[1] and one.playbook == other.playbook


@cache
def everything() -> Play:
    """Return a play in which every kind of event has happened."""
    play = STATES["failing"]()
    _around_people(play)
    for kind in ("request_waiver", "decline_waiver", "request_waiver", "grant_waiver", "revoke_waiver"):
        wish(play, kind)
    for kind in ("enter_phase", "enter_phase", "request_waiver", "grant_waiver", "comment_on_gate"):
        wish(play, kind)
    _as_time_passes(play)
    for kind in ("attend", "hold_retrospective", "raise_issue", "close_issue", "close_action_item"):
        wish(play, kind)
    play.meet(PHASE)
    for kind in ("enter_phase", "withdraw_sign_off", "hold_rollout", "resume_rollout", "lose_phase_run"):
        wish(play, kind)
    play.record("initiation.paper", document(4000))
    for kind in ("request_sign_off", "give_sign_off", "reject_sign_off", "decide_phase_gate"):
        wish(play, kind)
    _over_the_gates(play)
    play.decide(PhaseKey.DESIGN, D.RECYCLE, recycle_to=PHASE)
    return play


def _around_people(play: Play) -> None:
    """Let somebody stand in, somebody be away for a while, and a role be missing."""
    for kind in ("delegate", "end_delegation", "end_absence", "change_person", "add_person"):
        wish(play, kind)
    play.granted(c.ChangePerson(person="zhou_min", roles=(), reason="moved"), by="chen_hao")
    play.granted(c.Attend(), by="attend", kind=c.ActorKind.SYSTEM)
    _restore(play)
    play.granted(c.ChangePerson(person="zhou_min", roles=("department_head",), reason="back"), by="chen_hao")
    later = {"starts": play.clock.now() + timedelta(days=20), "until": play.clock.now() + timedelta(days=40)}
    given = {"person": "zhou_min", "to": "qian_bo", "reason": "on leave", **later}
    play.granted(c.Delegate.model_validate(given), by="zhou_min")


def _restore(play: Play) -> None:
    """Let somebody answer for a ledger that went back."""
    wish = c.Request(id=request_id(), rollout=play.key, actor=c.Actor(key="chen_hao"), command=c.Attend())
    with play.store.transaction() as unit:
        unit.append(wish, (e.LedgerRestored(size=3, reason="the disk failed"),), play.clock.now())


def _as_time_passes(play: Play) -> None:
    """Come to the days before the waiver ends, and to its end."""
    for days in (28, 3):
        play.clock.forward(days=days)
        wish(play, "attend")


def _over_the_gates(play: Play) -> None:
    """Let two people override a gate, and let a promise of an earlier phase be broken."""
    play.record("initiation.paper", document(10))
    for kind in ("propose_override", "decline_override"):
        wish(play, kind)
    for by in ("lin_wei", "chen_hao"):
        play.granted(c.OverrideGate(gate="initiation.paper", reason="the line stands still"), by=by)
    due = play.clock.now() + timedelta(days=1)
    promise = {"gate": "initiation.signed", "owner": "sun_li", "due": due, "promise": "sign it"}
    play.decide(PHASE, D.CONDITIONAL_GO, exceptions=(c.PhaseException.model_validate(promise),))
    play.clock.forward(days=9)
    wish(play, "attend")
    play.open(PhaseKey.DESIGN)


def wish(play: Play, kind: str) -> None:
    """Bring the wish of this kind."""
    _, by, actor = WISHES[kind]
    play.wish(wished(play, kind), by=by, kind=actor)


def happened(*plays: Play) -> dict[str, e.Event]:
    """Return one event of each type that happened in these plays."""
    return {event.type: event for play in plays for event in play.store.events()}


@cache
def plays() -> tuple[Play, ...]:
    """Return the stories of these tests: one with nearly everything, the ends, and one that nobody cares for."""
    return (everything(), *(STATES[state]() for state in ("cancelled", "killed", "completed")), neglected())


EVERY = happened(*plays())


@pytest.mark.parametrize("name", sorted(TYPES))
def test_every_event_happens_and_survives_json(name: str) -> None:
    """The stories of these tests hold every type, and each is read as it was written."""
    event = EVERY[name]
    assert e.EVENTS.validate_json(event.model_dump_json()) == event


@pytest.mark.parametrize("name", sorted(TYPES))
def test_every_event_has_an_effect_or_a_reason_for_none(name: str) -> None:
    """In some state of the stories, folding an event of this type changes more than the count."""
    effects = [
        fold(before, (event,), at).model_copy(update={"version": before.version}) != before
        for before, event, at in steps()
        if event.type == name
    ]
    assert effects or name == "rollout.started"
    assert any(effects) is (name not in NO_EFFECT)


@cache
def steps() -> tuple[tuple[Rollout, e.Event, datetime], ...]:
    """Return every event of the stories with the state before it and its moment."""
    found = []
    for play in plays():
        state: Rollout | None = None
        for _, at, event in play.store.contents.events:
            if isinstance(event, e.RolloutStarted):
                state = start(play.key, event, play.rollout.playbook, at=at)
            elif state is not None:
                found.append((state, event, at))
                state = fold(state, (event,), at)
    return tuple(found)


@pytest.mark.parametrize("state", [name for name in STATES if name != "absent"])
def test_the_record_gives_the_state(state: str) -> None:
    """In every state a rollout can be in."""
    play = STATES[state]()
    assert same(replayed(play), play.rollout)


def test_the_record_of_everything_gives_the_state() -> None:
    """Waivers, lapses, rounds, runs, reminders and refusals included."""
    assert same(replayed(everything()), everything().rollout)


def test_the_count_is_that_of_the_events() -> None:
    """Every event counts; a refusal does not, nor what befell the ledger."""
    uncounted = ("command.refused", "ledger.restored")
    events = [event for event in everything().store.events() if event.type not in uncounted]
    assert everything().rollout.version == len(events)


moves = st.one_of(
    st.sampled_from(KINDS),
    st.sampled_from(sorted(PAYLOADS)).flatmap(
        lambda key: st.tuples(st.just(key), st.sampled_from(PAYLOADS[key]))
    ),
    st.sampled_from([D.GO, D.HOLD, D.RECYCLE]),
    st.integers(1, 100_000),
)


@settings(max_examples=20, deadline=None)
@given(st.lists(moves, min_size=5, max_size=25))
def test_any_play_is_its_record(story: list[object]) -> None:
    """Whatever is wished, in whatever order, at whatever microsecond: ledger and snapshot give the state."""
    play = Play.opened()
    for move in story:
        _move(play, move)
    assert same(replayed(play), play.rollout)
    kept = json.loads(play.rollout.model_dump_json())
    assert same(Rollout.model_validate({**kept, "playbook": play.rollout.playbook}), play.rollout)


def _move(play: Play, move: object) -> None:
    match move:
        case D():
            phase = play.rollout.current or PHASE
            play.meet(phase)
            play.decide(phase, move, **({"recycle_to": PHASE} if move is D.RECYCLE else {}))
        case str():
            wish(play, move)
        case (str() as key, payload):
            play.record(key, payload)  # type: ignore[arg-type]  # drawn from PAYLOADS
        case int():
            play.clock.moment += timedelta(microseconds=move * 1_000_003)
        case _:
            raise AssertionError(f"nobody moves like {move!r}")


def test_folding_is_at_a_moment() -> None:
    """When a phase was opened and closed is the entry's time."""
    opened = e.PhaseOpened(phase=PHASE, round=1, due=MORNING)
    state = fold(Play.begun().rollout, (opened, e.PhaseClosed(phase=PHASE)), MORNING + timedelta(hours=1))
    assert state.phases[PHASE].opened_at == state.phases[PHASE].closed_at == MORNING + timedelta(hours=1)


def test_folding_one_by_one_is_folding_at_once() -> None:
    """Events are applied in their order, however they are grouped."""
    rollout, events = (
        Play.begun().rollout,
        [event for _, event, _ in steps() if event.type == "phase.run.started"],
    )
    step = rollout
    for event in events:
        step = fold(step, (event,), MORNING)
    assert (fold(rollout, events, MORNING), step.phases[PHASE].run) == (step, RUN)
