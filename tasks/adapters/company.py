"""The company's optional files beside its organisation file; each is read when needed, and none has to exist.

    scorecards/<playbook>.yaml   vendors compared
    calendar.yaml                planned and frozen days
    value/<playbook>.yaml        service, functions in use, gains
    usage/<playbook>.csv         who worked with the system

A file that is missing leaves a remark that says how to add it. One that is there and wrong is logged as a
warning, and the remark says what is wrong; neither stops a run.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from playbooks.model.award import Usage
from playbooks.model.cutover_window import CompanyDates
from playbooks.model.errors import InputError
from playbooks.model.organisation import Organisation
from playbooks.model.phrase import phrase, system_fault
from playbooks.model.strict_yaml import load_model, parse_yaml
from playbooks.model.text import Text
from playbooks.model.value_estimate import ValueFacts
from playbooks.model.vendor_selection import ScoreCard
from tasks.adapters.catalogues import in_both
from tasks.adapters.render.artifact_wording import ARTIFACTS as WORDS
from tasks.adapters.run_log import run_log
from tasks.adapters.sources.rows import Row, read_rows

LONGEST_REMARK = 1200
FOLDERS = frozenset({"scorecards", "value", "usage"})
USAGE_COLUMNS = ("month", "person", "department", "active_days", "records")

T = TypeVar("T")
Held_co = TypeVar("Held_co", covariant=True)
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Lookup(Generic[Held_co]):
    """What a file holds; without content the remark says why, and what to do about it."""

    content: Held_co | None
    remark: Text | None = None


@dataclass(frozen=True, slots=True)
class MonthlyUsage:
    """What one person did with the system in one month, written as 2026-05."""

    month: str
    usage: Usage


@dataclass(frozen=True, slots=True)
class Company:
    """The files of one company, as one playbook sees them."""

    organisation_file: Path
    playbook: str

    @property
    def folder(self) -> Path:
        """Return the folder in which the files lie."""
        return self.organisation_file.parent

    def organisation(self) -> Lookup[Organisation]:
        """Return who the company is and what hurts."""
        return _found(self.organisation_file, _yaml(Organisation), how_to_add=WORDS.add_organisation)

    def score_card(self) -> Lookup[ScoreCard]:
        """Return the vendors compared for this playbook's system."""
        file = self.folder / "scorecards" / f"{self.playbook}.yaml"
        return _found(file, _yaml(ScoreCard), how_to_add=WORDS.add_score_card)

    def dates(self) -> Lookup[CompanyDates]:
        """Return the planned and the frozen days."""
        return _found(self.folder / "calendar.yaml", _yaml(CompanyDates), how_to_add=WORDS.add_calendar)

    def value(self) -> Lookup[ValueFacts]:
        """Return how the system ran and what it brought."""
        file = self.folder / "value" / f"{self.playbook}.yaml"
        return _found(file, _yaml(ValueFacts), how_to_add=WORDS.add_value)

    def usage(self) -> Lookup[tuple[MonthlyUsage, ...]]:
        """Return who worked with the system."""
        return _found(self.folder / "usage" / f"{self.playbook}.csv", _usage, how_to_add=WORDS.add_usage)


def _found(file: Path, read: Callable[[Path], T], *, how_to_add: Text) -> Lookup[T]:
    name = f"{file.parent.name}/{file.name}" if file.parent.name in FOLDERS else file.name
    if not file.exists():
        return Lookup(None, Text(zh=f"{name}：{how_to_add.zh}", en=f"{name}: {how_to_add.en}"))
    try:
        return Lookup(read(file))
    except InputError as error:
        run_log().warning("%s is left out: %s", name, error)
        said = in_both(error, LONGEST_REMARK)
        return Lookup(
            None, Text(zh=f"{name} 有误，未采用：{said.zh}", en=f"{name} is wrong and left out: {said.en}")
        )


def _yaml(model: type[Model]) -> Callable[[Path], Model]:
    def read(file: Path) -> Model:
        try:
            text = file.read_bytes()
        except OSError as error:
            raise InputError(
                "{file} cannot be read ({reason}); make it readable.",
                file=file.name,
                reason=system_fault(error),
            ) from error
        return load_model(parse_yaml(text, name=file.name), model)

    return read


def _usage(file: Path) -> tuple[MonthlyUsage, ...]:
    return tuple(_month_of(row) for row in read_rows(file, USAGE_COLUMNS))


def _month_of(row: Row) -> MonthlyUsage:
    try:
        usage = Usage(
            person=row.text("person"),
            department=row.text("department"),
            active_days=int(row.figure("active_days")),
            records=int(row.figure("records")),
        )
    except (ValueError, OverflowError):
        raise row.fault(
            "active_days", phrase("or `records` is out of bounds; write whole numbers, at most 31 days")
        ) from None
    return MonthlyUsage(month=row.text("month"), usage=usage)
