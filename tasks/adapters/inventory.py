"""The inventory of a former system's exports, remembered until one of the files changes.

A file that cannot be read is named with the reason; the others are still counted.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from playbooks.model.column_profile import TableProfile
from playbooks.model.data_side import DataSide
from playbooks.model.errors import InputError
from playbooks.model.frozen import Frozen
from playbooks.model.mapping import ReconciliationPlan
from playbooks.model.phrase import system_fault
from playbooks.model.strict_yaml import load_model, parse_yaml
from playbooks.model.text import Text
from tasks.adapters.catalogues import in_both
from tasks.adapters.memory_file import remember
from tasks.adapters.render.artifact_wording import ARTIFACTS as WORDS
from tasks.adapters.run_log import run_log
from tasks.adapters.sources.specification import ReconciliationSource

if TYPE_CHECKING:
    from tasks.adapters.reconcile.workspace import Workspace


class Inventory(Frozen):
    """What was counted, what could not be, and the times and sizes of the files it holds for."""

    files: str = ""
    tables: tuple[TableProfile, ...] = ()
    remarks: tuple[Text, ...] = ()


def take(sources: Iterable[ReconciliationSource], folder: Path, *, memory: Path) -> Inventory:
    """Return the profile of every export the reconciliations name; counted anew when a file has changed."""
    wanted = tuple(sources)
    files, known = _signature(wanted, folder), _recalled(memory)
    if known is not None and known.files == files:
        return known
    from tasks.adapters.reconcile.workspace import workspace  # noqa: PLC0415  # DuckDB, which runs that count nothing do without

    with workspace() as space:
        found = tuple(answer for source in wanted for answer in _of_source(space, source, folder=folder))
    tables = tuple(answer for answer in found if isinstance(answer, TableProfile))
    taken = Inventory(
        files=files, tables=tables, remarks=tuple(one for one in found if isinstance(one, Text))
    )
    remember(memory, taken.model_dump_json(), loss="it is counted once more")
    return taken


def _of_source(
    space: "Workspace", source: ReconciliationSource, *, folder: Path
) -> Iterator[TableProfile | Text]:
    """Yield the profile of each export of a plan, or the remark that says why there is none."""
    from tasks.adapters.governance.column_counts import side_profile  # noqa: PLC0415  # same

    try:
        exports = _exports(folder / source.plan)
    except InputError as error:
        yield _left_out(source.plan.name, error)
        return
    for name, side in exports.items():
        try:
            yield side_profile(space, side, base=folder / source.base, name=name)
        except InputError as error:
            yield _left_out(name, error)


def _exports(plan: Path) -> dict[str, DataSide]:
    """Return the source files a plan names; a database is looked at by command, not in passing."""
    try:
        text = plan.read_bytes()
    except OSError as error:
        raise InputError(
            "{plan} cannot be read ({reason}); check the path in the sources file.",
            plan=plan.name,
            reason=system_fault(error),
        ) from error
    checks = load_model(parse_yaml(text, name=plan.name), ReconciliationPlan).checks
    return {_named(check.source): check.source for check in checks if check.source.file is not None}


def _named(side: DataSide) -> str:
    """Return the file of a side, with the sheet or table in it."""
    part = getattr(side, "sheet", None) or getattr(side, "table", None)
    return f"{side.file} · {part}" if part else f"{side.file}"


def _left_out(name: str, error: InputError) -> Text:
    run_log().warning("%s is left out of the inventory: %s", name, error)
    reason = in_both(error)
    zh, en = WORDS.n_unreadable.zh, WORDS.n_unreadable.en
    return Text(zh=zh.format(name=name, reason=reason.zh), en=en.format(name=name, reason=reason.en))


def _signature(sources: Iterable[ReconciliationSource], folder: Path) -> str:
    """Return what changes whenever a plan or an export does: times and sizes, or that a file is not there."""
    parts = (part for source in sources for part in _stamps(source, folder))
    return sha256("\n".join(parts).encode()).hexdigest()


def _stamps(source: ReconciliationSource, folder: Path) -> Iterator[str]:
    yield _stamp(folder / source.plan)
    try:
        exports = _exports(folder / source.plan)
    except InputError as error:
        yield str(error)
        return
    files = dict.fromkeys(side.file for side in exports.values())
    yield from (_stamp(folder / source.base / str(file)) for file in files)


def _stamp(file: Path) -> str:
    try:
        status = file.stat()
    except OSError as error:
        return f"{file} {error.strerror}"
    return f"{file} {status.st_mtime_ns} {status.st_size}"


def _recalled(memory: Path) -> Inventory | None:
    try:
        return Inventory.model_validate_json(memory.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        run_log().warning("%s cannot be read and is made anew: %s", memory, error)
        return None
