"""Tables for people: they fit eighty columns, cut nothing off, and no cell steers the terminal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import RenderableType
from rich.table import Table

from flows.entrypoints.cli.speaker import Speaker
from flows.entrypoints.cli.tones import line
from playbooks.model.text import Text


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heading; a wide one takes the room that is left, any other is never broken."""

    heading: Text
    wide: bool = False
    number: bool = False


def table(
    speaker: Speaker, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, empty: Text
) -> RenderableType:
    """Return a table, or the sentence that says that there is nothing to show."""
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    for column in columns:
        ratio = 1 if column.wide else None
        heading = speaker.say(column.heading)
        drawn.add_column(
            heading,
            ratio=ratio,
            justify="right" if column.number else "left",
            no_wrap=not column.wide,
            overflow="fold",
        )
    for row in rows:
        drawn.add_row(*(line(cell) for cell in row))
    return drawn if drawn.row_count else line(speaker.say(empty), "dim")
