"""The mapping: how a former system's data and a new system's table must agree, as consultants write it.

A plan is refused when a name cannot be a column, a path leaves the data folder, a code column has no code
table, or a control total sums what is not a decimal. Its digest covers the meaning: titles do not count.
"""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from playbooks.model.frozen import Frozen, Key
from playbooks.model.ledger.canonical import digest
from playbooks.model.text import Text

DEFAULT_SCALE = 2


def _printable(name: str) -> str:
    if not name.isprintable() or name != name.strip():
        message = f"the name {name!r} has blanks around it or invisible characters; write it as in the header"
        raise ValueError(message)
    return name


def _inside(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not path.isprintable() or "\\" in path or path.startswith("/") or ".." in parts or not parts:
        message = f"the path {path!r} must lead downwards from the data folder: no leading '/', no '..'"
        raise ValueError(message)
    return path


#: A column or table name as it stands in the header; Chinese names are welcome.
Name = Annotated[str, StringConstraints(min_length=1, max_length=128), AfterValidator(_printable)]
#: A path relative to the data folder that the caller names.
DataPath = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_inside)]
#: A non-negative decimal written as text, so that no float ever touches money.
Allowance = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}(\.[0-9]{1,9})?$")]
#: A code as it stands in the data.
Code = Annotated[str, StringConstraints(max_length=200)]


class Transform(StrEnum):
    """How a value is brought to the form in which both sides are compared."""

    NONE = "none"
    TRIM = "trim"
    WIDTH = "width"  # trim, Unicode NFC, full-width letters and digits to half-width
    DATE = "date"
    DECIMAL = "decimal"
    CODE = "code"


class CsvSource(Frozen):
    """The former system's export: UTF-8, comma, header line; an empty field is NULL."""

    csv: DataPath


class SqliteTarget(Frozen):
    """The new system's table."""

    sqlite: DataPath
    table: Name


class KeyPair(Frozen):
    """One part of the key, compared as exact text."""

    source: Name
    target: Name


class Column(Frozen):
    """A mapped column: where it comes from, where it went, how it is compared."""

    source: Name
    target: Name
    transform: Transform = Transform.NONE
    scale: int | None = Field(default=None, ge=0, le=9)
    code_table: dict[Code, Code] | None = Field(default=None, min_length=1, max_length=5000)
    empty_is_null: bool = False

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
        if self.scale is not None and self.transform is not Transform.DECIMAL:
            raise ValueError(f"column {self.target!r}: `scale` belongs to `transform: decimal` only")
        if (self.code_table is not None) != (self.transform is Transform.CODE):
            raise ValueError(f"column {self.target!r}: `code_table` and `transform: code` go together")
        return self


class ControlTotal(Frozen):
    """A sum both sides must agree on, per value of the grouping column or over everything; target names."""

    column: Name
    group_by: Name | None = None


class Check(Frozen):
    """One table's comparison."""

    key: Key
    title: Text
    source: CsvSource
    target: SqliteTarget
    keys: tuple[KeyPair, ...] = Field(min_length=1, max_length=8)
    columns: tuple[Column, ...] = Field(min_length=1, max_length=200)
    control_totals: tuple[ControlTotal, ...] = Field(default=(), max_length=20)
    unique: tuple[Name, ...] = Field(default=(), max_length=20)
    tolerance: Allowance = "0.00"

    def position(self, target: str) -> int:
        """Return where the column with this target name stands in `columns`."""
        return [column.target for column in self.columns].index(target)

    @model_validator(mode="after")
    def _named_once(self) -> "Check":
        _once("target key", (pair.target for pair in self.keys))
        _once("source key", (pair.source for pair in self.keys))
        _once("target column", (column.target for column in self.columns))
        _once("unique column", self.unique)
        _once("control total", (f"{total.column} by {total.group_by}" for total in self.control_totals))
        return self

    @model_validator(mode="after")
    def _totals_stand_on_columns(self) -> "Check":
        transforms = {column.target: column.transform for column in self.columns}
        for total in self.control_totals:
            if transforms.get(total.column) is not Transform.DECIMAL:
                message = f"control total {total.column!r}: list it under `columns` with `transform: decimal`"
                raise ValueError(message)
            if total.group_by is not None and total.group_by not in transforms:
                raise ValueError(f"control total {total.column!r}: list {total.group_by!r} under `columns`")
        return self


class ReconciliationPlan(Frozen):
    """The checks of one system, in the order in which they are reported."""

    key: Key
    title: Text
    checks: tuple[Check, ...] = Field(min_length=1, max_length=50)

    @property
    def digest(self) -> str:
        """Return the digest of the plan's meaning; titles do not count."""
        return digest([self.key, *(_meaning(check) for check in self.checks)], limit=None)

    @model_validator(mode="after")
    def _checks_named_once(self) -> "ReconciliationPlan":
        _once("check", (check.key for check in self.checks))
        return self


def _meaning(check: Check) -> dict[str, object]:
    plain: dict[str, object] = check.model_dump(mode="json", exclude={"title", "columns"})
    # Codes may be Chinese, and canonical JSON admits only ASCII keys: the table counts as pairs.
    plain["columns"] = [
        [column.model_dump(mode="json", exclude={"code_table"}), [list(pair) for pair in column.codes]]
        for column in check.columns
    ]
    return plain


def _once(what: str, names: Iterable[str]) -> None:
    doubled = sorted(name for name, times in Counter(names).items() if times > 1)
    if doubled:
        raise ValueError(f"{what} {doubled[0]!r} is named twice; keep one")
