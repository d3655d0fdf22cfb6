"""Both sides of a check, and the names of their rows' parts in the workspace: k0 ... the key, v0 ... the values.

u0 ... is the text of what is unreadable, x0 ... what must be unique in the target.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from playbooks.model.errors import InputError
from playbooks.model.mapping import Check, Column, KeyPair
from playbooks.model.requirement import Filter, Part
from tasks.adapters.reconcile.canonical_value import type_of
from tasks.adapters.reconcile.data_folder import listed
from tasks.adapters.reconcile.sides.csv_file import CsvSide
from tasks.adapters.reconcile.sides.opened import Opened
from tasks.adapters.reconcile.sides.parquet_file import ParquetSide
from tasks.adapters.reconcile.workspace import quoted

InPlace: TypeAlias = CsvSide | ParquetSide


@dataclass(frozen=True, slots=True)
class Pair:
    """Both sides of a check, opened; `whole` tells that it goes through the target for more than its differences."""

    check: Check
    source: Opened
    target: Opened
    whole: bool = False

    def side(self, part: Part) -> Opened:
        """Return one of them."""
        return self.source if part is Part.SOURCE else self.target

    def in_place(self, part: Part) -> InPlace | None:
        """Return a side that is read where it lies, as often as it is needed; None for one that is kept."""
        side, often = self.side(part), self.whole or self.check.control_totals
        if self.check.merging:
            return None
        if isinstance(side, ParquetSide) or (isinstance(side, CsvSide) and side.in_place and not often):
            return side
        return None

    @property
    def both_served(self) -> bool:
        """Tell whether both sides are read by somebody else, so that reading them together takes less time."""
        return not any(isinstance(side, CsvSide | ParquetSide) for side in (self.source, self.target))

    def types(self, mapped: Column | KeyPair) -> tuple[str, str]:
        """Return the types of a column on both sides."""
        return self.source.types[mapped.source], self.target.types[mapped.target]


def key_names(check: Check) -> list[str]:
    """Return the names of the key columns in the workspace."""
    return [f"k{place}" for place in range(len(check.keys))]


def value_names(check: Check) -> list[str]:
    """Return the names of the mapped columns in the workspace."""
    return [f"v{place}" for place in range(len(check.columns))]


def unreadable_name(check: Check, place: int) -> str:
    """Return the name of what is unreadable in a mapped column, NULL where everything can be read."""
    return f"u{place}" if type_of(check.columns[place]) or check.columns[place].codes else "null::varchar"


def unique_names(check: Check) -> list[str]:
    """Return the names of the target's columns that must be unique."""
    return [f"x{place}" for place in range(len(check.unique))]


def require_columns(pair: Pair) -> None:
    """Refuse a side that lacks a column of the mapping, before anything is read."""
    for part in Part:
        wanted_columns(pair, part)


def filtered(scope: Iterable[Filter], check: Check) -> str:
    """Return the condition of a scope over canonical values; what cannot be read is never left out."""
    return " and ".join(_condition(one, check) for one in scope) or "true"


def _condition(one: Filter, check: Check) -> str:
    place = check.position(one.column)
    name, kind = f"v{place}", type_of(check.columns[place]) or "varchar"
    literal = {
        text: f"cast({quoted(text)} as {kind})"
        for text in (one.at_least, one.below, *one.among)
        if text is not None
    }
    value = name if kind != "varchar" else f"{name}::varchar"
    parts = [f"{value} >= {literal[one.at_least]}"] if one.at_least is not None else []
    parts += [f"{value} < {literal[one.below]}"] if one.below is not None else []
    parts += [f"{value} in ({', '.join(literal[text] for text in one.among)})"] if one.among else []
    return f"(({' and '.join(parts)}) or {unreadable_name(check, place)} is not null)"


def wanted_columns(pair: Pair, part: Part) -> list[str]:
    """Return the columns of a side that the check needs, in the order in which they are read."""
    side, check = pair.side(part), pair.check
    columns = [getattr(one, part) for one in (*check.keys, *check.columns)]
    columns += check.unique if part is Part.TARGET else ()
    known = list(side.types)
    for column in columns:
        if column not in known:
            raise InputError(
                "{where} has no column {column!r} (it has {known}); correct the mapping of check "
                "{check!r} or the data",
                where=side.where,
                column=column,
                known=listed(known),
                check=check.key,
            )
    return columns
