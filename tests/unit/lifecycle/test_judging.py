"""Judging: what follows from a change is put on record, once, and nothing where nothing changed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.gates.soak import SoakGate
from playbooks.model.phase import PhaseKey
from playbooks.model.refusal import RefusalCode
from tests.simulators.facts import document, unreadable
from tests.simulators.gates import rule
from tests.simulators.rollouts import Play
from tests.simulators.wishes import STATES, WISHES, wished
from tests.simulators.wordy import PHASE, composite_gate, document_gate, playbook_with, played

JUDGE = c.JudgeGates(phase=PHASE)
SYSTEM = c.ActorKind.SYSTEM


def judged(play: Play, gate: str | None = None) -> list[str]:
    """Return the gates whose verdict changes when they are judged now."""
    receipt = play.granted(c.JudgeGates(phase=PHASE, gate=gate), by="attend", kind=SYSTEM)
    return [event.verdict.gate for event in receipt.events if isinstance(event, e.GateJudged)]


def aged() -> Play:
    """Return a play in which two gates' evidence has grown too old, and nobody has looked yet."""
    deep = composite_gate("outer", composite_gate("middle", document_gate("inner", valid_for=3)))
    play = played(playbook_with(document_gate("plain", valid_for=3), deep))
    for key in ("plain", "inner"):
        play.record(key, document())
    play.clock.forward(days=5)
    return play


@pytest.mark.parametrize(
    ("gate", "expected"),
    [(None, ["plain", "outer"]), ("plain", ["plain"]), ("outer", ["outer"]), ("inner", ["outer"])],
)
def test_one_gate_or_all_are_judged(gate: str | None, expected: list[str]) -> None:
    """A part is judged with the gate it belongs to, at whatever depth."""
    assert judged(aged(), gate) == expected


def test_nothing_is_recorded_where_nothing_changed() -> None:
    """Judging twice leaves one verdict."""
    play = aged()
    assert judged(play) == ["plain", "outer"]
    assert judged(play) == []


@pytest.mark.parametrize(("gate", "code"), [("nothing", "not_found"), ("design.paper", "not_open")])
def test_only_gates_of_an_open_phase_are_judged(gate: str, code: str) -> None:
    """An unknown gate is not there; one of a later phase is not open."""
    wish = c.JudgeGates(phase=PHASE, gate=gate)
    assert Play.opened().refused(wish, by="attend", kind=SYSTEM).code == RefusalCode(code)


def test_time_alone_changes_a_verdict() -> None:
    """Quiet days pass without anybody's wish."""
    soak = rule(SoakGate, key="soak", days=3, since_evidence="base")
    play = played(playbook_with(soak, document_gate("base")))
    play.record("base", document())
    play.clock.forward(days=4)
    assert judged(play) == ["soak"]
    assert play.rollout.verdicts["soak"].passed


@pytest.mark.parametrize("state", ["cancelled", "killed", "completed"])
def test_nothing_follows_once_all_is_over(state: str) -> None:
    """Neither stale evidence nor time moves an ended rollout."""
    play = STATES[state]()
    play.clock.forward(days=400)
    before = play.rollout
    play.wish(c.Attend(), by="attend", kind=SYSTEM)
    play.wish(JUDGE, by="attend", kind=SYSTEM)
    assert play.rollout == before


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([name for name in STATES if name != "absent"]), st.sampled_from(sorted(WISHES)))
def test_after_any_wish_judging_again_says_nothing(state: str, kind: str) -> None:
    """What a wish leads to is settled with it."""
    play = STATES[state]()
    _, by, actor = WISHES[kind]
    play.wish(wished(play, kind), by=by, kind=actor)
    for phase in play.rollout.open_phases:
        answer = play.granted(c.JudgeGates(phase=phase), by="attend", kind=SYSTEM)
        assert answer.events == ()


def test_a_refused_wish_settles_nothing() -> None:
    """What follows from the present is put on record with the next wish that is granted."""
    play = aged()
    play.refused(c.DecidePhaseGate(phase=PHASE, decision=c.PhaseDecision.GO, reason="r"), by="lin_wei")
    assert play.rollout.verdicts["plain"].passed
    assert judged(play) == ["plain", "outer"]


def test_evidence_of_another_phase_moves_no_verdict() -> None:
    """Design's paper is judged when design is open."""
    play = Play.opened()
    before = play.rollout.verdicts
    play.record(f"{PhaseKey.DESIGN}.paper", document())
    assert play.rollout.verdicts == before


def test_unreadable_evidence_is_invalid_whatever_was_there() -> None:
    """An old value is never taken for a new one."""
    play = STATES["ready"]()
    play.record("initiation.paper", unreadable())
    assert {
        play.rollout.verdicts[gate].outcome.value for gate in ("initiation.paper", "initiation.signed")
    } == {"invalid"}
