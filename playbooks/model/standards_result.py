"""What was found when columns were held against their standards: counts and a few values of each broken demand.

Numbers that may tell of a person are shown by their first and last signs only.
"""

from pydantic import Field

from playbooks.model.column_profile import Frequency
from playbooks.model.frozen import Digest, Frozen, Key
from playbooks.model.ledger.canonical import digest
from playbooks.model.requirement import Part
from playbooks.model.standard import Demand
from playbooks.model.text import Text

_FIRST, _LAST = 3, 2


class BrokenDemand(Frozen):
    """One demand of a column's standard that some rows do not meet."""

    column: str
    demand: Demand
    rows: int = Field(ge=1)
    values: int = Field(ge=0)  # different ones
    samples: tuple[Frequency, ...] = ()


class TableStandards(Frozen):
    """One side of a check, held against its standards."""

    check: Key
    title: Text
    side: Part
    rows: int = Field(ge=0)
    digest: Digest
    demands: int = Field(ge=1)
    broken: tuple[BrokenDemand, ...] = ()


class StandardsResult(Frozen):
    """Every side of a plan that has standards."""

    plan: Key
    title: Text
    tables: tuple[TableStandards, ...] = Field(min_length=1)

    @property
    def met(self) -> bool:
        """Tell whether there were rows on every side, and each met every demand."""
        return all(table.rows and not table.broken for table in self.tables)

    @property
    def broken_rows(self) -> int:
        """Return how many demands were not met, counted per row."""
        return sum(one.rows for table in self.tables for one in table.broken)

    @property
    def digest(self) -> str:
        """Return the digest of the result; the same data and standards always give the same."""
        return digest(self.model_dump(mode="json"), limit=None)


def masked(value: str) -> str:
    """Return a value of which only the first and the last signs are shown."""
    if len(value) <= _FIRST + _LAST:
        return "*" * len(value)
    return f"{value[:_FIRST]}{'*' * (len(value) - _FIRST - _LAST)}{value[-_LAST:]}"
