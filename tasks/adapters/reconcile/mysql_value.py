"""Values in MySQL's words, for comparing hashes where the data lie: as the server writes them, side by side.

Two rows of one text have one form in the workspace: a hash may part what is equal, never join what differs. Where that
cannot be said of a column, there is no form, and the rows are streamed instead.
"""

import re
from dataclasses import dataclass

from playbooks.model.mapping import TEXTS, Column, Transform

WHOLE = frozenset({"tinyint", "smallint", "mediumint", "int", "bigint"})
_TEXT = frozenset({"char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum"})
_MOMENTS = frozenset({"datetime", "timestamp"})
_KNOWN = WHOLE | _TEXT | _MOMENTS | {"decimal", "date"}
_DECLARED = re.compile(r"([a-z]+)(?:\(([0-9]+)(?:,([0-9]+))?\))?")
#: As many digits before the point have a place in the workspace, whatever the scale.
_FITTING = 28
_ZERO = "ifnull(last_day({0}) < date({0}) or dayofmonth({0}) = 0 or {0} < '0001-01-02', {0} is not null)"


@dataclass(frozen=True, slots=True)
class Declared:
    """A column as the server declares it."""

    kind: str
    precision: int = 0
    scale: int = 0
    is_unsigned: bool = False
    is_unicode: bool = False

    @property
    def is_key(self) -> bool:
        """Tell whether its numbers fit into a word with a sign."""
        return self.kind in WHOLE and not (self.is_unsigned and self.kind == "bigint")


@dataclass(frozen=True, slots=True)
class Form:
    """A value as the server is to write it, and when it is none that can be compared."""

    text: str
    doubtful: str | None = None


def declared_as(written: str, collation: str | None) -> Declared:
    """Return a column's declaration, read from how the server shows it."""
    found = _DECLARED.match(written.lower())
    kind, precision, scale = found.groups() if found else ("", None, None)
    unicode = (collation or "").startswith("utf8mb4")
    return Declared(kind, int(precision or 0), int(scale or 0), "unsigned" in written, unicode)


def written_form(raw: str, declared: Declared, column: Column, *, across: Declared) -> Form | None:
    """Return the form of a column, `raw` being its quoted name and `across` the other side's declaration."""
    levelled = column.factor is not None or column.source_time != column.target_time
    if levelled or column.transform is Transform.CODE or not _alike(declared, across):
        return None
    if declared.kind in _TEXT:
        text = raw if declared.is_unicode else f"convert({raw} using utf8mb4)"
        # Behind its length, so that no two rows read alike.
        written = f"ifnull(concat(length({text}), ':', {text}), '-')"
        return Form(written) if column.transform in TEXTS else None
    doubtful = _doubtful(raw, declared, column)
    return None if doubtful is None else Form(f"ifnull({raw}, '-')", doubtful or None)


def _alike(one: Declared, other: Declared) -> bool:
    if one.kind in _TEXT and other.kind in _TEXT:
        return True
    return one.kind == other.kind and one.kind in _KNOWN and one.scale == other.scale


def _doubtful(raw: str, declared: Declared, column: Column) -> str | None:
    """Return when a value cannot be read, an empty text for never; None where that cannot be said."""
    dated = declared.kind == "date" or declared.kind in _MOMENTS
    match column.transform:
        case Transform.DECIMAL:
            fitting = declared.precision - declared.scale <= _FITTING
            return "" if declared.kind in WHOLE or (declared.kind == "decimal" and fitting) else None
        case Transform.DATE:
            return _ZERO.format(raw) if declared.kind == "date" else None
        case Transform.DATETIME:
            return _ZERO.format(raw) if dated else None
        case Transform.BOOLEAN:
            return f"{raw} not in (0, 1)" if declared.kind in WHOLE else None
        case _:
            return ""
