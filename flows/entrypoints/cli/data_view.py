"""What the commands of `phasegate data` show: tables for people, with everything that counts in eighty columns."""

from collections.abc import Iterable
from pathlib import Path

from rich.console import RenderableType

from flows.entrypoints.cli import data_wording as d
from flows.entrypoints.cli.speaker import Speaker
from flows.entrypoints.cli.table import Column, table
from playbooks.model.column_profile import ColumnProfile, Frequency, TableProfile
from playbooks.model.mapping_review import MappingReview
from playbooks.model.merge_group import SURVIVOR_RULE, MergeGroup
from playbooks.model.merge_map import MergeMap
from playbooks.model.standards_result import BrokenDemand, StandardsResult
from tasks.adapters.governance.likeness_search import Found

_MOST_GROUPS = 20
_MOST_FORMS = 3


def profile_view(speaker: Speaker, profile: TableProfile) -> tuple[RenderableType, ...]:
    """Return the columns of a table as they were counted."""
    columns = (
        Column(d.C_COLUMN),
        Column(d.C_LOOKS),
        Column(d.C_EMPTY, number=True),
        Column(d.C_DISTINCT, number=True),
        Column(d.C_LENGTH, number=True),
        Column(d.C_SEEN, wide=True),
    )
    rows = [_column_row(speaker, column.discreet()) for column in profile.columns]
    return (table_line(speaker, profile), table(speaker, columns, rows, empty=d.NO_COLUMNS))


def table_line(speaker: Speaker, profile: TableProfile) -> str:
    """Return the sentence that names a table and its rows."""
    return speaker.say(d.TABLE, name=profile.file, rows=f"{profile.rows:,}")


def _column_row(speaker: Speaker, column: ColumnProfile) -> tuple[str, ...]:
    span = f"{column.shortest}-{column.longest}" if column.shortest < column.longest else f"{column.longest}"
    return (
        column.column,
        speaker.say(column.kind.label),
        f"{column.nulls:,}",
        f"{column.distinct:,}",
        span,
        speaker.say(d.BETWEEN).join(_seen(speaker, column)) or "–",
    )


def _seen(speaker: Speaker, column: ColumnProfile) -> Iterable[str]:
    yield from map(speaker.say, column.remarks)
    shown = column.shown_range
    if shown is not None:
        yield speaker.say(d.RANGE, least=shown[0], most=shown[1])
    often = [one for one in column.frequent if one.count > 1][:_MOST_FORMS]
    if often:
        yield speaker.say(d.OFTEN, values=_frequencies(often))
    if column.patterns:
        yield speaker.say(d.FORMS, values=_frequencies(column.patterns[:_MOST_FORMS]))


def _frequencies(found: Iterable[Frequency]) -> str:
    return " ".join(f"{one.text} ×{one.count:,}" for one in found)


def standards_view(speaker: Speaker, result: StandardsResult) -> tuple[RenderableType, ...]:
    """Return the standards that are not met, and the sentence that sums up."""
    columns = (
        Column(d.C_TABLE),
        Column(d.C_COLUMN),
        Column(d.C_DEMAND),
        Column(d.C_ROWS, number=True),
        Column(d.C_SAMPLES, wide=True),
    )
    rows = [
        _broken_row(speaker, speaker.say(part.title), one) for part in result.tables for one in part.broken
    ]
    said = standards_line(speaker, result)
    return (said,) if result.met else (table(speaker, columns, rows, empty=d.ALL_MET), said)


def standards_line(speaker: Speaker, result: StandardsResult) -> str:
    """Return the sentence that sums up how standards are met."""
    demands = sum(part.demands for part in result.tables)
    parts: dict[str, object] = {"title": speaker.say(result.title), "demands": demands}
    if result.met:
        count = sum(part.rows for part in result.tables)
        return speaker.say(d.STANDARDS_MET, **parts, tables=len(result.tables), rows=f"{count:,}")
    broken = sum(len(part.broken) for part in result.tables)
    return speaker.say(d.STANDARDS_BROKEN, **parts, broken=broken, rows=f"{result.broken_rows:,}")


def _broken_row(speaker: Speaker, title: str, broken: BrokenDemand) -> tuple[str, ...]:
    samples = speaker.listed(f"{one.text} ×{one.count:,}" for one in broken.samples)
    return (title, broken.column, speaker.say(broken.demand.label), f"{broken.rows:,}", samples or "–")


def duplicates_view(speaker: Speaker, found: Found) -> tuple[RenderableType, ...]:
    """Return the first groups, and the sentence that sums up."""
    columns = (
        Column(d.C_GROUP, number=True),
        Column(d.C_LEVEL),
        Column(d.C_KEYS),
        Column(d.C_REASON, wide=True),
    )
    rows = [
        _group_row(speaker, number, group)
        for number, group in enumerate(found.groups[:_MOST_GROUPS], start=1)
    ]
    return (table(speaker, columns, rows, empty=d.NONE_FOUND), duplicates_line(speaker, found))


def duplicates_line(speaker: Speaker, found: Found) -> str:
    """Return the sentence that sums up which records look like one."""
    return speaker.say(
        d.FOUND,
        check=found.check,
        rows=f"{found.rows:,}",
        groups=f"{len(found.groups):,}",
        records=f"{found.records:,}",
        rule=speaker.say(SURVIVOR_RULE),
    )


def merged_line(speaker: Speaker, decided: MergeMap, file: Path) -> str:
    """Return the sentence that sums up what people decided, and where the map is."""
    return speaker.say(
        d.MERGED,
        groups=f"{decided.groups:,}",
        merged=f"{len(decided.merges):,}",
        survivors=f"{len({one.survivor for one in decided.merges}):,}",
        apart=f"{decided.kept_apart:,}",
        file=file,
    )


def _group_row(speaker: Speaker, number: int, group: MergeGroup) -> tuple[str, ...]:
    return (f"{number}", speaker.say(group.level.label), "\n".join(group.keys), speaker.say(group.reason))


def mapping_view(speaker: Speaker, review: MappingReview) -> tuple[RenderableType, ...]:
    """Return both sides of every check, and the sentence that sums up."""
    columns = (
        Column(d.C_TABLE),
        Column(d.C_SIDE),
        Column(d.C_COUNT, number=True),
        Column(d.C_MAPPED, number=True),
        Column(d.C_ASIDE, number=True),
        Column(d.C_OPEN, wide=True),
        Column(d.C_WRONG, wide=True),
    )
    rows = [
        (
            speaker.say(check.title),
            speaker.say(d.SIDES[side.side]),
            f"{side.columns}",
            f"{side.mapped}",
            f"{len(side.set_aside)}",
            speaker.listed(side.unexplained) or "–",
            speaker.listed((*side.contradictory, *side.unknown)) or "–",
        )
        for check in review.checks
        for side in check.sides
    ]
    return (table(speaker, columns, rows, empty=d.NO_COLUMNS), mapping_line(speaker, review))


def mapping_line(speaker: Speaker, review: MappingReview) -> str:
    """Return the sentence that sums up how columns are accounted for."""
    sides = [side for check in review.checks for side in check.sides]
    wrong = sum(len((*side.unexplained, *side.contradictory, *side.unknown)) for side in sides)
    said = d.MAPPING_WHOLE if review.complete else d.MAPPING_OPEN
    parts = {"title": speaker.say(review.title), "columns": sum(side.columns for side in sides)}
    return speaker.say(said, **parts, open=wrong)
