"""The proposal to merge as people decide on it: a CSV that a spreadsheet opens, one line per record.

A person writes merge (合并) or apart (分开) under `decision`, once for a whole group or line by line, and may move the
x under `survivor`.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from playbooks.model.errors import InputError, NotFoundError
from playbooks.model.frozen import Frozen
from playbooks.model.merge_map import DecidedRow, Decision, MergeMap
from playbooks.model.phrase import system_fault
from tasks.adapters.governance.likeness_search import Found
from tasks.adapters.output_file import require_place, unwritten, written_whole
from tasks.adapters.spreadsheet import harmless, original

MAP_HEADER = ("merged", "survivor")

_OWN = ("group", "decision", "survivor", "key")
_BESIDE = ("level", "reason_zh", "reason_en", "check", "source_digest")
_DECISIONS = {
    "merge": Decision.MERGE,
    "合并": Decision.MERGE,
    "apart": Decision.APART,
    "keep apart": Decision.APART,
    "分开": Decision.APART,
}
_MOST_LINES = 2_000_000
_MOST_HEADER = 200


class Proposal(Frozen):
    """A proposal as it came back."""

    check: str
    source_digest: str
    rows: tuple[DecidedRow, ...]


def write_proposal(found: Found, file: Path) -> None:
    """Write the groups for people to decide on; a file that is there is left alone."""
    try:
        # With a mark of its encoding, without which spreadsheets take it for another.
        with written_whole(file, encoding="utf-8-sig", fresh=True) as stream:
            csv.writer(stream).writerows(_lines(found))
    except FileExistsError as error:
        raise _there_already(file) from error


def require_proposal_place(file: Path) -> None:
    """Refuse a place for the proposal where a file is already, before anybody searches for an hour."""
    require_place(file)
    if file.exists():
        raise _there_already(file)


def read_proposal(file: Path) -> Proposal:
    """Return what people decided; raises InputError naming file, line and fix."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(_read(csv.DictReader(stream, strict=True), file))
    except FileNotFoundError as error:
        raise NotFoundError("There is no file {file}; check the path", file=file) from error
    except OSError as error:
        raise InputError(
            "{file} cannot be read ({reason}); check the path", file=file, reason=system_fault(error)
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            "{file} is not UTF-8 any more (GBK perhaps); save it as CSV UTF-8", file=file.name
        ) from error
    except csv.Error as error:
        raise InputError(
            "{file} is no CSV any more ({reason}); save it as CSV UTF-8", file=file.name, reason=error
        ) from error
    if not rows:
        raise InputError("{file} holds no group; nothing is to be merged", file=file.name)
    origins = {(check, digest) for _, check, digest in rows}
    if len(origins) > 1:
        raise InputError(
            "{file} was made of several proposals; decide on each in its own file", file=file.name
        )
    ((check, digest),) = origins
    return Proposal(check=check, source_digest=digest, rows=tuple(row for row, _, _ in rows))


def write_map(decided: MergeMap, file: Path) -> None:
    """Write the merge map in the form that a specification names under `merge_map`; replaces an earlier map only."""
    require_map_place(file)
    with written_whole(file) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(MAP_HEADER)
        writer.writerows((merge.merged, merge.survivor) for merge in decided.merges)


def require_map_place(file: Path) -> None:
    """Refuse a place for the map that holds anything but an earlier map."""
    require_place(file)
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            header = stream.readline(_MOST_HEADER)
    except FileNotFoundError:
        return
    except UnicodeDecodeError:
        header = ""
    except OSError as error:
        raise unwritten(file, error) from error
    if tuple(header.rstrip("\r\n").split(",")) != MAP_HEADER:
        raise InputError(
            "{file} is there already and is no merge map; name another file or remove it", file=file
        )


def _there_already(file: Path) -> InputError:
    return InputError(
        "{file} is there already and may hold decisions; name another file or remove it", file=file
    )


def _lines(found: Found) -> Iterator[tuple[str, ...]]:
    names = list(next(iter(found.shown.values()), {}))
    yield (*_OWN, *(f"data.{name}" for name in names), *_BESIDE)
    for number, group in enumerate(found.groups, start=1):
        beside = (group.level.value, group.reason.zh, group.reason.en, found.check, found.digest)
        for key in group.keys:
            own = (str(number), "", "x" if key == group.survivor else "", harmless(key))
            values = (harmless(found.shown[key].get(name, "")) for name in names)
            yield (*own, *values, *beside)


def _read(reader: "csv.DictReader[str]", file: Path) -> Iterator[tuple[DecidedRow, str, str]]:
    lacking = [name for name in (*_OWN, "check", "source_digest") if name not in (reader.fieldnames or ())]
    if lacking:
        raise InputError(
            "{file} has lost its column {column!r}; start from the proposal again",
            file=file.name,
            column=lacking[0],
        )
    for row in reader:
        if reader.line_num > _MOST_LINES:
            raise InputError("{file} has too many lines for a proposal; split it", file=file.name)
        if not any(row.values()):
            continue
        yield _decided(row, reader.line_num, file), row["check"] or "", row["source_digest"] or ""


def _decided(row: dict[str, str], line: int, file: Path) -> DecidedRow:
    word = (row["decision"] or "").strip().lower().replace("_", " ")
    if word and word not in _DECISIONS:
        raise InputError(
            "{file}, line {line}: {word!r} is no decision; write merge or apart",
            file=file.name,
            line=line,
            word=word[:40],
        )
    return DecidedRow(
        line=line,
        group=(row["group"] or "").strip(),
        key=original(row["key"] or ""),
        decision=_DECISIONS.get(word),
        survivor=bool((row["survivor"] or "").strip()),
    )
