"""A verdict from memory is the one that would be worked out anew, whatever has changed and however time has passed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.model.delegation import Absence, Delegation
from playbooks.model.escalation import Unanswered
from playbooks.model.facts import Facts
from playbooks.model.gates.checklist import ChecklistGate
from playbooks.model.gates.composite import CompositeGate
from playbooks.model.gates.document import DocumentGate
from playbooks.model.gates.gate import CLOCK_SKEW, GateRule
from playbooks.model.gates.issue_limit import IssueLimitGate
from playbooks.model.gates.metric import MetricGate
from playbooks.model.gates.roster import RosterGate
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.gates.smart_goals import SmartGoalsGate
from playbooks.model.gates.soak import SoakGate
from playbooks.model.ledger.canonical import digest
from playbooks.model.rejection import Rejection
from playbooks.model.verdict import Verdict
from tests.simulators.facts import (
    NOW,
    ago,
    assignment,
    checklist,
    document,
    evidence,
    facts,
    goal,
    goals,
    issue,
    person,
    roster,
    series,
    sign_off,
    team,
    text,
)
from tests.simulators.gates import rule

TICK = timedelta.resolution
LATE = ago(-2)
PAPER = evidence("paper", document(), observed=ago(1))
FUTURE = evidence("paper", document(), observed=ago(-1))


def kinds() -> Iterator[GateRule]:
    """Yield a gate of every kind on whose verdict time has a bearing, and gates made of them."""
    yield rule(DocumentGate, key="document", evidence="paper", valid_for=2)
    yield rule(ChecklistGate, key="checklist", evidence="list", items=[{"key": "one", "title": text("one")}])
    yield rule(
        MetricGate,
        key="metric",
        evidence="kpi",
        metric="adoption",
        unit="%",
        direction="up",
        threshold=80,
        consecutive=2,
        max_gap_days=7,
        window_days=10,
    )
    yield rule(RosterGate, key="roster", evidence="roster", slots=[{"role": "finance"}])
    yield rule(SmartGoalsGate, key="goals", evidence="goals")
    yield rule(SoakGate, key="soak", since_evidence="paper", days=2)
    yield rule(IssueLimitGate, key="issues")
    yield rule(SignOffGate, key="signed", slots=[{"role": "finance"}], rests_on=["paper"])
    yield rule(CompositeGate, key="all", gates=[gate.model_copy() for gate in _parts()])


def _parts() -> tuple[GateRule, ...]:
    return (
        rule(DocumentGate, key="inner", evidence="paper", valid_for=3),
        rule(SignOffGate, key="inner_signed", slots=[{"role": "finance", "count": 2}], rests_on=["paper"]),
    )


GATES = tuple(kinds())


def delegation(starts: datetime, until: datetime) -> Delegation:
    """Return that Wang Fang is stood in for by Zhou Min for some time."""
    return Delegation(
        key="leave",
        person="wang_fang",
        to="zhou_min",
        starts=starts,
        until=until,
        reason="leave",
        set_by="wang_fang",
        set_at=NOW,
    )


def absence(starts: datetime, until: datetime) -> Absence:
    """Return that Wang Fang is away for some time."""
    return Absence(
        key="ill",
        person="wang_fang",
        starts=starts,
        until=until,
        reason="ill",
        declared_by="chen_hao",
        declared_at=NOW,
    )


def world() -> Facts:
    """Return facts in which much begins and ends within a few days."""
    return facts(
        PAPER,
        evidence("list", checklist(one="done"), observed=LATE),
        evidence("kpi", series(81, 82)),
        evidence("roster", roster(assignment("finance", "wang_fang"))),
        evidence("goals", goals(goal(due=NOW.date()))),
        issues=[issue(closed=ago(-1))],
    )


YES = sign_off("signed", "wang_fang", "finance", PAPER, given=ago(hours=-2))
NO = Rejection(
    gate="signed", person="wang_fang", role="finance", given_at=NOW, rests_on=YES.rests_on, reason="no"
)
CLOSED = Unanswered(gate="signed", inputs=digest(dict(YES.rests_on)), because=text("nobody answered"))
CHANGES: tuple[dict[str, Any], ...] = (
    {},
    {"evidence": {"paper": FUTURE}},
    {"evidence": {}},
    {"sign_offs": (YES,)},
    {"sign_offs": (sign_off("inner_signed", "wang_fang", "finance", PAPER),)},
    {"delegations": (delegation(ago(-1), ago(-2)),)},
    {"absences": (absence(ago(hours=-1), ago(-1)),)},
    {"issues": (issue(), issue("issue_2", 1))},
    {"requesters": {"signed": "wang_fang"}},
    {"rejections": (NO,)},
    {"unanswered": {"signed": CLOSED}},
    {"team": team(person("wang_fang", department="finance", active=False))},
)
# Made of the same objects but for what is changed: only by that can a memory tell them apart.
_WORLD = world()
WORLDS = tuple(replace(_WORLD, **change) for change in CHANGES)

_DAYS = [NOW.replace(hour=0) + timedelta(days=days) for days in range(12)]
_BEGUN = [at - CLOCK_SKEW for at in (FUTURE.observed_at, LATE, YES.given_at)]
_ENDS = [PAPER.observed_at + timedelta(days=days) for days in (1, 2, 3)]
_EDGES = [NOW, ago(-1), ago(-2), ago(hours=-1), *_DAYS, *_BEGUN, *_ENDS]
MOMENTS = sorted({edge + nudge for edge in _EDGES for nudge in (-TICK, timedelta(), TICK)})


def anew(gate: GateRule, seen: Facts, now: datetime) -> Verdict:
    """Return the verdict of the gate, and of parts that have never been asked."""
    return (gate.model_copy(deep=True) if gate.parts else gate).weighed(seen, now)


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.key)
@given(asked=st.lists(st.tuples(st.sampled_from(WORLDS), st.sampled_from(MOMENTS)), max_size=8))
def test_memory_says_what_judging_anew_says(gate: GateRule, asked: list[tuple[Facts, datetime]]) -> None:
    """Asked about any facts at any moments in any order, a gate says what one without a memory says."""
    for seen, now in asked:
        assert gate.judge(seen, now) == anew(gate, seen, now)


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.key)
def test_time_passes_edge_by_edge(gate: GateRule) -> None:
    """No beginning, no end and no midnight is missed by an instant, and no world is taken for another."""
    for now in MOMENTS:
        assert [gate.judge(seen, now) for seen in WORLDS] == [anew(gate, seen, now) for seen in WORLDS]


def test_what_another_gate_is_about_is_not_judged_again() -> None:
    """A yes to one gate leaves the very verdict of another as it is."""
    first, other = rule(SignOffGate, slots=[{"role": "finance"}], rests_on=["paper"]), GATES[0]
    before = world()
    after = replace(before, sign_offs=(sign_off("gate", "wang_fang", "finance", PAPER),))
    assert other.judge(before, NOW) is other.judge(after, NOW + TICK)
    assert first.judge(before, NOW) != first.judge(after, NOW)


def test_the_moments_matter() -> None:
    """Each kind that time has a bearing on says different things over these moments, so that an edge missed would show."""
    said = {
        gate.key: len({gate.judge(seen, now).model_dump_json() for seen, now in _asked()}) for gate in GATES
    }
    assert {key for key, answers in said.items() if answers > 1} == {gate.key for gate in GATES}


def _asked() -> Iterator[tuple[Facts, datetime]]:
    return chain.from_iterable(((seen, now) for now in MOMENTS[::3]) for seen in WORLDS)
