"""The staged load: a wave is compared and recorded once the wave before it has passed."""

import pytest

from playbooks.model.evidence import Reconciliation
from playbooks.model.reconciliation import Budget
from playbooks.model.refusal import Refusal, RefusalCode
from playbooks.model.staged_load import passed
from tests.simulators.facts import check, reconciliation
from tests.simulators.migration import customers, plan
from tests.simulators.rollouts import Play

SCOPE = [{"column": "region", "among": ["E"]}]
STAGED = customers(waves=[{"key": "pilot", "scope": SCOPE}, {"key": "east", "scope": SCOPE}])


def stage(wave: str | None, after: str | None, **changes: object) -> Reconciliation:
    """Return the result of a wave."""
    whole = reconciliation(check(**changes))  # type: ignore[arg-type]  # fields of a check
    return Reconciliation(result=whole.result.model_copy(update={"wave": wave, "after": after}))


@pytest.mark.parametrize(("wave", "before"), [("pilot", None), ("east", "pilot"), (None, "east")])
def test_waves_come_in_the_order_of_the_plan(wave: str | None, before: str | None) -> None:
    """The whole comes last."""
    assert plan(STAGED).wave_before(wave) == before


def test_a_plan_without_waves_waits_for_nothing() -> None:
    """As ever."""
    assert plan().wave_before(None) is None


def test_all_waits_for_the_sample() -> None:
    """Without it on record the result of all is refused, and the refusal is recorded."""
    answer = Play.opened().record("migration", stage(None, "pilot"))
    assert isinstance(answer, Refusal)
    assert (answer.code, "'pilot' has not passed" in answer.reason.en) == (RefusalCode.NOT_READY, True)


@pytest.mark.parametrize(
    ("changes", "accepted"),
    [
        ({}, True),
        ({"missing": 1}, False),
        ({"missing": 1, "rows_target": 99, "budget": Budget(missing=1)}, True),
        ({"rows_source": 0, "rows_target": 0}, False),
    ],
)
def test_all_follows_a_sample_that_passed(changes: dict[str, object], accepted: bool) -> None:  # noqa: FBT001  # a row
    """Within its budget; an empty sample shows nothing."""
    play = Play.opened()
    play.record("migration.pilot", stage("pilot", None, **changes))
    answer = play.record("migration", stage(None, "pilot"))
    assert isinstance(answer, Refusal) is not accepted


def test_the_sample_of_another_plan_does_not_count() -> None:
    """Each plan has its own waves."""
    play = Play.opened()
    play.record("migration.pilot", stage("pilot", None))
    known = play.rollout.evidence.values()
    assert (passed("migration", "pilot", known), passed("other", "pilot", known)) == (True, False)
