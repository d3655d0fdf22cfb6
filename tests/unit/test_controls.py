"""Mandatory controls: a playbook that weakens one does not load, and the sentence names control, gate, line and fix."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from config.settings import CONTROLS
from playbooks.model.controls import Control, Controls, breaches
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.reconciliation import ReconciliationGate
from playbooks.model.strict_yaml import PlaybookError
from tasks.adapters.playbook_library import SHIPPED, PlaybookLibrary, read_controls, read_playbook
from tests.simulators.facts import text
from tests.simulators.wordy import composite_gate, document_gate, playbook_with, sign_off_gate


def control(**changes: object) -> Control:
    """Return a control on the gate `target` of the first phase."""
    given = {"key": "c1", "title": text("control"), "phase": "initiation", "gate": "target", **changes}
    return Control.model_validate(given)


def found(*gates: GateRule, **changes: object) -> list[str]:
    """Return what a playbook with these gates is told."""
    plan = playbook_with(document_gate("base"), *gates)
    return [breach.what.en for breach in breaches(plan, Controls(controls=(control(**changes),)))]


def test_the_shipped_playbooks_meet_the_shipped_controls() -> None:
    """Or they would not load."""
    library = PlaybookLibrary((SHIPPED,), read_controls(CONTROLS))
    assert {"crm", "erp"} <= {library.load(name).name for name in library.names()}


def test_a_control_of_another_playbook_does_not_count() -> None:
    """It says for whom it is."""
    assert found(playbooks=("erp",)) == []
    assert found(playbooks=("crm",)) == ["control 'control' demands a gate 'target' in this phase; add it"]


STRONG = {"waivable": False}
SIGNED = {"slots": ({"role": "finance"}, {"role": "it_lead"}), **STRONG}


@pytest.mark.parametrize(
    ("gate", "fix"),
    [
        (document_gate("target"), "write waivable: false at target"),
        (document_gate("target", **STRONG, must_meet=False), "write must_meet: true at target"),
        (document_gate("target", **STRONG, shadow=True), "take shadow from target"),
        (
            composite_gate("whole", document_gate("target"), document_gate("b"), mode="any", **STRONG),
            "write mode: all at whole",
        ),
        (composite_gate("whole", document_gate("target", **STRONG)), "write waivable: false at whole"),
        (sign_off_gate("target", "base", **STRONG), "let slots ask for at least 2 people"),
        (
            sign_off_gate("target", "base", **SIGNED, independent_of_hands=False),
            "write independent_of_hands: true",
        ),
        (sign_off_gate("target", "base", **SIGNED, two_hats=True), "take two_hats away"),
        (
            sign_off_gate("target", "base", slots=({"role": "it_lead", "count": 2},), **STRONG),
            "add finance to slots",
        ),
    ],
)
def test_a_weakened_control_is_named_with_its_fix(gate: GateRule, fix: str) -> None:
    """One sentence each."""
    told = found(gate, signatures=2, roles=("finance",))
    assert [fix in sentence for sentence in told].count(True) == 1
    assert all("'target' weakens the control 'control'" in sentence for sentence in told)


def test_a_control_that_is_met_is_silent() -> None:
    """Whatever stands around it, as long as nothing weakens it."""
    gate = composite_gate(
        "whole", document_gate("a"), sign_off_gate("target", "a", slots=SIGNED["slots"]), **STRONG
    )
    assert found(gate, kind="sign_off", signatures=2, roles=("finance",)) == []
    assert found(document_gate("target"), waivable=True) == []


def test_one_gate_that_meets_it_is_enough() -> None:
    """A second, weaker one of the kind does no harm."""
    gates = (document_gate("target", **STRONG), document_gate("weak"))
    assert found(*gates, gate=None, kind="document") == []


@pytest.mark.parametrize("product_only", [False, True])
def test_a_control_can_demand_what_the_product_has_compared_itself(*, product_only: bool) -> None:
    """A result that somebody wrote does not prove a migration."""
    given = {"key": "target", "title": text(), "owner": "it_lead", "evidence": "fact", "checks": ("a",)}
    gate = ReconciliationGate.model_validate({**given, **STRONG, "product_only": product_only})
    told = found(gate, product_only=True)
    assert ["write product_only: true" in sentence for sentence in told] == ([] if product_only else [True])


def test_an_override_by_somebody_else_is_a_breach() -> None:
    """Only those whom the PMO names."""
    plan = playbook_with(document_gate("a"))
    plan = plan.model_validate({**plan.model_dump(), "overridden_by": ("key_user",)})
    assert "do not let key_user override" in breaches(plan, Controls())[0].what.en


def test_a_control_about_nothing_is_refused() -> None:
    """It has to name a kind or a gate."""
    with pytest.raises(ValidationError, match="neither"):
        control(gate=None)


def test_the_file_and_the_line_are_named(tmp_path: Path) -> None:
    """A copy of the shipped playbook in which the migration may be waived."""
    weak = tmp_path / "crm.yaml"
    written = (SHIPPED / "crm.yaml").read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(written) if "key: data_migration" in line)
    waivable = next(number for number in range(at, at + 8) if "waivable: false" in written[number])
    del written[waivable]
    weak.write_text("\n".join(written), encoding="utf-8")
    with pytest.raises(PlaybookError, match="weakens the control 'Data agree before go-live'") as refused:
        read_playbook(weak, read_controls(CONTROLS))
    assert str(refused.value).startswith("crm.yaml:")


def test_a_migration_that_anybody_may_type_in_does_not_load(tmp_path: Path) -> None:
    """A copy of the shipped playbook in which a result counts whoever wrote it."""
    weak = tmp_path / "crm.yaml"
    written = (SHIPPED / "crm.yaml").read_text(encoding="utf-8")
    weak.write_text(written.replace(", product_only: true}", "}"), encoding="utf-8")
    with pytest.raises(PlaybookError, match="write product_only: true"):
        read_playbook(weak, read_controls(CONTROLS))
