"""How training stands: rules of all gates, departments at the strictest mark, and who still lacks what."""

from datetime import timedelta
from decimal import Decimal

import pytest

from playbooks.model.evidence import Level, Payload, Roster, SuperUser, Tier, TrainingRecord
from playbooks.model.gates.roster import RosterGate
from playbooks.model.gates.training import TierRule, TrainingGate
from playbooks.model.phase import PhaseKey
from playbooks.model.playbook import PhasePlan
from playbooks.model.rollout import Rollout
from playbooks.model.training_standing import (
    department_standings,
    learners,
    rule_standings,
    strictest,
    super_users,
)
from tests.simulators.facts import NOW, TODAY, evidence, text, trained, training, unreadable
from tests.simulators.rollouts import Play, phase_plan, playbook

PHASE = PhaseKey.ADOPTION
SKILL = TierRule(tier=Tier.STAFF, level=Level.SKILL, completion=Decimal(60), pass_score=Decimal(80))
LENIENT = SKILL.model_copy(update={"pass_score": None})
RECORDS = (
    trained("ann", 90),
    trained("bob", 70),
    trained("cyd", None, completed=None, department="sales"),
    trained("dan", 85, department="sales"),
)


def gate(key: str = "trained", *rules: TierRule, **changes: object) -> TrainingGate:
    """Return a training gate with these rules, or with that of skills."""
    given = {
        "key": key,
        "title": text(key),
        "owner": "pmo",
        "evidence": "training",
        "tiers": rules or (SKILL,),
    }
    return TrainingGate.model_validate({**given, **changes})


def rollout(*gates: object, **recorded: Payload) -> Rollout:
    """Return a rollout whose third phase has these gates, with this evidence on record."""
    plans = [phase_plan(key) for key in PhaseKey]
    plans[2] = PhasePlan.model_validate({**dict(plans[2]), "gates": gates})
    found = {key: evidence(key, payload) for key, payload in recorded.items()}
    return Play.begun().rollout.model_copy(
        update={"playbook": playbook(phases=tuple(plans)), "evidence": found}
    )


def test_a_rule_counts_its_own_people() -> None:
    """Of four people two pass, 50 % of the 60 % asked for; of those in sales one of two."""
    state = rollout(gate(), gate("front", departments=("sales",)), training=training(*RECORDS))
    found = rule_standings(state, PHASE, NOW)
    assert [(one.gate, one.met, one.total, one.reached) for one in found] == [
        ("trained", 2, 4, False),
        ("front", 1, 2, False),
    ]


def test_enough_is_enough() -> None:
    """60 % of five are three."""
    state = rollout(gate(), training=training(*RECORDS, trained("eve", 80)))
    assert rule_standings(state, PHASE, NOW)[0].reached


@pytest.mark.parametrize("recorded", [{}, {"training": unreadable()}])
def test_without_readable_records_nothing_is_reached(recorded: dict[str, Payload]) -> None:
    """Nobody of nobody is not everybody."""
    state = rollout(gate(), **recorded)
    assert [(one.met, one.total, one.reached) for one in rule_standings(state, PHASE, NOW)] == [(0, 0, False)]
    assert (department_standings(state, PHASE, NOW), learners(state, PHASE, NOW)) == ((), ())


def test_the_strictest_mark_of_a_level_counts() -> None:
    """Two gates ask for the same level; whoever meets the lower mark still lacks the higher one."""
    state = rollout(gate("a", LENIENT), gate("b"), training=training(*RECORDS))
    assert strictest(state, PHASE) == (SKILL,)
    assert [(one.department, one.met, one.total) for one in department_standings(state, PHASE, NOW)] == [
        ("finance", 1, 2),
        ("sales", 1, 2),
    ]


def test_who_lacks_what_is_named_by_department() -> None:
    """A low score and a missing completion both lack the level."""
    found = learners(rollout(gate(), training=training(*RECORDS)), PHASE, NOW)
    assert [(one.department, one.person, one.lacking) for one in found] == [
        ("finance", "bob", (Level.SKILL,)),
        ("sales", "cyd", (Level.SKILL,)),
    ]


def test_a_person_lacks_several_levels_once() -> None:
    """One line a person, the levels in order."""
    awareness = SKILL.model_copy(update={"level": Level.AWARENESS})
    early: TrainingRecord = trained("bob", 70).model_copy(update={"level": Level.AWARENESS})
    found = learners(rollout(gate("g", SKILL, awareness), training=training(*RECORDS[:2], early)), PHASE, NOW)
    assert [(one.person, one.lacking) for one in found] == [("bob", (Level.AWARENESS, Level.SKILL))]


def test_a_training_that_is_out_of_date_is_lacking() -> None:
    """As the gate says, whose `valid_for` it is; whoever was trained since has it."""
    old = trained("ann", 90, completed=TODAY - timedelta(days=366))
    state = rollout(gate("a"), gate("b", valid_for=365), training=training(old, trained("bob", 90)))
    assert [(one.met, one.total) for one in rule_standings(state, PHASE, NOW)] == [(2, 2), (1, 2)]
    assert [one.person for one in learners(state, PHASE, NOW)] == ["ann"]


def test_super_users_are_counted_by_department() -> None:
    """A department without one stands there with nobody."""
    roster = RosterGate(
        key="super",
        title=text("super"),
        owner="pmo",
        evidence="roster",
        super_users_per_department=1,
        departments=("finance", "sales"),
    )
    named = Roster(super_users=(SuperUser(department="finance", person="wang_fang"),))
    found = super_users(rollout(roster, roster=named), PHASE)
    assert [(one.department, one.people, one.needed) for one in found] == [
        ("finance", ("wang_fang",), 1),
        ("sales", (), 1),
    ]
