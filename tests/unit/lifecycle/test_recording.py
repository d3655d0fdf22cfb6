"""Who may put a fact on record, and what a gate takes only from the product itself."""

import pytest

from playbooks.model import commands as c
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.reconciliation import ReconciliationGate
from playbooks.model.refusal import Refusal, RefusalCode
from playbooks.model.verdict import Outcome
from tests.simulators.facts import check, reconciliation, text
from tests.simulators.rollouts import Play
from tests.simulators.wordy import playbook_with, played

GATE = {"key": "agrees", "title": text("agrees"), "owner": "data_steward", "checks": ("customers",)}
BY_HAND, COMPARED, LOOKED_AGAIN = "file:migration.yaml", "reconciliation:crm", "watch:migration"


def gate(key: str = "agrees", **changes: object) -> GateRule:
    """Return a gate on the migration that counts only what the product has compared."""
    given = {**GATE, "key": key, "evidence": "migration", "product_only": True, **changes}
    return ReconciliationGate.model_validate(given)


def brought(
    play: Play, source: str, *, by: str = "sun_li", kind: c.ActorKind = c.ActorKind.PERSON
) -> Refusal | None:
    """Bring a result that agrees and return why it is refused, if it is."""
    payload = reconciliation(check())
    command = c.RecordEvidence(
        evidence="migration", payload=payload, source=source, observed_at=play.clock.now()
    )
    answer = play.wish(command, by=by, kind=kind)
    return answer if isinstance(answer, Refusal) else None


@pytest.mark.parametrize("kind", [c.ActorKind.PERSON, c.ActorKind.SYSTEM])
def test_a_result_written_by_hand_is_refused(kind: c.ActorKind) -> None:
    """From whomever it comes, and with a sentence that says what to do."""
    play = played(playbook_with(gate()))
    refusal = brought(play, BY_HAND, kind=kind)
    assert refusal is not None
    assert refusal.code is RefusalCode.WRONG_INPUT
    assert refusal.reason.en.endswith("compare and record with phasegate reconcile")
    assert "migration" not in play.rollout.evidence


@pytest.mark.parametrize("source", [COMPARED, LOOKED_AGAIN])
def test_what_the_product_has_compared_counts(source: str) -> None:
    """A comparison, and a later look at what was compared."""
    play = played(playbook_with(gate()))
    assert brought(play, source) is None
    assert play.rollout.verdicts["agrees"].outcome is Outcome.PASSED


def test_one_gate_that_is_exact_is_enough() -> None:
    """A second gate that asks less of the same evidence opens no way around the first."""
    play = played(playbook_with(gate(), gate("again", product_only=False)))
    assert brought(play, BY_HAND) is not None


def test_a_comparison_by_somebody_who_may_not_record_it_is_refused() -> None:
    """The roles that the gate accepts, its owner, and nobody else; the product's own sources always."""
    play = played(playbook_with(gate(accepted_by=["it_lead"])))
    refusal = brought(play, COMPARED, by="qian_bo")
    assert refusal is not None
    assert refusal.code is RefusalCode.NOT_ENTITLED
    assert brought(play, COMPARED, by="sources", kind=c.ActorKind.SYSTEM) is None
