"""How a side's raw rows, r0 r1 ..., are read: k0 ... the key, v0 ... the values, u0 ... the text of what is unreadable.

- Each value is worked out once, the next layer of the query builds on it; `h` is the hash of a row.
- At first sight, columns which both sides write and read alike are compared as they are written: what is equal there
  is equal. Whether they can be read at all is then asked of the source alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from playbooks.model.mapping import Check, Column, Transform
from playbooks.model.requirement import Part
from tasks.adapters.reconcile.canonical_value import (
    WIDE,
    Canonical,
    Raw,
    as_it_is,
    column_value,
    digits_needed,
    is_long,
    key_value,
)
from tasks.adapters.reconcile.staging import Pair, key_names, unique_names, value_names
from tasks.adapters.reconcile.workspace import quoted

# The statements below are made of names this package gives itself and of quoted literals, never of raw input.
# ruff: noqa: S608


@dataclass(frozen=True, slots=True)
class Form:
    """A column's value and what is worked out beside it; of these, which one is read and which one is its text."""

    value: str
    beside: str | None = None
    read: str = ""
    text: str = ""
    is_long: bool = False

    @property
    def doubt(self) -> str:
        """Return the expression of the text of what cannot be read."""
        return (
            f"case when {self.read} is null then {self.text}::varchar end" if self.read else "null::varchar"
        )

    @property
    def fails(self) -> str:
        """Return the condition that the value cannot be read."""
        return f"({self.text} is not null and {self.read} is null)"


@dataclass(frozen=True, slots=True)
class Reading:
    """How one side of a check is read: by the types of its key and columns, and by those across."""

    check: Check
    part: Part
    own: Sequence[str]
    across: Sequence[str]
    at_first_sight: bool = False

    def rows(self, relation: str) -> str:
        """Return the query of the rows with their hashes, whether in scope or not."""
        names = [*key_names(self.check), *value_names(self.check)]
        extra = unique_names(self.check) if self.part is Part.TARGET else []
        forms = self.forms()
        values = [*self.keys(), *(form.value for form in forms)]
        first = [f"{value} as {name}" for name, value in zip(names, values, strict=True)]
        first += [f"{form.beside} as w{place}" for place, form in enumerate(forms) if form.beside is not None]
        first += [f"r{len(names) + place}::varchar as {name}" for place, name in enumerate(extra)]
        doubts = [f"{form.doubt} as u{place}" for place, form in enumerate(forms)]
        inner = f"select {', '.join(first)} from {relation}"
        hashed = f"{self._row_hash(names, forms)} as h"
        return f"select {', '.join([*names, *doubts, *extra, hashed])} from ({inner})"

    def _row_hash(self, names: Sequence[str], forms: Sequence[Form]) -> str:
        """Return the expression of a row's hash; what is unreadable is salted with the side, never to look equal."""
        long = [*map(self._is_long_key, range(len(self.check.keys))), *(form.is_long for form in forms)]
        # DuckDB gives v and -v-1 one hash where they take two machine words.
        signs = [f"{name} < 0" for name, is_signed in zip(names, long, strict=True) if is_signed]
        whole = f"hash({', '.join([*names, *signs])})"
        failing = [form for form in forms if form.beside is not None]
        if not failing:
            return whole
        # Conditions, as they cost less than the texts, which hardly any row has.
        salted = f"xor({whole}, hash({quoted(self.part)}, {', '.join(form.doubt for form in failing)}))"
        return f"case when {' or '.join(form.fails for form in failing)} then {salted} else {whole} end"

    def keys(self) -> list[str]:
        """Return the expressions of the parts of the key over raw rows."""
        return [
            key_value(Raw(f"r{place}", self.own[place]), key, plain=self._is_plain_key(place))
            for place, key in enumerate(self.check.keys)
        ]

    def forms(self) -> list[Form]:
        """Return the forms of the mapped columns over raw rows."""
        return [self._form(place, column) for place, column in enumerate(self.check.columns)]

    def _form(self, place: int, column: Column) -> Form:
        at = len(self.check.keys) + place
        raw, own, across = f"r{at}", self.own[at], self.across[at]
        read = column_value(Raw(raw, own), column, part=self.part, other=across)
        if self.at_first_sight and _written_alike(column, own, across):
            form = _as_written(raw, read, place=place, is_asked=self.part is Part.SOURCE)
            return replace(form, is_long=is_long(own))
        decimal = column.transform is Transform.DECIMAL and digits_needed(column, own, across) == WIDE
        long = decimal or (as_it_is(column, own, across) and is_long(own))
        if read.text is None:
            return Form(read.value, is_long=long)
        return Form(read.value, read.text, read=f"v{place}", text=f"w{place}", is_long=long)

    def _is_plain_key(self, place: int) -> bool:
        return as_it_is(self.check.keys[place], self.own[place], self.across[place])

    def _is_long_key(self, place: int) -> bool:
        return self._is_plain_key(place) and is_long(self.own[place])


def reading(pair: Pair, part: Part, *, at_first_sight: bool = False) -> Reading:
    """Return how one side of a pair is read."""
    types = [*map(pair.types, pair.check.keys), *map(pair.types, pair.check.columns)]
    before, after = [one for one, _ in types], [other for _, other in types]
    own, across = (before, after) if part is Part.SOURCE else (after, before)
    return Reading(pair.check, part, own, across, at_first_sight)


def reading_alone(check: Check, part: Part, own: Sequence[str]) -> Reading:
    """Return how a side is read by itself: as if there were nothing but text across."""
    return Reading(check, part, own, ["VARCHAR"] * len(own))


def _written_alike(column: Column, own: str, across: str) -> bool:
    """Tell whether both sides write a column in the same type and it is read in the same way on both."""
    return (
        own == across
        and column.transform is not Transform.CODE
        and column.factor is None
        and column.source_time == column.target_time
    )


def _as_written(raw: str, read: Canonical, *, place: int, is_asked: bool) -> Form:
    if read.text is None or not is_asked:
        return Form(raw)
    return Form(raw, read.value, read=f"w{place}", text=f"v{place}")
