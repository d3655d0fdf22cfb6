"""No kind of gate passes on evidence that is missing, stale, unreadable, of another kind, or from the future.

Nor on figures that are none or have another unit. On the sound evidence in PAYLOADS each kind passes, so that
each refusal below is the bad evidence's doing.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest
from pydantic import TypeAdapter

from playbooks.model.evidence import Evidence, Payload
from playbooks.model.facts import Facts
from playbooks.model.gates import Gate
from playbooks.model.gates.checklist import ChecklistGate
from playbooks.model.gates.composite import CompositeGate
from playbooks.model.gates.document import DocumentGate
from playbooks.model.gates.gate import EvidenceGate, GateRule
from playbooks.model.gates.issue_limit import IssueLimitGate
from playbooks.model.gates.metric import MetricGate
from playbooks.model.gates.reconciliation import ReconciliationGate
from playbooks.model.gates.roster import RosterGate
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.gates.smart_goals import SmartGoalsGate
from playbooks.model.gates.soak import SoakGate
from playbooks.model.gates.test_report import TestReportGate
from playbooks.model.gates.training import TrainingGate
from playbooks.model.verdict import Outcome
from tests.simulators.facts import (
    NOW,
    TODAY,
    acceptance_report,
    ago,
    assignment,
    check,
    checklist,
    document,
    every_payload,
    evidence,
    facts,
    goal,
    goals,
    issue,
    reconciliation,
    roster,
    series,
    sign_off,
    trained,
    training,
    unreadable,
)
from tests.simulators.gates import rule

ITEM = {"key": "backup", "title": {"zh": "备份", "en": "backup"}}
INNER = {
    "kind": "document",
    "key": "inner",
    "title": {"zh": "内", "en": "inner"},
    "owner": "pmo",
    "evidence": "fact",
}
STAFF = {"tier": "staff", "level": "skill", "pass_score": 60}
ADOPTION = {"metric": "adoption", "unit": "%", "direction": "up", "threshold": 80}

RULES: dict[str, GateRule] = {
    "document": rule(DocumentGate, valid_for=30),
    "checklist": rule(ChecklistGate, items=[ITEM], valid_for=30),
    "roster": rule(RosterGate, slots=[{"role": "finance"}], valid_for=30),
    "smart_goals": rule(SmartGoalsGate, valid_for=30),
    "metric": rule(MetricGate, **ADOPTION, valid_for=30),
    "reconciliation": rule(ReconciliationGate, checks=["customers"], valid_for=30),
    "test_report": rule(TestReportGate, valid_for=30),
    "training": rule(TrainingGate, tiers=[STAFF], valid_for=30),
    "issue_limit": rule(IssueLimitGate),
    "soak": rule(SoakGate, days=5, since_evidence="fact"),
    "sign_off": rule(SignOffGate, slots=[{"role": "finance"}], rests_on=["fact"]),
    "composite": rule(CompositeGate, gates=[{**INNER, "valid_for": 30}]),
}
PAYLOADS: dict[str, Payload] = {
    "document": document(),
    "checklist": checklist(backup="done"),
    "roster": roster(assignment("finance", "wang_fang")),
    "smart_goals": goals(),
    "metric": series(90),
    "reconciliation": reconciliation(),
    "test_report": acceptance_report(),
    "training": training(),
    "soak": document(),
    "sign_off": document(),
    "composite": document(),
}
#: Payloads of the right kind that must not pass: no number, another unit, future days, doubled, empty.
ROTTEN: dict[str, tuple[Payload, ...]] = {
    "document": (document(0),),
    "checklist": (checklist(), checklist(other="done"), checklist(backup="not_applicable")),
    "roster": (roster(), roster(assignment("finance", "stranger"))),
    "smart_goals": (goals(goal(), goal()), goals(goal(due=TODAY - timedelta(days=1)))),
    "metric": (
        series("NaN"),
        series("Infinity"),
        series(),
        series(90, unit="persons"),
        series(90, metric="turnover"),
        series(90, until=TODAY - timedelta(days=15)),
        series(90, until=TODAY + timedelta(days=2)),
    ),
    "reconciliation": (reconciliation(check("other")), reconciliation(check(rows=0))),
    "test_report": (acceptance_report().model_copy(update={"departments": ()}),),
    "training": (
        training(trained("a", "NaN")),
        training(trained("a", "Infinity")),
        training(trained("a", completed=TODAY + timedelta(days=2))),
        training().model_copy(update={"records": ()}),
    ),
}


def world(fact: Evidence | None) -> Facts:
    """Return facts with this evidence, signed off as the sound one is."""
    sound = evidence("fact", document(), observed=ago(10))
    signed = sign_off("gate", "wang_fang", "finance", sound)
    return facts(*([] if fact is None else [fact]), sign_offs=[signed])


def bad(kind: str) -> Iterator[tuple[str, Facts]]:
    """Yield every way in which the evidence of this kind can be bad."""
    payload = PAYLOADS[kind]
    yield "missing", world(None)
    yield "unreadable", world(evidence("fact", unreadable(), observed=ago(10)))
    yield "from the future", world(evidence("fact", payload, observed=ago(-1)))
    if isinstance(RULES[kind], EvidenceGate | CompositeGate):
        yield "stale", world(evidence("fact", payload, observed=ago(31)))
    if kind != "soak":  # any evidence can mark a start
        others = (other for other in every_payload() if other.kind != payload.kind)
        yield from ((f"a {other.kind}", world(evidence("fact", other, observed=ago(10)))) for other in others)
    for number, rotten in enumerate(ROTTEN.get(kind, ())):
        yield f"rotten {number}", world(evidence("fact", rotten, observed=ago(10)))


CASES = [pytest.param(kind, given, id=f"{kind} on {why}") for kind in PAYLOADS for why, given in bad(kind)]


def test_every_kind_of_gate_is_tried() -> None:
    """A kind added to the union has to be added here."""
    kinds = {kind.model_fields["kind"].default for kind in get_args(get_args(Gate)[0])}
    assert kinds == set(RULES)


@pytest.mark.parametrize("kind", PAYLOADS)
def test_on_sound_evidence_it_passes(kind: str) -> None:
    """Otherwise the refusals below would prove nothing."""
    assert RULES[kind].judge(world(evidence("fact", PAYLOADS[kind], observed=ago(10))), NOW).passed


@pytest.mark.parametrize(("kind", "given"), CASES)
def test_on_bad_evidence_it_does_not_pass(kind: str, given: Facts) -> None:
    """And it says why in both languages, and what is missing, and who can supply it."""
    verdict = RULES[kind].judge(given, NOW)
    assert not verdict.passed
    assert verdict.reason.zh != verdict.reason.en
    assert all(missing.who for missing in verdict.missing)
    assert verdict.missing


@pytest.mark.parametrize("kind", PAYLOADS)
def test_missing_is_pending_and_unreadable_is_invalid(kind: str) -> None:
    """The two must not be confused: one is waited for, the other has to be repaired."""
    assert RULES[kind].judge(world(None), NOW).outcome is Outcome.PENDING
    broken = world(evidence("fact", unreadable()))
    assert RULES[kind].judge(broken, NOW).outcome is Outcome.INVALID


def test_open_issues_are_the_bad_evidence_of_the_issue_limit() -> None:
    """It judges issues instead of evidence: one said to be closed in the future is open."""
    planned = facts(issues=[issue(severity=1, closed=ago(-1))])
    assert RULES["issue_limit"].judge(facts(), NOW).passed
    assert not RULES["issue_limit"].judge(planned, NOW).passed


@pytest.mark.parametrize("kind", RULES)
def test_a_gate_comes_back_from_its_dump(kind: str) -> None:
    """A playbook on record is read again as the very same gates."""
    gate = RULES[kind]
    adapter: TypeAdapter[GateRule] = TypeAdapter(Gate)
    assert adapter.validate_json(gate.model_dump_json()) == gate


@pytest.mark.parametrize("kind", PAYLOADS)
def test_the_verdict_is_bound_to_its_evidence(kind: str) -> None:
    """Whoever decides on it decides on these very bytes."""
    given = world(evidence("fact", PAYLOADS[kind], observed=ago(10)))
    without = replace(given, evidence={})
    gate = RULES[kind]
    assert gate.evidence_keys == ("fact",)
    assert gate.judge(given, NOW).inputs_digest != gate.judge(without, NOW).inputs_digest
