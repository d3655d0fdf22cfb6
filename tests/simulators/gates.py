"""Gates for tests: a rule of any kind with the parts all rules need filled in."""

from typing import TypeVar

from playbooks.model.evidence import Payload
from playbooks.model.gates.gate import EvidenceGate, GateRule
from playbooks.model.verdict import Verdict
from tests.simulators.facts import NOW, evidence, facts, text

G = TypeVar("G", bound=GateRule)


def rule(kind: type[G], **parameters: object) -> G:
    """Return a gate of this kind, owned by the PMO; one that judges evidence judges `fact`."""
    given: dict[str, object] = {"key": "gate", "title": text("gate"), "owner": "pmo"}
    if issubclass(kind, EvidenceGate):
        given["evidence"] = "fact"
    return kind.model_validate({**given, **parameters})


def judged(gate: GateRule, payload: Payload) -> Verdict:
    """Return the verdict on this payload, recorded a moment ago under `fact`."""
    return gate.judge(facts(evidence("fact", payload)), NOW)
