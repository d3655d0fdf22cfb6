"""The rollout as a value: which phase is current, what is found in it, and that its snapshot is whole."""

import json
from datetime import timedelta

import pytest

from playbooks.model.commands import PhaseDecision
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import PhaseStatus, Rollout, RolloutStatus
from tests.simulators.facts import document
from tests.simulators.rollouts import MORNING, Play
from tests.simulators.wishes import STATES, WISHES
from tests.simulators.wordy import PHASE, composite_gate, document_gate, playbook_with, played


@pytest.mark.parametrize("state", [name for name in STATES if name != "absent"])
def test_the_snapshot_is_the_whole_state(state: str) -> None:
    """Written as JSON and read again with its playbook, a rollout in any state is equal to what it was."""
    rollout = STATES[state]().rollout
    kept = {**json.loads(rollout.model_dump_json()), "playbook": rollout.playbook}
    assert Rollout.model_validate(kept) == rollout


@pytest.mark.parametrize(
    ("state", "phase", "status"),
    [
        ("started", PhaseKey.INITIATION, PhaseStatus.NOT_STARTED),
        ("opened", PhaseKey.INITIATION, PhaseStatus.OPEN),
        ("closed", PhaseKey.DESIGN, PhaseStatus.NOT_STARTED),
        ("completed", None, None),
    ],
)
def test_the_current_phase(state: str, phase: PhaseKey | None, status: PhaseStatus | None) -> None:
    """The open phase, else the next to open, else none."""
    rollout = STATES[state]().rollout
    assert rollout.current == phase
    assert phase is None or rollout.phases[phase].status is status


@pytest.mark.parametrize("status", RolloutStatus)
def test_a_status_says_whether_all_is_over(status: RolloutStatus) -> None:
    """Only a running rollout and one on hold can change."""
    assert status.over is (status not in (RolloutStatus.RUNNING, RolloutStatus.HELD))
    assert status.label.zh != status.label.en


@pytest.mark.parametrize("status", PhaseStatus)
def test_a_phase_status_has_a_name(status: PhaseStatus) -> None:
    """In both languages."""
    assert status.label.zh != status.label.en


def test_verdicts_are_found_at_any_depth() -> None:
    """A part of a gate has its verdict inside the gate's."""
    play = played(playbook_with(composite_gate("outer", composite_gate("middle", document_gate("inner")))))
    found = play.rollout.verdict("inner")
    assert found is not None
    assert found.gate == "inner"
    assert (play.rollout.verdict("design.paper"), play.rollout.verdict("unknown")) == (None, None)


@pytest.mark.parametrize(("seconds", "stands"), [(-1, True), (0, False), (1, False)])
def test_a_waiver_ends_at_its_very_moment(seconds: int, stands: bool) -> None:  # noqa: FBT001  # parametrized
    """Until that instant it stands, from then on it does not."""
    play = Play.opened()
    play.record("initiation.paper", document(10))
    end = MORNING + timedelta(days=30)
    play.ask_waiver("initiation.paper", expires_at=end)
    play.granted(WISHES["grant_waiver"][0], by="lin_wei")
    assert play.rollout.waived("initiation.paper", end + timedelta(seconds=seconds)) is stands


def test_a_changed_phase_leaves_the_others_and_the_original_alone() -> None:
    """Rollouts are values."""
    rollout = Play.begun().rollout
    other = rollout.with_phase(PHASE, round=7)
    assert (rollout.phases[PHASE].round, other.phases[PHASE].round) == (0, 7)
    assert other.phases[PhaseKey.DESIGN] == rollout.phases[PhaseKey.DESIGN]


def test_the_facts_are_those_on_record() -> None:
    """Gates see the evidence, the sign-offs and the people, whatever the phase."""
    play = Play.opened()
    play.meet(PHASE)
    play.decide(PHASE, PhaseDecision.GO)
    facts = play.rollout.facts
    assert set(facts.evidence) == {"initiation.paper"}
    assert [sign_off.person for sign_off in facts.sign_offs] == ["wang_fang", "zhou_min"]
