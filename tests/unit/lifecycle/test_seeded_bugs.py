"""Rules taken out one at a time: the machine must notice each, or it proves nothing about the rules that are there."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from playbooks.model import events as e
from playbooks.model.commands import DecidePhaseGate, PhaseDecision
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.lifecycle import judging, phase_gate, sign_offs, waivers
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.readiness import Readiness
from playbooks.model.verdict import Verdict
from playbooks.model.waiver import Waiver
from tests.simulators.memory_store import MemoryUnit
from tests.unit.lifecycle.test_gate_machine import GateMachine

SEARCH = settings(
    max_examples=1000,
    stateful_step_count=25,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    print_blob=False,
)


def nothing(*_: Any, **__: Any) -> None:  # noqa: ANN401  # stands in for rules of any shape
    """Check nothing."""


def always(*_: Any, **__: Any) -> bool:  # noqa: ANN401  # same
    """Agree with everything."""
    return True


def no_events(*_: Any, **__: Any) -> tuple[()]:  # noqa: ANN401  # same
    """Let nothing follow."""
    return ()


def first_slot(_: Wish, gate: SignOffGate, wanted: str | None) -> str:
    """Take the role from the wish instead of from the record."""
    return wanted or gate.slots[0].role


def unguarded(_: Wish, command: DecidePhaseGate, __: Readiness) -> tuple[e.Event, ...]:
    """Close the phase whatever the gates say."""
    return (e.PhaseClosed(phase=command.phase),)


BUGS: dict[str, tuple[Any, str, Any]] = {
    "own work is signed": (sign_offs, "_require_other_hands", nothing),
    "unseen evidence is signed": (sign_offs, "_require_shown", nothing),
    "the role is not checked": (sign_offs, "_require_role_slot", first_slot),
    "decisions while on hold": (Wish, "require_running", nothing),
    "people who left decide": (Wish, "require_known", nothing),
    "anybody ends the phase": (Wish, "require_role", nothing),
    "sign-offs outlive their evidence": (judging, "_lapses", no_events),
    "a gate that has passed is waived": (waivers, "_require_waivable", nothing),
    "waivers without end": (waivers, "_require_end", nothing),
    "a waiver never expires": (Waiver, "standing", always),
    "nobody's work is waived": (waivers, "_require_independent", nothing),
    "a go without the gates": (phase_gate, "_go", unguarded),
    "a request counts twice": (MemoryUnit, "earlier", nothing),
    "every verdict passes": (Verdict, "passed", property(always)),
}


@pytest.mark.parametrize("bug", BUGS)
def test_the_machine_finds(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With this rule broken, the machine fails."""
    place, name, broken = BUGS[bug]
    monkeypatch.setattr(place, name, broken)
    if broken is unguarded:
        follow = vars(phase_gate)["_FOLLOW"]
        monkeypatch.setitem(follow, PhaseDecision.GO, broken)
    run: Callable[[], None] = seed(7)(lambda: run_state_machine_as_test(GateMachine, settings=SEARCH))
    with pytest.raises(Exception):  # noqa: B017, PT011  # however it shows, it shows
        run()
