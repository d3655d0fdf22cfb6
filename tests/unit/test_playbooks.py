"""The shipped playbooks are complete, agree with the example company, and can be passed with its evidence."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from pydantic import BaseModel, TypeAdapter

from config.example.make import prepare
from config.example.targets import put_in_place
from playbooks.model.evidence import Checklist, Evidence, Goals, ItemState
from playbooks.model.facts import Facts
from playbooks.model.gates import Gate
from playbooks.model.gates.checklist import ChecklistGate
from playbooks.model.gates.composite import CompositeGate
from playbooks.model.gates.gate import EvidenceGate, GateRule
from playbooks.model.gates.issue_limit import IssueLimitGate
from playbooks.model.gates.metric import MetricGate
from playbooks.model.gates.reconciliation import ReconciliationGate
from playbooks.model.gates.seating import filled
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.gates.test_report import TestReportGate
from playbooks.model.gates.training import TrainingGate
from playbooks.model.phase import PhaseKey
from playbooks.model.sign_off import SignOff
from playbooks.model.strict_yaml import parse_yaml
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome, Verdict
from tasks.adapters.playbook_library import SHIPPED
from tests.simulators.example_company import (
    COMPANY,
    PLAYBOOKS,
    brought,
    collected,
    company_team,
    payload,
    playbook,
    recorded,
    sources,
)
from tests.simulators.told_story import SYSTEMS, bringing, ends, governing

KINDS = {
    "document",
    "checklist",
    "roster",
    "smart_goals",
    "metric",
    "reconciliation",
    "test_report",
    "training",
    "issue_limit",
    "soak",
    "composite",
    "sign_off",
}
MANDATORY = {
    "data_migration",
    "rollback_ready",
    "security_designed",
    "access_granted",
    "restore_in_operation",
    "go_no_go",
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
FULL_WIDTH = re.compile(r"[\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]")
#: Steps of data governance that go on record with what comes of them.
PREPARING = {"proposal", "decisions"}
PHASES = [(name, phase) for name in PLAYBOOKS for phase in PhaseKey]


def gates(name: str) -> Iterator[GateRule]:
    """Yield every gate of a playbook, at whatever depth."""
    return (gate for phase in playbook(name).phases for gate in phase.every_gate())


def evidence_keys(name: str) -> list[str]:
    """Return the evidence the playbook asks for, each key once."""
    return sorted({key for gate in gates(name) for key in gate.evidence_keys})


def texts(value: object) -> Iterator[Text]:
    """Yield every bilingual text inside a value."""
    match value:
        case Text():
            yield value
        case BaseModel():
            yield from (text for key in type(value).model_fields for text in texts(getattr(value, key)))
        case list() | tuple():
            yield from (text for item in value for text in texts(item))
        case _:
            return


# --- what the playbooks hold -----------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "phase"), PHASES)
def test_each_phase_has_its_gates_work_and_deciders(name: str, phase: PhaseKey) -> None:
    """At least six gates, some of them optional or watched only by intent, and people who decide."""
    plan = playbook(name).phase(phase)
    assert len(plan.gates) >= 6
    assert set(plan.decided_by) <= {"sponsor", "steering"}
    assert plan.work
    assert plan.informed


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_every_gate_kind_is_used(name: str) -> None:
    """A playbook is an example of all twelve kinds."""
    assert {getattr(gate, "kind", None) for gate in gates(name)} == KINDS


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_every_gate_that_must_be_met_has_a_deadline_within_its_phase(name: str) -> None:
    """Only a limit of issues holds all the time."""
    for plan in playbook(name).phases:
        dated = [gate for gate in plan.gates if gate.blocking and not isinstance(gate, IssueLimitGate)]
        spans = {gate.key: gate.deadline.amount if gate.deadline else 0 for gate in dated}
        assert [key for key, days in spans.items() if not 1 <= days <= plan.duration.amount] == []


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_mandatory_controls_cannot_be_waived(name: str) -> None:
    """Migration, way back, security, restore and go/no-go are never waived, and always have to be met."""
    found = {gate.key: gate for gate in gates(name) if gate.key in MANDATORY}
    assert set(found) == MANDATORY
    assert all(gate.blocking and not gate.waivable for gate in found.values())


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_gates_are_weighed_watched_and_optional(name: str) -> None:
    """Weights differ, one gate is watched only, and some need not be met."""
    tops = [gate for plan in playbook(name).phases for gate in plan.gates]
    assert {gate.weight for gate in tops} == {1, 2, 3, 4, 5}
    assert sum(gate.shadow for gate in tops) >= 1
    assert sum(not gate.must_meet for gate in tops) >= 2


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_migration_needs_the_figures_and_two_signatures(name: str) -> None:
    """Every check of the mapping file agrees, and data steward and controller sign that evidence."""
    gate = playbook(name).gate("data_migration")
    assert isinstance(gate, CompositeGate)
    compared, signed = gate.gates
    assert isinstance(compared, ReconciliationGate)
    assert isinstance(signed, SignOffGate)
    assert signed.rests_on == (compared.evidence,)
    assert {slot.role for slot in signed.slots} == {"data_steward", "finance_controller"}


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_wording_is_in_both_languages(name: str) -> None:
    """Chinese texts are Chinese, English ones hold no Chinese character and no full-width sign."""
    found = list(texts(playbook(name)))
    assert len(found) > 200
    assert [text.zh for text in found if not CHINESE.search(text.zh)] == []
    assert [text.en for text in found if FULL_WIDTH.search(text.en)] == []


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_risks_have_trigger_measure_and_owner(name: str) -> None:
    """At least six risks, and each KPI of a goal is one of the playbook's."""
    book = playbook(name)
    assert len(book.risks) >= 6
    assert {goal.metric for goal in book.goals} <= {kpi.key for kpi in book.kpis}


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_data_governance_has_an_item_for_each_command(name: str) -> None:
    """What `phasegate data` puts on record is what the gate asks for."""
    gates = (gate for phase in playbook(name).phases for gate in phase.every_gate())
    (governed,) = [g for g in gates if isinstance(g, ChecklistGate) and g.evidence == "data_governance"]
    assert {"inventory", "standards", "cleansing", "mapping"} <= {item.key for item in governed.items}


MEASURED = (MetricGate, ReconciliationGate, TestReportGate, TrainingGate)


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_measured_facts_are_not_for_anybody_to_record(name: str) -> None:
    """Each gate on them names who may; a migration counts only as the product has compared it."""
    every = [gate for phase in playbook(name).phases for gate in phase.every_gate()]
    measured = [gate for gate in every if isinstance(gate, MEASURED)]
    assert {type(gate) for gate in measured} == set(MEASURED)
    assert [gate.key for gate in measured if not gate.accepted_by] == []
    compared = [gate for gate in measured if isinstance(gate, ReconciliationGate)]
    assert all(gate.product_only for gate in compared)


def test_erp_stands_on_crm() -> None:
    """ERP is refused before CRM is in operation, and CRM needs nothing."""
    assert playbook("erp").stands_on == ("crm",)
    assert playbook("crm").stands_on == ()


def examples() -> list[object]:
    """Return the gates written as examples in the playbooks' README."""
    told = (SHIPPED / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(- \{?kind:.*?)```", told, re.DOTALL)
    return [gate for block in blocks for gate in _list(parse_yaml(block.encode(), name="README.md").data)]


def _list(data: object) -> list[object]:
    assert isinstance(data, list)
    return list(data)


def test_readme_shows_a_valid_gate_of_each_kind() -> None:
    """What is copied from the README loads."""
    found = [TypeAdapter(Gate).validate_python(example) for example in examples()]
    assert {gate.kind for gate in found} == KINDS


# --- the playbooks and the company -----------------------------------------------------------------------


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_every_role_is_held_and_has_a_part(name: str) -> None:
    """Somebody of the company holds each role, and each phase has one who answers for it."""
    book = playbook(name)
    assert [role.key for role in book.roles if not company_team().holders(role.key)] == []
    assert all(any(role.raci.get(phase) == "A" for role in book.roles) for phase in PhaseKey)


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_every_evidence_is_supplied(name: str) -> None:
    """Each key comes from a source or from a file that people bring, and from one of them only."""
    people = {key for key in evidence_keys(name) if brought(name, key).is_file()}
    assert people | set(sources(name)) == set(evidence_keys(name))
    assert people & set(sources(name)) == set()


@pytest.mark.parametrize(
    "file", sorted((COMPANY / "evidence").rglob("*.yaml")), ids=lambda file: f"{file.parent.name}-{file.stem}"
)
def test_brought_evidence_is_a_payload_of_the_kind_its_gates_take(file: Path) -> None:
    """Nothing lies there that a gate could not read."""
    key = file.stem.removesuffix(".first")
    wanted = {
        gate.payload
        for gate in gates(file.parent.name)
        if isinstance(gate, EvidenceGate) and gate.evidence == key
    }
    assert wanted == {type(payload(file))}


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_goals_and_kpis_are_measured_in_one_unit(name: str) -> None:
    """Metric gates, KPIs and the company's goals mean the same figure."""
    book, goals = playbook(name), payload(brought(name, "goals"))
    assert isinstance(goals, Goals)
    units = {kpi.key: kpi.unit for kpi in book.kpis}
    assert {goal.metric: goal.unit for goal in goals.goals} == units
    assert all(units[gate.metric] == gate.unit for gate in gates(name) if isinstance(gate, MetricGate))


# --- the gates can be passed -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder in which the second, repaired loads are in place."""
    folder = tmp_path_factory.mktemp("company")
    prepare(folder)
    for system in SYSTEMS.values():
        put_in_place(folder, system=system, load="second_load")
    return folder


@cache
def judged(name: str, phase: PhaseKey, data: Path) -> tuple[tuple[GateRule, Verdict], ...]:
    """Return the phase's gates with their verdicts at its end: all evidence final, everything signed."""
    now, plan = ends(name)[phase], playbook(name).phase(phase)
    wanted = {key for gate in plan.gates for key in gate.evidence_keys}
    facts = Facts(team=company_team(), evidence={key: final(name, key, data, now) for key in wanted})
    signed = tuple(
        s for gate in plan.every_gate() if isinstance(gate, SignOffGate) for s in signatures(gate, facts, now)
    )
    return tuple((gate, gate.judge(replace(facts, sign_offs=signed), now)) for gate in plan.gates)


def final(name: str, key: str, data: Path, now: datetime) -> Evidence:
    """Return the final version of evidence, from its source or from the person who brings it in the story."""
    if key in sources(name):
        seen = collected(name, key, base=data, at=now)
        assert seen is not None, f"{key} says nothing by {now}"
        return seen
    line = bringing(name)[key]
    found = recorded(name, key, by=line.who[0], at=min(line.at, now))
    steps = [one.step for one in governing(name) if one.evidence == key]
    done = {str(step): ItemState.DONE for step in steps if step not in PREPARING}
    if not done or not isinstance(found.payload, Checklist):
        return found
    return found.model_copy(update={"payload": found.payload.joined(Checklist(items=done))})


def signatures(gate: SignOffGate, facts: Facts, now: datetime) -> Iterator[SignOff]:
    """Yield the sign-offs of as many entitled people as the gate has seats."""
    seats = [(slot, can) for slot, can in gate.eligible(facts, now) for _ in range(slot.count)]
    for seat, person in filled([can for _, can in seats], {}).items():
        role = seats[seat][0].role
        yield SignOff(gate=gate.key, person=person, role=role, given_at=now, rests_on=gate.shown(facts))


@pytest.mark.parametrize(("name", "phase"), PHASES)
def test_every_gate_that_must_be_met_can_be_passed(name: str, phase: PhaseKey, data: Path) -> None:
    """With the final evidence and suitable people every such gate says PASSED on the day its phase ends."""
    unmet = {gate.key: verdict.reason.en for gate, verdict in judged(name, phase, data) if not verdict.passed}
    assert {
        gate.key: unmet[gate.key]
        for gate in playbook(name).phase(phase).gates
        if gate.blocking and gate.key in unmet
    } == {}


@pytest.mark.parametrize(("name", "phase"), PHASES)
def test_no_gate_is_left_without_a_clear_answer(name: str, phase: PhaseKey, data: Path) -> None:
    """Optional and watched gates pass or fail; nothing is pending or invalid at the end."""
    assert {verdict.outcome for _, verdict in judged(name, phase, data)} <= {Outcome.PASSED, Outcome.FAILED}


@pytest.mark.parametrize(("name", "phase"), PHASES)
def test_nothing_passes_before_evidence_comes(name: str, phase: PhaseKey) -> None:
    """Without evidence only a limit of issues holds."""
    facts = Facts(team=company_team())
    passed = [
        gate for gate in playbook(name).phase(phase).gates if gate.judge(facts, ends(name)[phase]).passed
    ]
    assert all(isinstance(gate, IssueLimitGate) for gate in passed)


@pytest.mark.parametrize(
    "file",
    sorted((COMPANY / "evidence").rglob("*.first.yaml")),
    ids=lambda file: f"{file.parent.name}-{file.stem}",
)
def test_first_versions_are_less_than_the_final_ones(file: Path) -> None:
    """A first version differs from the final one of the same evidence."""
    assert payload(file) != payload(file.with_name(file.name.replace(".first", "")))
