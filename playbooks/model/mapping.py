"""The mapping: how a former system's data and a new system's table must agree, as consultants write it.

A plan is refused when a name cannot be a column, a path leaves the data folder, a code column has no code
table, or a control total sums what is not a decimal. Its digest covers the meaning: titles do not count.
"""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from playbooks.model.data_side import DataSide, Name
from playbooks.model.errors import BrokenRuleError
from playbooks.model.frozen import Frozen, Key
from playbooks.model.governance import BESIDE, Governance
from playbooks.model.ledger.canonical import digest
from playbooks.model.phrase import Phrase, phrase
from playbooks.model.reconciliation import MAX_SAMPLES, Budget, Severity
from playbooks.model.requirement import Allowance, Balance, Code, Filter, Reference, Rule, Sum, Wave
from playbooks.model.rule import names, parsed
from playbooks.model.standard import TimeFormat
from playbooks.model.text import Text
from playbooks.model.watch import Watch, WrittenWatch

DEFAULT_SCALE = 2


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise BrokenRuleError(
            "the time zone {name!r} is not known; write one like Asia/Shanghai", name=name
        ) from error
    return name


Zone = Annotated[str, StringConstraints(max_length=60), AfterValidator(_known_zone)]


class Transform(StrEnum):
    """How a value is brought to the form in which both sides are compared."""

    NONE = "none"
    TRIM = "trim"
    WIDTH = "width"  # trim, Unicode NFC, full-width letters and digits to half-width
    DATE = "date"
    DATETIME = "datetime"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    CODE = "code"


class LetterCase(StrEnum):
    """The case letters are brought to."""

    UPPER = "upper"
    LOWER = "lower"


class Precision(StrEnum):
    """To what a moment is cut before it is compared."""

    MICROSECOND = "microsecond"
    SECOND = "second"
    MINUTE = "minute"


TEXTS = frozenset({Transform.NONE, Transform.TRIM, Transform.WIDTH})
MOMENTS = frozenset({Transform.DATE, Transform.DATETIME})


class KeyPair(Frozen):
    """One part of the key, compared as exact text unless a transform of texts is named."""

    source: Name
    target: Name
    transform: Transform = Transform.NONE
    case: LetterCase | None = None

    @model_validator(mode="after")
    def _a_text(self) -> "KeyPair":
        if self.transform not in TEXTS:
            raise BrokenRuleError(
                "key {target!r}: a key is compared as text; use none, trim or width", target=self.target
            )
        return self


class TimeReading(Frozen):
    """How one side writes dates and moments, and in which zone its clock stands."""

    format: TimeFormat | None = None
    zone: Zone | None = None


class Column(Frozen):
    """A mapped column: where it comes from, where it went, how it is compared."""

    source: Name
    target: Name
    transform: Transform = Transform.NONE
    case: LetterCase | None = None
    clean: Transform = Transform.NONE
    scale: int | None = Field(default=None, ge=0, le=9)
    factor: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}(\.[0-9]{1,9})?$")] | None = None
    tolerance: Allowance | None = None
    code_table: dict[Code, Code] | None = Field(default=None, min_length=1, max_length=5000)
    empty_is_null: bool = False
    source_time: TimeReading = TimeReading()
    target_time: TimeReading = TimeReading()
    precision: Precision = Precision.MICROSECOND
    follows: Key | None = None  # the check whose merge map the source's values follow
    severity: Severity = Severity.SERIOUS

    @property
    def digits(self) -> int:
        """Return the digits after the point to which a decimal is rounded."""
        return DEFAULT_SCALE if self.scale is None else self.scale

    @property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """Return the code table as pairs of former and new code, in order of the former."""
        return tuple(sorted((self.code_table or {}).items()))

    @model_validator(mode="after")
    def _options_fit_the_transform(self) -> "Column":
        kind, plain = self.transform, TimeReading()
        decimal = self.scale is not None or self.factor is not None or self.tolerance is not None
        moments = self.source_time != plain or self.target_time != plain
        moments = moments or self.precision is not Precision.MICROSECOND
        misplaced = (
            (
                phrase("`scale`, `factor` and `tolerance` belong to `transform: decimal`"),
                decimal and kind is not Transform.DECIMAL,
            ),
            (
                phrase("`code_table` and `transform: code` go together"),
                (self.code_table is not None) != (kind is Transform.CODE),
            ),
            (
                phrase("`source_time`, `target_time` and `precision` belong to dates"),
                moments and kind not in MOMENTS,
            ),
            (
                phrase("`case` belongs to texts and codes"),
                self.case is not None and kind not in TEXTS | {Transform.CODE},
            ),
            (
                phrase("`clean: trim` or `clean: width` belongs to `transform: code`"),
                self.clean is not Transform.NONE and (kind is not Transform.CODE or self.clean not in TEXTS),
            ),
        )
        for complaint, wrong in misplaced:
            if wrong:
                raise BrokenRuleError(
                    "column {target!r}: {complaint} only", target=self.target, complaint=complaint
                )
        return self


class ControlTotal(Frozen):
    """A sum both sides must agree on, per value of the grouping column or over everything; target names.

    `month: true` groups a date by its month.
    """

    column: Name
    group_by: Name | None = None
    month: bool = False


class Check(Governance):
    """One table's comparison."""

    key: Key
    title: Text
    source: DataSide
    target: DataSide
    keys: tuple[KeyPair, ...] = Field(min_length=1, max_length=8)
    columns: tuple[Column, ...] = Field(min_length=1, max_length=200)
    control_totals: tuple[ControlTotal, ...] = Field(default=(), max_length=20)
    unique: tuple[Name, ...] = Field(default=(), max_length=20)
    tolerance: Allowance = "0.00"
    scope: tuple[Filter, ...] = Field(default=(), max_length=20)
    waves: tuple[Wave, ...] = Field(default=(), max_length=10)
    rules: tuple[Rule, ...] = Field(default=(), max_length=50)
    references: tuple[Reference, ...] = Field(default=(), max_length=20)
    dimensions: tuple[Name, ...] = Field(default=(), max_length=5)
    budget: Budget = Budget()
    samples: int = Field(default=MAX_SAMPLES, ge=0, le=MAX_SAMPLES)
    watch: WrittenWatch = Watch()

    def position(self, target: str) -> int:
        """Return where the column with this target name stands in `columns`."""
        return [column.target for column in self.columns].index(target)

    def column(self, target: str) -> Column:
        """Return the column with this target name."""
        return self.columns[self.position(target)]

    def within(self, wave: str | None) -> "Check":
        """Return the check narrowed to the rows of a wave; one that does not name the wave is compared whole."""
        scope = [one for stage in self.waves if stage.key == wave for one in stage.scope]
        return self.model_copy(update={"scope": (*self.scope, *scope), "waves": ()})

    def allowance(self, column: Column) -> str:
        """Return by how much two decimals of a column may differ."""
        return self.tolerance if column.tolerance is None else column.tolerance

    @property
    def merging(self) -> bool:
        """Tell whether the source's rows or values are led to their survivors."""
        return self.merge_map is not None or any(column.follows for column in self.columns)

    @model_validator(mode="after")
    def _named_once(self) -> "Check":
        _once(phrase("target key"), (pair.target for pair in self.keys))
        _once(phrase("source key"), (pair.source for pair in self.keys))
        _once(phrase("target column"), (column.target for column in self.columns))
        _once(phrase("unique column"), self.unique)
        _once(
            phrase("control total"), (f"{total.column} by {total.group_by}" for total in self.control_totals)
        )
        _once(phrase("rule"), (rule.key for rule in self.rules))
        _once(phrase("wave"), (wave.key for wave in self.waves))
        _once(phrase("dimension"), self.dimensions)
        return self

    @model_validator(mode="after")
    def _merged_by_one_key(self) -> "Check":
        if len(self.keys) > 1 and (self.merge_map or self.duplicates):
            raise BrokenRuleError(
                "check {key!r}: `merge_map` and `duplicates` need a key of one column", key=self.key
            )
        return self

    @model_validator(mode="after")
    def _totals_stand_on_columns(self) -> "Check":
        transforms = {column.target: column.transform for column in self.columns}
        for total in self.control_totals:
            if transforms.get(total.column) is not Transform.DECIMAL:
                raise BrokenRuleError(
                    "control total {column!r}: list it under `columns` with `transform: decimal`",
                    column=total.column,
                )
            if total.group_by is not None and total.group_by not in transforms:
                raise BrokenRuleError(
                    "control total {column!r}: list {group_by!r} under `columns`",
                    column=total.column,
                    group_by=total.group_by,
                )
            if total.month and (total.group_by is None or transforms[total.group_by] not in MOMENTS):
                raise BrokenRuleError(
                    "control total {column!r}: `month` needs a date under `group_by`", column=total.column
                )
        return self

    @model_validator(mode="after")
    def _all_columns_are_mapped(self) -> "Check":
        mapped = {column.target for column in self.columns}
        for what, wanted in self._spoken_of():
            if wanted not in mapped:
                raise BrokenRuleError(
                    "{what} speaks of {wanted!r}; list it under `columns`", what=what, wanted=wanted
                )
        return self

    def _spoken_of(self) -> Iterable[tuple[Phrase, str]]:
        scopes = (*self.scope, *(one for wave in self.waves for one in wave.scope))
        yield from ((phrase("a filter"), one.column) for one in scopes)
        yield from ((phrase("a dimension"), name) for name in self.dimensions)
        yield from ((phrase("a reference"), name) for one in self.references for name in one.columns)
        yield from (
            (phrase("rule {rule!r}", rule=rule.key), name)
            for rule in self.rules
            for name in names(parsed(rule.must))
        )


class ReconciliationPlan(Frozen):
    """The checks of one system, in the order in which they are reported."""

    key: Key
    title: Text
    checks: tuple[Check, ...] = Field(min_length=1, max_length=50)
    balances: tuple[Balance, ...] = Field(default=(), max_length=20)

    @property
    def digest(self) -> str:
        """Return the digest of the plan's meaning; titles do not count."""
        balances = [balance.model_dump(mode="json", exclude={"title"}) for balance in self.balances]
        return digest([self.key, *(_meaning(check) for check in self.checks), balances], limit=None)

    @property
    def waves(self) -> tuple[str, ...]:
        """Return the waves its checks name."""
        return tuple(dict.fromkeys(wave.key for check in self.checks for wave in check.waves))

    def wave_before(self, wave: str | None) -> str | None:
        """Return the wave that comes before one, the last of all before the whole; None for the first."""
        waves = [*self.waves, None]
        place = waves.index(wave)
        return waves[place - 1] if place else None

    def within(self, wave: str) -> "ReconciliationPlan":
        """Return the plan narrowed to the rows of a wave."""
        return self.model_copy(update={"checks": tuple(check.within(wave) for check in self.checks)})

    def check(self, key: str) -> Check:
        """Return the check of this key."""
        return next(check for check in self.checks if check.key == key)

    @model_validator(mode="after")
    def _checks_named_once(self) -> "ReconciliationPlan":
        _once(phrase("check"), (check.key for check in self.checks))
        _once(phrase("balance"), (balance.key for balance in self.balances))
        return self

    @model_validator(mode="after")
    def _followed_maps_are_there(self) -> "ReconciliationPlan":
        merged = {check.key for check in self.checks if check.merge_map}
        for column in (column for check in self.checks for column in check.columns):
            if column.follows is not None and column.follows not in merged:
                raise BrokenRuleError(
                    "column {target!r} follows {check!r}, a check without `merge_map`",
                    target=column.target,
                    check=column.follows,
                )
        return self

    @model_validator(mode="after")
    def _checks_are_known(self) -> "ReconciliationPlan":
        known = {check.key: check for check in self.checks}
        for check in self.checks:
            for reference in check.references:
                if reference.check not in known:
                    raise BrokenRuleError(
                        "check {key!r} refers to check {check!r}; there is none",
                        key=check.key,
                        check=reference.check,
                    )
                if len(known[reference.check].keys) != len(reference.columns):
                    raise BrokenRuleError(
                        "check {key!r} refers to {check!r} by another number of columns than its key has",
                        key=check.key,
                        check=reference.check,
                    )
        for balance in self.balances:
            for arm in (balance.left, balance.right):
                _stands(balance.key, arm, known)
        return self


def _stands(balance: str, arm: Sum, known: dict[str, Check]) -> None:
    if arm.check not in known:
        raise BrokenRuleError(
            "balance {balance!r} speaks of check {check!r}; there is none", balance=balance, check=arm.check
        )
    columns = {column.target: column.transform for column in known[arm.check].columns}
    others = [one.column for one in arm.scope] + ([arm.group_by] if arm.group_by else [])
    lacking = [name for name in (arm.column, *others) if name not in columns]
    if lacking:
        raise BrokenRuleError(
            "balance {balance!r}: list {lacking!r} under the columns of check {check!r}",
            balance=balance,
            lacking=lacking[0],
            check=arm.check,
        )
    if columns[arm.column] is not Transform.DECIMAL:
        raise BrokenRuleError(
            "balance {balance!r}: {column!r} needs `transform: decimal`", balance=balance, column=arm.column
        )


#: What changes nothing of what is found: names for people, how much is shown, when one looks again.
_MEANINGLESS = {"title": True, "samples": True, "watch": True}


def _meaning(check: Check) -> dict[str, object]:
    plain: dict[str, object] = check.model_dump(
        mode="json",
        exclude={
            **_MEANINGLESS,
            "columns": True,
            "rules": {"__all__": {"title"}},
            **dict.fromkeys(BESIDE, True),
        },
    )
    # Codes may be Chinese, and canonical JSON admits only ASCII keys: the table counts as pairs.
    plain["columns"] = [
        [column.model_dump(mode="json", exclude={"code_table"}), [list(pair) for pair in column.codes]]
        for column in check.columns
    ]
    return plain


def _once(what: Phrase, names: Iterable[str]) -> None:
    doubled = sorted(name for name, times in Counter(names).items() if times > 1)
    if doubled:
        raise BrokenRuleError("{what} {doubled!r} is named twice; keep one", what=what, doubled=doubled[0])
