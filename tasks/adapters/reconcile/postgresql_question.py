"""What two PostgreSQL databases are asked about one check: whence the rows, their keys, the hash of a row, what counts."""

from dataclasses import dataclass

from playbooks.model.mapping import Check, Transform
from playbooks.model.requirement import Part
from tasks.adapters.reconcile.postgresql_hash import row_hash
from tasks.adapters.reconcile.postgresql_value import column_form, condition, is_whole, key_form
from tasks.adapters.reconcile.sides.postgresql_table import PostgresqlSide
from tasks.adapters.reconcile.staging import Pair

#: The first release that hashes whole records.
OLDEST_SERVER = 140_000


@dataclass(frozen=True, slots=True)
class Question:
    """What one database is asked; `key` is the column of a key that is one whole number."""

    side: PostgresqlSide
    keys: tuple[str, ...]
    row_hash: str
    scope: str
    key: str | None = None
    columns: tuple[str, ...] = ()

    @property
    def relation(self) -> str:
        """Return what stands behind FROM, narrowed to the scope."""
        return f"{self.side.relation} where {self.scope}"

    @property
    def key_number(self) -> str:
        """Return the number that stands for a key: itself where it is one, else a hash, which several may share."""
        if self.key is not None:
            return self.keys[0]
        given = " and ".join(f"{key} is not null" for key in self.keys)
        return f"(case when {given} then hash_record_extended(row({', '.join(self.keys)}), 0) end)"

    @property
    def is_unique(self) -> bool:
        """Tell whether the database itself lets no key stand twice."""
        return self.side.has_unique_index(self.columns)

    @property
    def is_indexed(self) -> bool:
        """Tell whether rows can be found by the key without reading all of them."""
        return self.key is not None and self.side.has_index(self.key)

    @property
    def sample(self) -> str:
        """Return some of the rows; of a query or a view, all of them."""
        if self.side.is_plain_table:
            return f"{self.side.relation} tablesample system (1) repeatable (1)"
        return self.side.relation


def questions(pair: Pair) -> tuple[Question, Question] | None:
    """Return what both databases are asked; None where they cannot do it."""
    check, source, target = pair.check, pair.source, pair.target
    if not isinstance(source, PostgresqlSide) or not isinstance(target, PostgresqlSide):
        return None
    modern = min(side.connection.info.server_version for side in (source, target)) >= OLDEST_SERVER
    grouped = (check.column(total.group_by).transform for total in check.control_totals if total.group_by)
    # The names of such groups are written in another way here than in the workspace.
    named_otherwise = any(transform in {Transform.DECIMAL, Transform.CODE} for transform in grouped)
    if pair.whole or check.merging or named_otherwise or not modern:
        return None
    one, other = (
        _question(check, Part.SOURCE, source, across=target),
        _question(check, Part.TARGET, target, across=source),
    )
    return (one, other) if one is not None and other is not None else None


def _question(check: Check, part: Part, side: PostgresqlSide, *, across: PostgresqlSide) -> Question | None:
    keys = [
        key_form(side, pair, part, other=_across(across, getattr(pair, part.other))) for pair in check.keys
    ]
    forms = [
        column_form(side, column, part, other=_across(across, getattr(column, part.other)))
        for column in check.columns
    ]
    scope = [condition(side, check, one=one, part=part) for one in check.scope]
    if None in keys or None in forms or None in scope:
        return None
    kept = [form for form in keys if form is not None]
    found = row_hash(kept, [form for form in forms if form is not None], part)
    counted = " and ".join(map(str, scope)) or "true"
    exact = all(pair.transform is Transform.NONE for pair in check.keys)
    return Question(
        side,
        tuple(key.value for key in kept),
        row_hash=found,
        scope=counted,
        key=_whole_key(check, part, side, across=across),
        columns=tuple(getattr(pair, part) for pair in check.keys) if exact else (),
    )


def _whole_key(check: Check, part: Part, side: PostgresqlSide, *, across: PostgresqlSide) -> str | None:
    (first, *others) = check.keys
    name = str(getattr(first, part))
    whole = is_whole(side, name) and is_whole(across, getattr(first, part.other))
    return name if whole and not others and first.transform is Transform.NONE else None


def _across(side: PostgresqlSide, column: str) -> str:
    """Return the type of a column, without its size; of one that is missing, a type that fits nothing."""
    return side.declared.get(column, "").split("(")[0]
