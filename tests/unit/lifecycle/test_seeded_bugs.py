"""Rules taken out one at a time: the machine must notice each, or it proves nothing about the rules that are there."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.commands import DecidePhaseGate, PhaseDecision
from playbooks.model.delegation import Delegation
from playbooks.model.gates.bench import Bench
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.lifecycle import fold_people, judging, overrides, phase_gate, sign_offs, waivers
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.override import OverrideProposal
from playbooks.model.readiness import Readiness
from playbooks.model.sign_off import SignOff
from playbooks.model.verdict import Verdict
from playbooks.model.waiver import Waiver
from tasks.adapters.ports import Receipt
from tests.simulators.memory_store import MemoryUnit
from tests.unit.lifecycle.test_gate_machine import ExemptionMachine, GateMachine, SigningMachine

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


def first_slot(wish: Wish, gate: SignOffGate, wanted: str | None) -> tuple[str, str]:
    """Take the role from the wish instead of from the record."""
    return wanted or gate.slots[0].role, wish.actor.key


def own_right(self: Wish, *_: Any, **__: Any) -> str:  # noqa: ANN401  # same
    """Let everybody act in a right of their own."""
    return self.actor.key


def never(*_: Any, **__: Any) -> bool:  # noqa: ANN401  # same
    """Find nothing."""
    return False


def unwritten(self: MemoryUnit, request: c.Request, events: Sequence[e.Event], at: datetime) -> Receipt:  # noqa: ARG001  # same shape
    """Answer with a receipt for what was never written."""
    return Receipt(seq=0, leaf="", events=tuple(events))


def unmarked(given: SignOff, *_: Any) -> SignOff:  # noqa: ANN401  # same
    """Leave a yes as it was."""
    return given


def unguarded(_: Wish, command: DecidePhaseGate, __: Readiness) -> tuple[e.Event, ...]:
    """Close the phase whatever the gates say."""
    return (e.PhaseClosed(phase=command.phase),)


BUGS: dict[str, tuple[Any, str, Any]] = {
    "own work is signed": (sign_offs, "_require_other_hands", nothing),
    "unseen evidence is signed": (sign_offs, "_require_shown", nothing),
    "the role is not checked": (sign_offs, "_require_role_slot", first_slot),
    "decisions while on hold": (Wish, "require_running", nothing),
    "people who left decide": (Wish, "require_known", nothing),
    "anybody ends the phase": (Wish, "require_right", own_right),
    "sign-offs outlive their evidence": (judging, "_lapses", no_events),
    "a gate that has passed is waived": (waivers, "_require_waivable", nothing),
    "waivers without end": (waivers, "_require_end", nothing),
    "a waiver never expires": (Waiver, "standing", always),
    "whoever asked or wrote grants": (waivers, "_require_independent", nothing),
    "a waiver that nobody asked for": (waivers, "_require_none_asked", nothing),
    "an override by one person": (overrides, "_require_second", nothing),
    "an override on another paper": (OverrideProposal, "standing", always),
    "a person counts twice": (sign_offs, "_require_first", nothing),
    "a right counts twice": (sign_offs, "_spoken", never),
    "a gate passes in spite of a no": (SignOffGate, "_rejected", nothing),
    "heads are counted and not roles": (Bench, "counts", always),
    "a delegation never ends": (Delegation, "standing", always),
    "who moved on has never signed": (fold_people, "_marked", unmarked),
    "a decision without its entry": (MemoryUnit, "append", unwritten),
    "a go without the gates": (phase_gate, "_go", unguarded),
    "a request counts twice": (MemoryUnit, "earlier", nothing),
    "every verdict passes": (Verdict, "passed", property(always)),
}


#: Those that the machine of yes and no has to find; the others show wherever gates are met.
OF_SIGNING = {
    "anybody ends the phase",
    "own work is signed",
    "unseen evidence is signed",
    "the role is not checked",
    "sign-offs outlive their evidence",
    "a person counts twice",
    "a right counts twice",
    "a gate passes in spite of a no",
    "heads are counted and not roles",
    "a delegation never ends",
    "who moved on has never signed",
    "a decision without its entry",
}

#: Those that the machine of waivers and overrides has to find.
OF_EXEMPTIONS = {
    "a gate that has passed is waived",
    "waivers without end",
    "a waiver never expires",
    "whoever asked or wrote grants",
    "a waiver that nobody asked for",
    "an override by one person",
    "an override on another paper",
}


@pytest.mark.parametrize("bug", BUGS)
def test_the_machine_finds(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With this rule broken, the machine fails."""
    place, name, broken = BUGS[bug]
    monkeypatch.setattr(place, name, broken)
    if broken is unguarded:
        follow = vars(phase_gate)["_FOLLOW"]
        monkeypatch.setitem(follow, PhaseDecision.GO, broken)
    other = ExemptionMachine if bug in OF_EXEMPTIONS else GateMachine
    machine = SigningMachine if bug in OF_SIGNING else other
    run: Callable[[], None] = seed(7)(lambda: run_state_machine_as_test(machine, settings=SEARCH))
    with pytest.raises(Exception):  # noqa: B017, PT011  # however it shows, it shows
        run()
