"""Deciding at a phase gate: go, conditional go with promises, hold, recycle, kill, and what each refuses."""

from datetime import timedelta

import pytest

from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.phase import PhaseKey
from playbooks.model.refusal import RefusalCode
from playbooks.model.rollout import PhaseStatus, RolloutStatus
from tests.simulators.facts import document, unreadable
from tests.simulators.rollouts import MORNING, Play
from tests.simulators.wishes import STATES
from tests.simulators.wordy import PHASE, document_gate, playbook_with, played

D = c.PhaseDecision
PAPER, SIGNED = "initiation.paper", "initiation.signed"
SOON = MORNING + timedelta(days=14)


def promise(gate: str, *, owner: str = "zhao_lei", due: object = SOON) -> dict[str, object]:
    """Return an exception with a promise."""
    return {"gate": gate, "owner": owner, "due": due, "promise": f"make {gate} good"}


def deciding(decision: D, *exceptions: dict[str, object], **more: object) -> c.DecidePhaseGate:
    """Return a decision about the first phase."""
    given = {"phase": PHASE, "decision": decision, "reason": "because", "exceptions": exceptions, **more}
    return c.DecidePhaseGate.model_validate(given)


def refused(play: Play, command: c.DecidePhaseGate, by: str = "lin_wei") -> RefusalCode:
    """Return why the decision is refused, having changed nothing."""
    before = play.rollout
    code = play.refused(command, by=by).code
    assert play.rollout == before
    return code


def test_a_go_closes_the_phase() -> None:
    """With every gate met; the reason and the inputs go on record."""
    play = STATES["ready"]()
    inputs = play.readiness(PHASE).inputs
    play.granted(deciding(D.GO), by="lin_wei")
    record = play.rollout.phases[PHASE]
    assert (record.status, record.closed_at) == (PhaseStatus.CLOSED, MORNING)
    assert record.decision is not None
    assert (record.decision.reason, record.decision.inputs) == ("because", inputs)


@pytest.mark.parametrize("by", ["chen_hao", "wang_fang", "he_jun", "stranger"])
def test_only_the_decider_decides(by: str) -> None:
    """Not the PMO, not finance, nobody who left."""
    assert refused(STATES["ready"](), deciding(D.GO), by) is RefusalCode.NOT_ENTITLED


@pytest.mark.parametrize("decision", D)
@pytest.mark.parametrize("beside", ["target", "promise"])
def test_only_what_belongs_to_a_decision_is_taken_with_it(decision: D, beside: str) -> None:
    """A target beside a go would send the rollout back while it goes on."""
    fitting = {"target": D.RECYCLE, "promise": D.CONDITIONAL_GO}[beside]
    exceptions = (promise(PAPER),) if beside == "promise" else ()
    target = {"recycle_to": PHASE} if beside == "target" else {}
    if decision is not fitting:
        assert (
            refused(STATES["failing"](), deciding(decision, *exceptions, **target)) is RefusalCode.WRONG_INPUT
        )


def test_a_conditional_go_closes_with_promises_as_action_items() -> None:
    """Each open gate has somebody who makes it good by a day."""
    play = STATES["failing"]()
    play.granted(deciding(D.CONDITIONAL_GO, promise(PAPER), promise(SIGNED, owner="chen_hao")), by="lin_wei")
    items = [item for item in play.rollout.actions.values() if item.gate]
    assert [(item.gate, item.owner, item.due) for item in items] == [
        (PAPER, "zhao_lei", SOON),
        (SIGNED, "chen_hao", SOON),
    ]
    assert play.rollout.phases[PHASE].status is PhaseStatus.CLOSED


@pytest.mark.parametrize(
    ("exceptions", "code"),
    [
        ([], RefusalCode.NOT_READY),
        ([promise(PAPER)], RefusalCode.NOT_READY),
        ([promise(PAPER), promise(SIGNED), promise("initiation.issues")], RefusalCode.WRONG_INPUT),
        ([promise(PAPER), promise(SIGNED), promise("design.paper")], RefusalCode.WRONG_INPUT),
        ([promise(PAPER), promise(SIGNED), promise(PAPER)], RefusalCode.WRONG_INPUT),
        ([promise(PAPER), promise(SIGNED, owner="he_jun")], RefusalCode.WRONG_INPUT),
        ([promise(PAPER), promise(SIGNED, owner="stranger")], RefusalCode.WRONG_INPUT),
        ([promise(PAPER), promise(SIGNED, due=MORNING)], RefusalCode.WRONG_INPUT),
        ([promise(PAPER), promise(SIGNED, due=MORNING - timedelta(days=1))], RefusalCode.WRONG_INPUT),
    ],
    ids=["none", "too few", "met", "elsewhere", "twice", "left", "stranger", "now", "past"],
)
def test_a_promise_needs_a_gate_a_member_and_a_day_to_come(
    exceptions: list[dict[str, object]], code: RefusalCode
) -> None:
    """Every gate that is not met, and only those, each once."""
    assert refused(STATES["failing"](), deciding(D.CONDITIONAL_GO, *exceptions)) is code


def test_a_conditional_go_with_nothing_open_is_refused() -> None:
    """It would be a go under another name."""
    assert refused(STATES["ready"](), deciding(D.CONDITIONAL_GO)) is RefusalCode.WRONG_INPUT


@pytest.mark.parametrize(("payload", "waivable"), [(unreadable(), True), (document(10), False)])
def test_invalid_and_mandatory_gates_cannot_be_promised_away(payload: object, waivable: bool) -> None:  # noqa: FBT001  # parametrized
    """Neither evidence nobody can rely on nor a control that must be."""
    play = played(playbook_with(document_gate(PAPER, waivable=waivable)))
    play.record(PAPER, payload)  # type: ignore[arg-type]  # a payload
    assert refused(play, deciding(D.CONDITIONAL_GO, promise(PAPER))) is RefusalCode.NOT_READY


def test_a_pending_gate_can_be_promised() -> None:
    """What only waits may wait a little longer."""
    play = played(playbook_with(document_gate(PAPER)))
    play.granted(deciding(D.CONDITIONAL_GO, promise(PAPER)), by="lin_wei")
    assert play.rollout.phases[PHASE].status is PhaseStatus.CLOSED


def test_promises_have_keys_of_their_own() -> None:
    """Long gate keys that begin alike, and an action item that bears the name already, are kept apart."""
    long = [f"{'g' * 76}{number}" for number in range(3)]
    play = played(playbook_with(*(document_gate(key) for key in long)))
    taken = f"initiation.1.{long[0]}"[:80]
    play.granted(c.AddActionItem(action=taken, title="mine", owner="sun_li", due=SOON), by="chen_hao")
    play.granted(deciding(D.CONDITIONAL_GO, *map(promise, long)), by="lin_wei")
    assert {item.gate for item in play.rollout.actions.values()} == {None, *long}
    assert play.rollout.actions[taken].title == "mine"


def test_a_hold_leaves_everything_open() -> None:
    """The decision is on record and nothing else has changed."""
    play = STATES["ready"]()
    play.granted(deciding(D.HOLD), by="lin_wei")
    assert play.rollout.phases[PHASE].status is PhaseStatus.OPEN
    play.granted(deciding(D.GO), by="lin_wei")
    assert play.rollout.phases[PHASE].status is PhaseStatus.CLOSED


@pytest.mark.parametrize("target", [None, *list(PhaseKey)[1:]])
def test_sending_back_goes_back(target: PhaseKey | None) -> None:
    """Not nowhere, and not forward."""
    assert refused(STATES["ready"](), deciding(D.RECYCLE, recycle_to=target)) is RefusalCode.WRONG_INPUT


@pytest.mark.parametrize("target", list(PhaseKey)[:3])
def test_any_phase_up_to_this_one_can_be_redone(target: PhaseKey) -> None:
    """The target is the next to begin."""
    play = Play.opened(PhaseKey.ADOPTION)
    play.decide(PhaseKey.ADOPTION, D.RECYCLE, recycle_to=target)
    assert (play.rollout.current, play.rollout.open_phases) == (target, ())


def test_a_kill_ends_the_rollout_whatever_the_gates_say() -> None:
    """And nothing can be decided any more."""
    play = STATES["failing"]()
    play.granted(deciding(D.KILL), by="lin_wei")
    assert play.rollout.status is RolloutStatus.KILLED
    assert play.refused(deciding(D.GO), by="lin_wei").code is RefusalCode.NOT_OPEN


def test_the_last_go_completes_the_rollout() -> None:
    """With its last phase the rollout is over."""
    play = Play.opened(PhaseKey.OPERATION)
    play.finish(PhaseKey.OPERATION)
    assert isinstance(play.store.events()[-1], e.RolloutCompleted)
    assert play.rollout.current is None


def test_a_refusal_names_the_gates() -> None:
    """So that everybody knows what to do."""
    refusal = Play.opened().refused(deciding(D.GO), by="lin_wei")
    assert refusal.reason.en == "these gates are not met, so the phase cannot end: paper, signed"
    assert refusal.about == PAPER
