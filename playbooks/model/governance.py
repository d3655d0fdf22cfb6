"""What data governance says of one table beside its comparison: standards, duplicates, columns left out or new.

None of it changes what a comparison finds, except the merge map: who was merged into whom.
"""

from enum import StrEnum

from pydantic import Field, model_validator

from playbooks.model.data_side import DataPath, Name
from playbooks.model.errors import BrokenRuleError
from playbooks.model.frozen import Frozen, Prose
from playbooks.model.requirement import Part
from playbooks.model.standard import Standard


class Subject(StrEnum):
    """What the rows of a table are, so that their names are read rightly."""

    PARTY = "party"  # customers, suppliers, people: legal forms and titles do not tell them apart
    MATERIAL = "material"  # sizes do tell them apart


class DuplicateSearch(Frozen):
    """By which columns of one side duplicates are found; rows that differ in an `apart` column are never one."""

    side: Part = Part.SOURCE
    subject: Subject = Subject.PARTY
    name: Name
    phone: Name | None = None
    credit_code: Name | None = None
    id_card: Name | None = None
    address: Name | None = None
    apart: tuple[Name, ...] = Field(default=(), max_length=10)

    @property
    def columns(self) -> tuple[Name, ...]:
        """Return every column that is looked at, each once."""
        named = (self.name, self.phone, self.credit_code, self.id_card, self.address, *self.apart)
        return tuple(dict.fromkeys(name for name in named if name is not None))


class SetAside(Frozen):
    """A column that takes no part in the mapping, and why."""

    column: Name
    reason: Prose


class Governance(Frozen):
    """The part of a check that speaks of data governance."""

    standards: tuple[Standard, ...] = Field(default=(), max_length=500)
    duplicates: DuplicateSearch | None = None
    merge_map: DataPath | None = None
    dropped: tuple[SetAside, ...] = Field(default=(), max_length=1000)  # of the source
    new: tuple[SetAside, ...] = Field(default=(), max_length=1000)  # of the target

    @model_validator(mode="after")
    def _each_column_once(self) -> "Governance":
        for columns in (self.dropped, self.new):
            names = [one.column for one in columns]
            doubled = sorted({name for name in names if names.count(name) > 1})
            if doubled:
                raise BrokenRuleError(
                    "column {column!r} is set aside twice; keep one reason", column=doubled[0]
                )
        held = [(one.side, one.column) for one in self.standards]
        twice = sorted({column for side, column in held if held.count((side, column)) > 1})
        if twice:
            raise BrokenRuleError("column {column!r} has two standards; make them one", column=twice[0])
        return self


#: The fields that a comparison does not depend on.
BESIDE = frozenset({"standards", "duplicates", "dropped", "new"})
