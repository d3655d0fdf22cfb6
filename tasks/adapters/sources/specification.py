"""What the sources file may say: for each piece of evidence, which kind of file it is read from."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from playbooks.model.errors import InputError
from playbooks.model.frozen import Frozen, Key
from playbooks.model.offer import offered
from playbooks.model.phrase import system_fault
from playbooks.model.strict_yaml import load_model, parse_yaml


class FileSource(Frozen):
    """The part all sources share: which evidence they supply, and whose work it is."""

    evidence: Key
    performed_by: tuple[Key, ...] = ()


class SeriesSource(FileSource):
    """A CSV file with the columns date, value, unit."""

    kind: Literal["series"]
    metric: Key
    file: Path


class TrainingSource(FileSource):
    """A CSV file of training records, one line per person and level."""

    kind: Literal["training"]
    file: Path


class TestReportSource(FileSource):
    """CSV files of test cases and results, of one or more rounds (the latest counts), and one of defects."""

    __test__ = False  # keeps pytest from collecting a class whose name starts with Test

    kind: Literal["test_report"]
    cases: tuple[Path, ...] = Field(min_length=1)
    defects: Path


class ReconciliationSource(FileSource):
    """A reconciliation plan, or one wave of it; paths in it are relative to `base`."""

    kind: Literal["reconciliation"]
    plan: Path
    base: Path
    wave: Key | None = None


Source = Annotated[
    SeriesSource | TrainingSource | TestReportSource | ReconciliationSource, Field(discriminator="kind")
]


class Sources(Frozen):
    """All sources of one company, by playbook."""

    sources: dict[Key, tuple[Source, ...]]

    def of(self, playbook: str, evidence: frozenset[str]) -> tuple[Source, ...]:
        """Return the sources of a playbook that supply any of this evidence."""
        return tuple(source for source in self.sources.get(playbook, ()) if source.evidence in evidence)


def read_sources(file: Path) -> Sources:
    """Return the sources in a file; raises InputError naming file, line, key and the fix."""
    try:
        text = file.read_bytes()
    except OSError as error:
        raise InputError(
            "{file} cannot be read ({reason}); set PHASEGATE_SOURCES to the sources file.",
            file=file,
            reason=system_fault(error),
        ) from error
    return load_model(parse_yaml(text, name=file.name), Sources)


def require_workers(sources: Sources, known: Sequence[str], *, file: Path) -> None:
    """Refuse sources whose work is that of somebody unknown: a mistyped name bars nobody from signing their own work."""
    found = (
        (playbook, source.evidence, name)
        for playbook, listed in sources.sources.items()
        for source in listed
        for name in source.performed_by
        if name not in known
    )
    for playbook, evidence, name in found:
        raise InputError(
            "{file}: performed_by of {evidence!r} ({playbook}) names {name!r}, who is not in the organisation file; "
            "correct the name; {near}",
            file=file,
            playbook=playbook,
            evidence=evidence,
            name=name,
            near=offered(name, known),
        )
