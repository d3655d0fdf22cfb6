"""Drift: what was signed against what is found, and how it is said."""

import pytest

from playbooks.model.drift import (
    MAX_STAMPS_BYTES,
    CheckStamp,
    Drift,
    GroupSum,
    Stamp,
    drifted,
    kept_small,
)
from playbooks.model.gates.drift_wording import drift_reason
from playbooks.model.ledger.canonical import canonical
from playbooks.model.requirement import Part
from playbooks.model.text import Text
from tests.simulators.facts import DIGEST

OTHER = "cd" * 32
TITLES = {"orders": Text(zh="订单", en="Orders")}


def amount(value: str, group: str | None = None) -> GroupSum:
    """Return the sum of the amounts, of one currency or of all."""
    return GroupSum(column="amount", group_by="currency" if group else None, group=group, amount=value)


def stamp(*sums: GroupSum, rows: int = 10, digest: str = DIGEST) -> Stamp:
    """Return how a side looks."""
    return Stamp(rows=rows, digest=digest, sums=sums)


def looks(target: Stamp, source: Stamp | None = None) -> CheckStamp:
    """Return how the orders look."""
    return CheckStamp(check="orders", source=source or stamp(), target=target)


def found(signed: CheckStamp, now: CheckStamp) -> tuple[Drift, ...]:
    """Return the drift between two looks."""
    return drifted([signed], [now], titles=TITLES)


def test_what_stands_as_signed_has_not_drifted() -> None:
    """The digest decides, whatever else is told."""
    assert found(looks(stamp(amount("1.00"))), looks(stamp(amount("1.0"), rows=9))) == ()


def test_rows_and_money_that_came_are_told_with_the_currency() -> None:
    """The sum over all says nothing that the one group does not say better."""
    signed = looks(stamp(amount("500.00"), amount("300.00", "CNY"), amount("200.00", "USD")))
    now = stamp(amount("620.00"), amount("420.00", "CNY"), amount("200.00", "USD"), rows=13, digest=OTHER)
    reason = drift_reason(found(signed, looks(now)))
    assert reason.en == "target (Orders): 3 rows more than signed, total of amount (currency CNY) +120.00"
    assert reason.zh == "新系统“订单”：比签核时多 3 行，amount（currency CNY）合计 +120.00"


def test_what_moves_between_groups_is_told_although_the_sum_stands() -> None:
    """A hundred booked under another currency."""
    signed = looks(stamp(amount("500"), amount("300", "CNY"), amount("200", "USD")))
    now = looks(stamp(amount("500"), amount("200", "CNY"), amount("300", "USD"), digest=OTHER))
    (drift,) = found(signed, now)
    assert [(one.group, one.amount) for one in drift.sums] == [("CNY", "-100"), ("USD", "100")]


def test_what_moves_in_many_groups_is_told_as_a_whole() -> None:
    """Where they are in detail is for the full comparison to say."""
    signed = looks(stamp(amount("500"), amount("300", "CNY"), amount("200", "USD")))
    now = looks(stamp(amount("570"), amount("340", "CNY"), amount("230", "USD"), digest=OTHER))
    assert [(one.group, one.amount) for one in found(signed, now)[0].sums] == [(None, "70")]


def test_a_group_that_is_new_or_gone_counts_from_zero() -> None:
    """An order in a currency nobody had before."""
    signed, now = looks(stamp(amount("5", "CNY"))), looks(stamp(amount("7", "USD"), digest=OTHER))
    assert [one.amount for one in found(signed, now)[0].sums] == ["7", "-5"]


def test_a_grouping_that_only_one_look_has_is_left_out() -> None:
    """With too many groups there are no sums by group; their absence is no money gone."""
    signed, now = looks(stamp(amount("5"), amount("5", "CNY"))), looks(stamp(amount("6"), digest=OTHER))
    assert [(one.group, one.amount) for one in found(signed, now)[0].sums] == [(None, "1")]


def test_a_changed_value_is_told_even_if_nothing_adds_up_otherwise() -> None:
    """A name, for example."""
    (drift,) = found(looks(stamp()), looks(stamp(), source=stamp(digest=OTHER)))
    assert drift.side is Part.SOURCE
    assert drift_reason([drift]).en == "source (Orders): values have changed, rows and totals have not"


def test_one_row_less_is_said_in_the_singular() -> None:
    """And both sides are told of, one after the other."""
    now = looks(stamp(rows=9, digest=OTHER), source=stamp(rows=11, digest=OTHER))
    reason = drift_reason(found(looks(stamp()), now))
    assert reason.en == "source (Orders): 1 row more than signed; target (Orders): 1 row less than signed"


def test_a_check_that_was_not_signed_has_nothing_to_drift_from() -> None:
    """Its first comparison is still to come."""
    assert drifted([], [looks(stamp(digest=OTHER))], titles=TITLES) == ()


@pytest.mark.parametrize(("checks", "whole"), [(1, True), (40, False)])
def test_stamps_fit_into_the_record(checks: int, *, whole: bool) -> None:
    """Sums of single groups give way, rows, digests and whole sums never."""
    groups = [amount("123456789.12", f"{number:03}") for number in range(12)]
    kept = kept_small([looks(stamp(amount("1.00"), *groups))] * checks)
    assert len(kept) == checks
    assert (len(kept[0].target.sums) == 13) is whole
    assert kept[0].target.sums[0] == amount("1.00")
    size = len(canonical([one.model_dump(mode="json") for one in kept], limit=None))
    assert size <= max(MAX_STAMPS_BYTES, 40 * 512)
