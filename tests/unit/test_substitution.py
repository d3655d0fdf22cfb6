"""Who acts for whom: the person, or whoever stands in, at most three hands on."""

from datetime import timedelta
from itertools import pairwise

import pytest

from playbooks.model.delegation import Absence, Delegation
from playbooks.model.substitution import Matter, Substitution
from tests.simulators.facts import NOW, team

DAY = timedelta(days=1)


def given(person: str, to: str, *, starts: float = -1, until: float = 1, **scope: object) -> Delegation:
    """Return a delegation of everything for the days around now, unless told otherwise."""
    told = {
        "key": f"{person}.{to}",
        "person": person,
        "to": to,
        "set_by": person,
        "set_at": NOW,
        "reason": "r",
    }
    return Delegation.model_validate(
        {**told, "starts": NOW + starts * DAY, "until": NOW + until * DAY, **scope}
    )


def away(person: str) -> Absence:
    """Return an absence of these days."""
    told = {"key": "a1", "person": person, "declared_by": person, "declared_at": NOW, "reason": "r"}
    return Absence.model_validate({**told, "starts": NOW - DAY, "until": NOW + DAY})


def substitution(*delegations: Delegation, absences: tuple[Absence, ...] = ()) -> Substitution:
    """Return who stands in for whom in the cast."""
    return Substitution(team(), delegations, absences)


MATTER = Matter(role="finance", gate="gate", at=NOW)


def test_without_delegations_everybody_acts_alone() -> None:
    """Nobody is away."""
    assert substitution().acting("wang_fang", MATTER) == ("wang_fang",)
    assert substitution().stand_ins("wang_fang", MATTER) == ()


@pytest.mark.parametrize(
    ("scope", "covers"),
    [
        ({}, True),
        ({"roles": ("finance",)}, True),
        ({"roles": ("sponsor",)}, False),
        ({"gates": ("gate",)}, True),
        ({"gates": ("other",)}, False),
        ({"roles": ("finance",), "gates": ("other",)}, False),
        ({"starts": 0.5}, False),
        ({"until": -0.5}, False),
    ],
)
def test_a_delegation_counts_for_what_and_when_it_was_given(scope: dict[str, object], covers: bool) -> None:  # noqa: FBT001  # parametrized
    """Roles, gates, days."""
    found = substitution(given("wang_fang", "wu_yan", **scope)).acting("wang_fang", MATTER)  # type: ignore[arg-type]  # a scope
    assert found == (("wu_yan",) if covers else ("wang_fang",))


def test_a_chain_goes_on_for_three_hands() -> None:
    """The fourth does not act; of those who are away the last one present does."""
    chain = ("wang_fang", "wu_yan", "sun_li", "zhao_lei", "qian_bo")
    found = substitution(*(given(one, other) for one, other in pairwise(chain)))
    assert found.stand_ins("wang_fang", MATTER) == ("wu_yan", "sun_li", "zhao_lei")


def test_things_go_to_the_first_who_is_there() -> None:
    """The deputy of a deputy who is away."""
    found = substitution(given("wang_fang", "wu_yan"), given("wu_yan", "sun_li"))
    assert found.acting("wang_fang", MATTER) == ("sun_li",)


def test_who_left_stands_in_for_nobody() -> None:
    """He Jun is no longer with the company."""
    assert substitution(given("wang_fang", "he_jun")).stand_ins("wang_fang", MATTER) == ()


def test_where_nobody_stands_in_things_stay_with_the_person() -> None:
    """The PMO is warned otherwise; nothing waits on nobody."""
    found = substitution(absences=(away("wang_fang"),))
    assert found.away("wang_fang", NOW)
    assert found.acting("wang_fang", MATTER) == ("wang_fang",)


def test_a_part_handed_over_makes_nobody_absent() -> None:
    """Only a delegation of everything is an out-of-office."""
    found = substitution(given("wang_fang", "wu_yan", roles=("finance",)))
    assert found.handed_over("wang_fang", MATTER)
    assert not found.away("wang_fang", NOW)
