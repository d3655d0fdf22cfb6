"""The sign-off gate: enough different, entitled, independent people, on the evidence as it is now."""

from dataclasses import replace
from datetime import datetime

import pytest
from pydantic import ValidationError

from playbooks.model.evidence import Evidence
from playbooks.model.gates.gate import CLOCK_SKEW
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.sign_off import SignOff
from playbooks.model.stakeholder import Team
from playbooks.model.verdict import Outcome, Verdict
from tests.simulators.facts import NOW, ago, document, evidence, facts, person, sign_off, team, unreadable
from tests.simulators.gates import rule

REPORT = evidence("report", document())
GATE = rule(SignOffGate, slots=[{"role": "finance"}, {"role": "department_head"}], rests_on=["report"])
ONE = rule(SignOffGate, slots=[{"role": "finance"}], rests_on=["report"])
ALICE = person("alice", "finance", department="finance")


def yes(who: str, role: str, *, seen: Evidence = REPORT, given: datetime = NOW) -> SignOff:
    """Return a yes at the gate."""
    return sign_off("gate", who, role, seen, given=given)


def judge(
    gate: SignOffGate, *sign_offs: SignOff, report: Evidence = REPORT, people: Team | None = None
) -> Verdict:
    """Return the verdict on these sign-offs."""
    return gate.judge(facts(report, people=people, sign_offs=sign_offs), NOW)


def asked(verdict: Verdict) -> list[tuple[str, ...]]:
    """Return who is asked, slot by slot."""
    return [missing.who for missing in verdict.missing]


def test_two_people_in_two_roles_pass() -> None:
    """Both are named in the reason."""
    verdict = judge(GATE, yes("wang_fang", "finance"), yes("zhou_min", "department_head"))
    assert verdict.passed
    assert verdict.reason.zh == "已由 王芳、周敏 签核"


def test_one_person_with_two_roles_counts_once() -> None:
    """Wang Fang is finance and department head, and still one person; the other head is asked."""
    verdict = judge(GATE, yes("wang_fang", "finance"), yes("wang_fang", "department_head"))
    assert verdict.outcome is Outcome.PENDING
    assert asked(verdict) == [("zhou_min",)]


@pytest.mark.parametrize("first", ["finance", "department_head"])
def test_who_can_fill_two_slots_makes_room(first: str) -> None:
    """Alice can sign for finance only, so Wang Fang counts as head whatever role stood beside her yes."""
    heads = team(ALICE, person("zhou_min", department="sales"))
    assert judge(GATE, yes("wang_fang", first), yes("alice", "finance"), people=heads).passed


def test_who_can_still_sign_is_named() -> None:
    """With slot and name; the yes already given is shown."""
    verdict = judge(GATE, yes("zhou_min", "department_head"), people=team(ALICE))
    assert verdict.reason.zh == "已签核 1/2 人：周敏"
    assert [item.what.zh for item in verdict.missing] == ["签核：finance"]
    assert asked(verdict) == [("wang_fang", "alice")]


def test_a_slot_can_ask_for_several_people() -> None:
    """One yes of two is not enough."""
    gate = rule(SignOffGate, slots=[{"role": "finance", "count": 2}], rests_on=["report"])
    people = team(ALICE)
    assert not judge(gate, yes("alice", "finance"), people=people).passed
    assert judge(gate, yes("alice", "finance"), yes("wang_fang", "finance"), people=people).passed


def test_a_slot_can_ask_for_a_department() -> None:
    """The head of sales does not sign for finance."""
    slot = {"role": "department_head", "department": "finance"}
    gate = rule(SignOffGate, slots=[slot], rests_on=["report"])
    verdict = judge(gate, yes("zhou_min", "department_head"))
    assert verdict.missing[0].what.zh == "签核：department_head（财务部）"
    assert asked(verdict) == [("wang_fang",)]


@pytest.mark.parametrize("hands", [{"recorded_by": "wang_fang"}, {"performed_by": ("wang_fang",)}])
def test_nobody_signs_own_work(hands: dict[str, object]) -> None:
    """Neither who recorded the evidence nor who worked it out; the reason says why."""
    report = REPORT.model_copy(update=hands)
    verdict = judge(ONE, yes("wang_fang", "finance", seen=report), report=report)
    assert verdict.outcome is Outcome.PENDING
    assert "王芳 参与了证据，不能签核" in verdict.missing[0].what.zh


def test_a_playbook_can_let_hands_sign() -> None:
    """Where it says so."""
    gate = ONE.model_copy(update={"independent_of_hands": False})
    report = evidence("report", document(), by="wang_fang")
    assert judge(gate, yes("wang_fang", "finance"), report=report).passed


def test_a_sign_off_of_other_evidence_does_not_count() -> None:
    """The evidence changed after the yes."""
    verdict = judge(ONE, yes("wang_fang", "finance"), report=evidence("report", document(4096)))
    assert verdict.outcome is Outcome.PENDING
    assert asked(verdict) == [("wang_fang",)]


@pytest.mark.parametrize(
    "given",
    [
        sign_off("other_gate", "wang_fang", "finance", REPORT),
        sign_off("gate", "wang_fang", "finance"),
        sign_off("gate", "wang_fang", "finance", REPORT, evidence("more", document())),
        sign_off("gate", "wang_fang", "finance", REPORT, given=ago(-1)),
        sign_off("gate", "wang_fang", "sponsor", REPORT),
        sign_off("gate", "he_jun", "finance", REPORT),
        sign_off("gate", "stranger", "finance", REPORT),
        sign_off("gate", "lin_wei", "sponsor", REPORT),
    ],
    ids=["other gate", "saw nothing", "saw more", "future", "role not held", "left", "stranger", "no slot"],
)
def test_a_yes_that_is_not_one_does_not_count(given: SignOff) -> None:
    """It leaves no trace in the inputs either."""
    verdict = judge(ONE, given)
    assert verdict.outcome is Outcome.PENDING
    assert set(verdict.inputs) == {"report"}


def test_without_the_evidence_there_is_nothing_to_sign() -> None:
    """The missing evidence is named."""
    gate = rule(SignOffGate, slots=[{"role": "finance"}], rests_on=["report", "minutes"])
    verdict = judge(gate, yes("wang_fang", "finance"))
    assert verdict.outcome is Outcome.PENDING
    assert verdict.missing[0].what.zh == "先提交证据：minutes"


@pytest.mark.parametrize(
    "report", [evidence("report", unreadable()), evidence("report", document(), observed=ago(-1))]
)
def test_a_yes_to_unreliable_evidence_is_invalid(report: Evidence) -> None:
    """Not even the right person can make it good."""
    assert judge(ONE, yes("wang_fang", "finance", seen=report), report=report).outcome is Outcome.INVALID


def test_a_quorum_out_of_reach_says_whom_to_add() -> None:
    """One finance person for two seats; her deputy comes first among those who could be added."""
    gate = rule(
        SignOffGate, slots=[{"role": "finance", "count": 2, "department": "finance"}], rests_on=["report"]
    )
    verdict = judge(gate)
    assert (
        verdict.reason.en
        == "0 of 2 people signed: nobody; at most 1 can fill it, so the quorum cannot be reached"
    )
    assert [item.what.en for item in verdict.missing] == [
        "sign-off as finance (Finance)",
        "add a signer as finance (Finance); could be added: Wu Yan",
    ]


def test_deputies_are_proposed_first() -> None:
    """Before everybody else who is free: they stand in already."""
    gate = rule(SignOffGate, slots=[{"role": "department_head", "count": 3}], rests_on=["report"])
    proposed = judge(gate).missing[-1].what.en
    assert proposed.endswith("could be added: Wu Yan, Qian Bo, Lin Wei, Chen Hao, Zhao Lei")


def test_nobody_who_is_needed_elsewhere_or_worked_on_it_is_proposed() -> None:
    """Zhao Lei fills another slot, and Sun Li recorded the report; the owner is to add somebody."""
    gate = rule(
        SignOffGate, slots=[{"role": "it_lead"}, {"role": "legal", "department": "it"}], rests_on=["report"]
    )
    missing = judge(gate, people=team(person("new_hire"))).missing[-1]
    assert missing.what.en == "add a signer as legal (it); could be added: new_hire"
    assert missing.who == ("pmo",)


def test_the_inputs_hold_evidence_and_sign_offs() -> None:
    """What a decision is bound to: what was seen, and who said yes to it."""
    verdict = judge(GATE, yes("wang_fang", "finance"), yes("zhou_min", "department_head"))
    assert set(verdict.inputs) == {
        "report",
        "sign_off:wang_fang:finance",
        "sign_off:zhou_min:department_head",
    }
    assert verdict.inputs["report"] == REPORT.digest


def test_a_further_yes_changes_nothing() -> None:
    """A full quorum stays as it was, so that decisions bound to it stand."""
    enough = (yes("wang_fang", "finance"), yes("zhou_min", "department_head"))
    before = judge(GATE, *enough, people=team(ALICE))
    assert judge(GATE, *enough, yes("alice", "finance"), people=team(ALICE)) == before


def test_what_is_shown_and_who_is_eligible_can_be_asked() -> None:
    """For the inbox and the life cycle; whether somebody signed does not matter."""
    world = facts(REPORT, sign_offs=[yes("wang_fang", "finance")])
    assert GATE.shown(world) == {"report": REPORT.digest}
    assert [(slot.role, can) for slot, can in GATE.eligible(world, NOW)] == [
        ("finance", ("wang_fang",)),
        ("department_head", ("wang_fang", "zhou_min")),
    ]


def test_what_is_shown_has_one_digest() -> None:
    """It changes with the evidence."""
    assert GATE.shown_digest(facts(REPORT)) != GATE.shown_digest(facts(evidence("report", document(1))))


@pytest.mark.parametrize(
    "parameters",
    [
        {"slots": []},
        {"slots": [{"role": "finance", "count": 0}]},
        {"slots": [{"role": "finance", "count": 21}]},
        {"rests_on": []},
    ],
    ids=["no slots", "zero approvers", "too many", "nothing to see"],
)
def test_a_sign_off_that_asks_nobody_is_refused(parameters: dict[str, object]) -> None:
    """Such a gate would pass by itself, or stand on nothing."""
    with pytest.raises(ValidationError):
        rule(SignOffGate, **{"slots": [{"role": "finance"}], "rests_on": ["report"], **parameters})


def test_the_few_who_are_needed_are_asked_before_all_who_may() -> None:
    """Five could sign and one is needed: one is asked."""
    more = (person(f"fin{number}", "finance", department="finance") for number in range(4))
    world = facts(REPORT, people=team(*more))
    assert len(ONE.quorum(world, NOW).needed) == 1
    assert len(ONE.eligible(world, NOW)[0][1]) == 5


def test_a_second_signature_comes_from_another_department() -> None:
    """The report was worked out in it, so nobody of it signs for the second time."""
    slot = {"role": "department_head", "second_signature": True}
    gate = rule(SignOffGate, slots=[slot], rests_on=["report"])
    report = evidence("report", document(), by="qian_bo")
    assert gate.eligible(facts(report), NOW)[0][1] == ("wang_fang",)
    verdict = judge(gate, yes("zhou_min", "department_head", seen=report), report=report)
    assert verdict.outcome is Outcome.PENDING


def test_whoever_asked_does_not_sign_unless_the_playbook_lets_them() -> None:
    """The requester is no independent signer."""
    world = replace(facts(REPORT), requesters={"gate": "wang_fang"})
    assert ONE.eligible(world, NOW)[0][1] == ()
    open_gate = ONE.model_copy(update={"independent_of_requester": False})
    assert open_gate.eligible(world, NOW)[0][1] == ("wang_fang",)


def test_the_same_facts_are_judged_by_each_gate_and_at_each_moment() -> None:
    """What was judged before is answered again for that gate and moment alone."""
    here = facts(REPORT, sign_offs=[yes("wang_fang", "finance")])
    before = NOW - CLOCK_SKEW * 2
    assert GATE.judge(here, NOW).outcome is Outcome.PENDING
    assert ONE.judge(here, NOW).outcome is Outcome.PASSED
    assert ONE.judge(here, NOW) is ONE.judge(here, NOW)
    assert ONE.judge(here, before).outcome is not Outcome.PASSED
