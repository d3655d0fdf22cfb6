"""The files of a reconciliation, found below the data folder and nowhere else."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from playbooks.model.errors import InputError
from playbooks.model.mapping import ReconciliationPlan
from playbooks.model.phrase import Phrase, phrase, system_fault


def locate(base: Path, relative: str) -> Path:
    """Return the file at a path below the data folder."""
    path = (base / relative).resolve()
    # A link may lead out of the folder although the path itself does not.
    if not path.is_relative_to(base.resolve()):
        raise InputError(
            "{relative} lies outside the data folder; put the file itself there, not a link",
            relative=relative,
        )
    try:
        if not base.is_dir():
            raise InputError("There is no data folder {folder}; correct its path.", folder=base)
        if not path.is_file():
            raise InputError(
                "{relative} is not a file in the data folder; export it there or correct the path",
                relative=relative,
            )
    except OSError as error:
        raise _unreadable(relative, error) from error
    return path


def data_files(plan: ReconciliationPlan, *, base: Path) -> tuple[Path, ...]:
    """Return the files that the sides of a plan stand in, whether they are there or not."""
    names = (side.file for check in plan.checks for side in (check.source, check.target))
    return tuple(base / name for name in names if name is not None)


def map_files(plan: ReconciliationPlan, *, base: Path) -> tuple[Path, ...]:
    """Return the merge maps of a plan, whether they are there or not."""
    return tuple(base / check.merge_map for check in plan.checks if check.merge_map is not None)


def listed(names: list[str], most: int = 12) -> str | Phrase:
    """Return names for a message, the first few of them."""
    shown = ", ".join(names[:most])
    more = len(names) - most
    return phrase("{names} and {count} more", names=shown, count=more) if more > 0 else shown


@contextmanager
def unchanged(path: Path, name: str | Phrase) -> Generator[None]:
    """Refuse a file that changes while it is read, and one that cannot be read."""
    try:
        before = path.stat()
        yield
        after = path.stat()
    except OSError as error:
        raise _unreadable(name, error) from error
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        raise InputError(
            "{name} was changed while it was read; wait until the export is complete and compare again",
            name=name,
        )


def _unreadable(name: str | Phrase, error: OSError) -> InputError:
    return InputError(
        "{name} cannot be read; check the file and its permissions ({reason})",
        name=name,
        reason=system_fault(error),
    )
