"""The roster gate: active people in every slot, each with a deputy who is somebody else."""

import pytest
from pydantic import ValidationError

from playbooks.model.evidence import Roster
from playbooks.model.gates.roster import RosterGate
from playbooks.model.stakeholder import Team
from playbooks.model.verdict import Outcome, Verdict
from tests.simulators.facts import NOW, assignment, evidence, facts, person, roster, team
from tests.simulators.gates import judged, rule
from tests.simulators.wordy import long_text

ONE = [{"role": "finance"}]
FILLED = roster(assignment("finance", "wang_fang"))


def missing(verdict: Verdict) -> list[str]:
    """Return what is missing, in English."""
    return [item.what.en for item in verdict.missing]


def test_a_filled_slot_passes() -> None:
    """A person of the team with a deputy of the team."""
    assert judged(rule(RosterGate, slots=ONE), FILLED).passed


@pytest.mark.parametrize("given", [roster(), roster(assignment("sponsor", "lin_wei"))])
def test_an_empty_slot_is_named(given: Roster) -> None:
    """Somebody in another slot does not help."""
    verdict = judged(rule(RosterGate, slots=ONE, accepted_by=["pmo"]), given)
    assert verdict.outcome is Outcome.FAILED
    assert missing(verdict) == ["slot 'finance' lacks 1 of 1 people"]


@pytest.mark.parametrize("who", ["stranger", "he_jun"])
def test_who_is_not_an_active_member_does_not_count(who: str) -> None:
    """Neither somebody unknown nor somebody who left fills a slot."""
    verdict = judged(rule(RosterGate, slots=ONE), roster(assignment("finance", who)))
    assert verdict.outcome is Outcome.FAILED


@pytest.mark.parametrize("deputy", [None, "wang_fang", "stranger", "he_jun"])
def test_a_deputy_is_another_active_member(deputy: str | None) -> None:
    """Nobody, oneself, somebody unknown and somebody who left are no deputies."""
    verdict = judged(rule(RosterGate, slots=ONE), roster(assignment("finance", "wang_fang", deputy)))
    assert verdict.outcome is Outcome.FAILED
    assert missing(verdict) == ["Wang Fang (slot 'finance') has no deputy"]


def test_a_slot_may_do_without_deputies() -> None:
    """The playbook says so."""
    gate = rule(RosterGate, slots=[{"role": "finance", "deputy_required": False}])
    assert judged(gate, roster(assignment("finance", "wang_fang", None))).passed


def test_a_person_fills_a_slot_once() -> None:
    """The same name twice is one person of two."""
    gate = rule(RosterGate, slots=[{"role": "finance", "count": 2}])
    twice = roster(assignment("finance", "wang_fang"), assignment("finance", "wang_fang"))
    assert missing(judged(gate, twice)) == ["slot 'finance' lacks 1 of 2 people"]


def test_each_department_needs_its_super_users() -> None:
    """The department that is short is named, in its own name."""
    gate = rule(RosterGate, super_users_per_department=1)
    verdict = judged(gate, roster(super_users={"finance": ["wu_yan"]}))
    assert verdict.reason.zh == "人员未到位：销售部 缺 1 名超级用户"


def test_super_users_are_different_people() -> None:
    """One super user listed twice is one."""
    gate = rule(RosterGate, super_users_per_department=2, departments=["sales"])
    assert not judged(gate, roster(super_users={"sales": ["qian_bo", "qian_bo"]})).passed
    assert judged(gate, roster(super_users={"sales": ["qian_bo", "zhou_min"]})).passed


def test_a_team_without_departments_does_not_pass_by_default() -> None:
    """Super users for each of no departments would be a gate that asks for nothing."""
    gate = rule(RosterGate, super_users_per_department=1)
    verdict = gate.judge(facts(evidence("fact", roster()), people=Team(people=())), NOW)
    assert missing(verdict) == ["the team has no departments yet"]


def test_the_slots_name_roles() -> None:
    """So that a playbook can be checked for roles it does not know."""
    assert rule(RosterGate, slots=ONE).roles == {"pmo", "finance"}


@pytest.mark.parametrize(
    "parameters",
    [{}, {"slots": []}, {"slots": ONE * 2}, {"slots": [{"role": "finance", "count": 0}]}],
    ids=["nothing", "no slots", "doubled", "zero people"],
)
def test_a_roster_that_asks_for_nobody_is_refused(parameters: dict[str, object]) -> None:
    """Such a gate would always pass."""
    with pytest.raises(ValidationError):
        rule(RosterGate, **parameters)


def test_titles_and_names_of_any_length_are_borne() -> None:
    """A gap is named by the beginning of its title."""
    people = team(person("wu_yan", "key_user")).model_copy(update={"titles": {"key_user": long_text()}})
    gate = rule(RosterGate, slots=[{"role": "key_user", "count": 2, "deputy_required": True}])
    given = evidence("fact", roster(assignment("key_user", "wu_yan", None)))
    verdict = gate.judge(facts(given, people=people), NOW)
    assert verdict.outcome is Outcome.FAILED
    assert max(len(lacking.what.en) for lacking in verdict.missing) < 300
