"""Playbooks: what they refuse and with which words, and their digest is of the meaning alone."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from playbooks.model.gates import Gate
from playbooks.model.gates.document import DocumentGate
from playbooks.model.gates.test_report import TestReportGate
from playbooks.model.goal import Direction
from playbooks.model.phase import PhaseKey
from playbooks.model.playbook import WORDING, Kpi, Playbook, Role
from tests.simulators.example_company import playbook as shipped
from tests.simulators.facts import goal, text
from tests.simulators.rollouts import phase_plan, playbook
from tests.simulators.wordy import composite_gate, document_gate, playbook_with, sign_off_gate

PLAN = shipped("crm")
DUMP: dict[str, Any] = PLAN.model_dump(mode="json", exclude_none=True)
Path = tuple[str | int, ...]


def leaves(value: object, path: Path = ()) -> Iterator[Path]:
    """Yield the path of every single value."""
    match value:
        case dict():
            for key, item in value.items():
                yield from leaves(item, (*path, key))
        case list():
            for number, item in enumerate(value):
                yield from leaves(item, (*path, number))
        case _:
            yield path


LEAVES = list(leaves(DUMP))
WORDS = [path for path in LEAVES if WORDING & set(path)]
MEANING = [path for path in LEAVES if not WORDING & set(path)]


def changed(path: Path) -> Playbook:
    """Return the shipped playbook with another value at one place."""
    data = deepcopy(DUMP)
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    old = place[path[-1]]
    place[path[-1]] = (not old) if isinstance(old, bool) else old + 1 if isinstance(old, int) else f"{old}1"
    try:
        return Playbook.model_validate(data)
    except ValidationError:
        return reject()


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(MEANING))
def test_any_meaning_changes_the_digest(path: Path) -> None:
    """Whatever is not wording is meaning: one key, number or switch more or less is another playbook."""
    assert changed(path).digest != PLAN.digest


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(WORDS))
def test_wording_does_not_change_the_digest(path: Path) -> None:
    """A corrected title disturbs no running rollout."""
    assert changed(path).digest == PLAN.digest


def test_the_kind_of_a_gate_is_meaning() -> None:
    """Two gates that differ in nothing but their kind ask for different things."""
    given: dict[str, Any] = {"key": "g", "title": text(), "owner": "pmo", "evidence": "fact"}
    kinds = (DocumentGate.model_validate(given), TestReportGate.model_validate(given))
    assert len({playbook_with(gate).digest for gate in kinds}) == len(kinds)


def test_saying_a_default_is_saying_nothing() -> None:
    """A playbook that writes defaults out means the same."""
    assert playbook(started_by=("pmo", "sponsor"), goals=()).digest == playbook().digest


def test_the_order_of_gates_is_meaning() -> None:
    """Gates are shown and asked for in their order."""
    one, other = document_gate("a"), document_gate("b")
    assert playbook_with(one, other).digest != playbook_with(other, one).digest


def plans(*keys: PhaseKey) -> dict[str, object]:
    """Return phases as a playbook's change."""
    return {"phases": tuple(phase_plan(key) for key in keys)}


def gates(*found: Gate) -> dict[str, object]:
    """Return a first phase with these gates as a playbook's change."""
    return {"phases": (phase_plan(PhaseKey.INITIATION).model_copy(update={"gates": found}), *REST)}


REST = tuple(phase_plan(key) for key in list(PhaseKey)[1:])
ROLE = Role(key="pmo", title=text())
KPI = Kpi(key="k", title=text(), unit="%", direction=Direction.UP)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (plans(), "each once and in this order; found none"),
        (plans(*list(PhaseKey)[:4]), "found initiation, design, adoption, validation"),
        (plans(*reversed(PhaseKey)), "each once and in this order; found operation"),
        (plans(*PhaseKey, PhaseKey.OPERATION), "each once and in this order"),
        (
            gates(document_gate("a"), document_gate("a")),
            "gate keys used twice: a; give each gate its own key",
        ),
        (gates(document_gate("a"), composite_gate("c", document_gate("a"))), "gate keys used twice: a"),
        (gates(document_gate("design.paper")), "gate keys used twice: design.paper"),
        (gates(document_gate("a", owner="king")), "gate a names unknown roles: king; add them under roles"),
        (gates(composite_gate("c", document_gate("a", owner="king"))), "gate a names unknown roles: king"),
        (gates(sign_off_gate("s", "p", slots=[{"role": "queen"}])), "gate s names unknown roles: queen"),
        (gates(document_gate("a", accepted_by=["jack"])), "gate a names unknown roles: jack"),
        (gates(document_gate("a", must_meet=False)), "without a gate that must be met: initiation"),
        (gates(document_gate("a", shadow=True)), "without a gate that must be met: initiation"),
        ({"started_by": ("nobody",)}, "started_by names unknown roles: nobody"),
        ({"roles": (ROLE, ROLE)}, "roles lists keys twice: pmo; keep one entry each"),
        ({"kpis": (KPI, KPI)}, "kpis lists keys twice: k"),
        ({"goals": (goal(), goal())}, "goals lists keys twice: faster_close"),
        ({"version": "one"}, "String should match pattern"),
    ],
)
def test_a_wrong_playbook_is_refused_in_a_sentence(changes: dict[str, object], message: str) -> None:
    """The message names the place, what is wrong, and what to do."""
    with pytest.raises(ValidationError, match=message):
        playbook(**changes)


@pytest.mark.parametrize("weight", [0, 6])
def test_weights_lie_between_one_and_five(weight: int) -> None:
    """A gate without weight would be no gate."""
    with pytest.raises(ValidationError, match="weight"):
        document_gate("a", weight=weight)


def test_gates_are_found_at_any_depth() -> None:
    """A part of a part is found, with the phase it stands in; an unknown key is not."""
    inner = document_gate("inner")
    plan = playbook_with(composite_gate("outer", composite_gate("middle", inner)))
    assert (plan.gate("inner"), plan.phase_of("inner")) == (inner, PhaseKey.INITIATION)
    assert (plan.gate("nothing"), plan.phase_of("nothing")) == (None, None)


def test_every_gate_comes_in_reading_order() -> None:
    """A gate stands before the gates inside it, and they before the next."""
    plan = playbook_with(composite_gate("a", document_gate("b"), document_gate("c")), document_gate("d"))
    assert [gate.key for gate in plan.phases[0].every_gate()] == ["a", "b", "c", "d"]


def test_roles_have_titles() -> None:
    """A role that the playbook does not know stands for itself."""
    plan = playbook(roles=(*playbook().roles, Role(key="cfo", title=text("Finance director"))))
    assert (plan.role_title("cfo").en, plan.role_title("stranger").en) == ("Finance director", "stranger")
    assert (plan.kpi("none"), playbook(kpis=(KPI,)).kpi("k")) == (None, KPI)


def test_a_playbook_survives_json() -> None:
    """What is kept in the store is the playbook that was started."""
    again = Playbook.model_validate_json(PLAN.model_dump_json())
    assert (again, again.digest) == (PLAN, PLAN.digest)
