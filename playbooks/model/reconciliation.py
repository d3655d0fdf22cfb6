"""The result of a reconciliation: what was counted, what differs, on which bytes it rests.

It holds no float, no time and no duration, so that the same data give the same digest on every run. Each kind
of difference is counted in full; samples are few and short, so that the result fits into a ledger entry.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from playbooks.model.errors import InputError
from playbooks.model.frozen import Digest, Frozen, Key
from playbooks.model.ledger.canonical import canonical, digest
from playbooks.model.text import Text

MAX_RESULT_BYTES = 24 * 1024
MAX_SAMPLES = 20
MAX_SAMPLE_TEXT = 80
_SAMPLES_A_MAP = 2
_SAMPLE_STEPS = (MAX_SAMPLES, 10, 5, 2, 1, 0)

Count = Annotated[int, Field(ge=0)]
#: A decimal as text, for example "-120.50".
Amount = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,38}(\.[0-9]{1,9})?$")]


class Severity(StrEnum):
    """How much a difference matters."""

    MINOR = "minor"  # may stay, within the budget or in a column that decides nothing
    SERIOUS = "serious"  # values differ
    CRITICAL = "critical"  # rows, totals or references are off


class Budget(Frozen):
    """How many differences of each kind a check may have and still be acceptable; totals have none."""

    missing: Count = 0
    extra: Count = 0
    doubled: Count = 0
    changed: Count = 0
    shared: Count = 0
    broken: Count = 0
    orphans: Count = 0


class DifferenceKind(StrEnum):
    """In which way one finding is not as it must be."""

    MISSING = "missing"  # the key stands only in the source
    EXTRA = "extra"  # the key stands only in the target
    DOUBLED_SOURCE = "doubled_source"  # the key stands more than once in the source
    DOUBLED_TARGET = "doubled_target"
    CHANGED = "changed"  # the key stands once on both sides, the value differs or cannot be read
    SHARED = "shared"  # rows of the target share a value that must be unique
    BROKEN = "broken"  # a row of the target breaks a rule; the column is the rule's key
    ORPHAN = "orphan"  # rows of the target refer to a key that is not there


class Sample(Frozen):
    """One difference: key, column if it has one, both values; for a doubled key the values are row counts."""

    kind: DifferenceKind
    key: tuple[str, ...] = ()
    column: str | None = None
    source: str | None = None
    target: str | None = None

    def shortened(self) -> "Sample":
        """Return the sample with long texts cut to where they differ, and without NUL characters."""
        start = _first_difference(self.source, self.target)
        return self.model_copy(
            update={
                "key": tuple(excerpt(part) for part in self.key),
                "source": None if self.source is None else excerpt(self.source, start),
                "target": None if self.target is None else excerpt(self.target, start),
            }
        )


class ColumnCount(Frozen):
    """How many differences one target column has."""

    column: str
    count: Annotated[int, Field(ge=1)]
    severity: Severity = Severity.SERIOUS


class DimensionCount(Frozen):
    """How many rows differ where a business dimension has this value."""

    column: str
    value: str | None
    count: Annotated[int, Field(ge=1)]


class HeatRow(Frozen):
    """How many differences of a kind, and of a column for changed values, each value of a dimension has."""

    kind: DifferenceKind
    column: str | None = None
    counts: tuple[Count, ...]


class HeatMap(Frozen):
    """Where the differences are: the warmest values of one dimension; the last count of each row is that of all others."""

    dimension: str
    values: tuple[str | None, ...]
    rows: tuple[HeatRow, ...]


class MovedMoney(Frozen):
    """How much of a column's sum is missing, has come along, and was changed up or down."""

    column: str
    missing: Amount
    extra: Amount
    changed: Amount


class GroupTotal(Frozen):
    """A control total of one group on both sides; the difference is target less source."""

    group: str | None
    source: Amount
    target: Amount
    difference: Amount


class TotalResult(Frozen):
    """One control total: over everything, and the groups that matter, those that differ first."""

    column: str
    group_by: str | None
    month: bool = False
    groups: Count
    differing: Count
    source: Amount
    target: Amount
    difference: Amount
    samples: tuple[GroupTotal, ...] = ()


class BalanceResult(Frozen):
    """Whether two sums of different tables are equal; `source` is the left arm, `target` the right."""

    key: Key
    title: Text
    total: TotalResult


class CheckResult(Frozen):
    """What the comparison of one table found; a doubled key counts once and is not compared further."""

    key: Key
    title: Text
    rows_source: Count
    rows_target: Count
    merged: Count = 0  # rows of the source that were merged into others, and are not counted in it
    missing: Count = 0
    extra: Count = 0
    doubled_source: Count = 0
    doubled_target: Count = 0
    changed: tuple[ColumnCount, ...] = ()
    shared: tuple[ColumnCount, ...] = ()
    broken: tuple[ColumnCount, ...] = ()
    orphans: tuple[ColumnCount, ...] = ()
    dimensions: tuple[DimensionCount, ...] = ()
    heat: tuple[HeatMap, ...] = ()
    money: tuple[MovedMoney, ...] = ()
    budget: Budget = Budget()
    control_totals: tuple[TotalResult, ...] = ()
    samples: tuple[Sample, ...] = ()
    source_digest: Digest
    target_digest: Digest

    @property
    def differences(self) -> int:
        """Return how many differences of all kinds there are, groups of control totals included."""
        keys = self.missing + self.extra + self.doubled_source + self.doubled_target
        values = _counted(self.changed, self.shared, self.broken, self.orphans)
        return keys + values + self.totals_off

    @property
    def totals_off(self) -> int:
        """Return how many groups of control totals differ."""
        return sum(total.differing for total in self.control_totals)

    @property
    def agrees(self) -> bool:
        """Tell whether both sides have rows, as many, and nothing differs beyond the tolerance."""
        return 0 < self.rows_source == self.rows_target and self.differences == 0

    @property
    def acceptable(self) -> bool:
        """Tell whether both sides have rows and what differs stays within the budget; totals have none."""
        budget = self.budget
        compared = self.rows_source > 0 and self.rows_target > 0 and not self.totals_off
        explained = self.rows_source == self.rows_target or self.missing + self.extra + self._doubled > 0
        return (
            compared
            and explained
            and self.missing <= budget.missing
            and self.extra <= budget.extra
            and self._doubled <= budget.doubled
            and _counted(self.changed) <= budget.changed
            and _counted(self.shared) <= budget.shared
            and _counted(self.broken) <= budget.broken
            and _counted(self.orphans) <= budget.orphans
        )

    @property
    def severity(self) -> Severity | None:
        """Return how much the worst difference matters, None where there is none."""
        if self.agrees:
            return None
        if self.acceptable:
            return Severity.MINOR
        columns = (*self.changed, *self.shared, *self.broken)
        if self.missing + self.extra + self._doubled + self.totals_off or self.orphans or not columns:
            return Severity.CRITICAL
        return max((item.severity for item in columns), key=list(Severity).index)

    @property
    def _doubled(self) -> int:
        return self.doubled_source + self.doubled_target

    def with_samples(self, most: int) -> "CheckResult":
        """Return the result with at most so many samples of each kind and of each control total, and as many fewer heat maps."""
        totals = tuple(
            total.model_copy(update={"samples": total.samples[:most]}) for total in self.control_totals
        )
        kept = [
            sample
            for kind in DifferenceKind
            for sample in [sample for sample in self.samples if sample.kind is kind][:most]
        ]
        # A map is shown whole or not at all: a blank must mean that there is nothing.
        heat = self.heat[: most // _SAMPLES_A_MAP]
        return self.model_copy(update={"samples": tuple(kept), "control_totals": totals, "heat": heat})


class ReconciliationResult(Frozen):
    """What the reconciliation of one system found, check by check."""

    key: Key
    title: Text
    plan_digest: Digest
    checks: tuple[CheckResult, ...] = Field(min_length=1)
    balances: tuple[BalanceResult, ...] = ()
    wave: Key | None = None
    after: Key | None = None  # the wave that has to pass before this one

    @property
    def agrees(self) -> bool:
        """Tell whether every check and every balance agrees."""
        return all(check.agrees for check in self.checks) and not self.balances_off

    @property
    def acceptable(self) -> bool:
        """Tell whether every check is acceptable and every balance agrees, so that it can be signed."""
        return all(check.acceptable for check in self.checks) and not self.balances_off

    @property
    def balances_off(self) -> tuple[BalanceResult, ...]:
        """Return the balances whose arms differ."""
        return tuple(balance for balance in self.balances if balance.total.differing)

    @property
    def digest(self) -> str:
        """Return the digest of the result; the same data and plan always give the same."""
        return digest(self.model_dump(mode="json"))

    def fitted(self) -> "ReconciliationResult":
        """Return the result with as many samples as a ledger entry can hold."""
        for most in _SAMPLE_STEPS:
            checks = tuple(check.with_samples(most) for check in self.checks)
            balances = tuple(_with_samples(balance, most) for balance in self.balances)
            fitted = self.model_copy(update={"checks": checks, "balances": balances})
            if len(canonical(fitted.model_dump(mode="json"), limit=None)) <= MAX_RESULT_BYTES:
                return fitted
        raise InputError(
            "the result of plan {key!r} exceeds {most} bytes even without samples; "
            "split the plan or shorten its titles",
            key=self.key,
            most=MAX_RESULT_BYTES,
        )


def _counted(*columns: tuple[ColumnCount, ...]) -> int:
    return sum(item.count for column in columns for item in column)


def _with_samples(balance: BalanceResult, most: int) -> BalanceResult:
    total = balance.total.model_copy(update={"samples": balance.total.samples[:most]})
    return balance.model_copy(update={"total": total})


def excerpt(text: str, start: int = 0) -> str:
    """Return a text short enough for a sample, cut at `start` when it is long."""
    text = text.replace("\0", "␀")
    if len(text) <= MAX_SAMPLE_TEXT:
        return text
    start = min(start, len(text) - MAX_SAMPLE_TEXT)
    end = start + MAX_SAMPLE_TEXT
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def _first_difference(source: str | None, target: str | None) -> int:
    pairs = zip(source or "", target or "", strict=False)
    same = next((place for place, (one, other) in enumerate(pairs) if one != other), None)
    if same is None:
        same = min(len(source or ""), len(target or ""))
    # A quarter of the excerpt shows what stands before the first difference.
    return max(0, same - MAX_SAMPLE_TEXT // 4)
