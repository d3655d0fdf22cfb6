"""Tables for people: they fit the terminal, cut nothing off, and no cell steers the terminal.

Where a terminal is too narrow for all columns side by side, each row becomes a block of lines, one for each column.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text as Line

from flows.entrypoints.cli.speaker import Speaker
from flows.entrypoints.cli.tones import line
from playbooks.model.text import Text

#: What stands between two columns, and what a wide column needs at least to be readable.
BETWEEN, READABLE = 3, 20

#: What is never broken in a wide column: keys, figures and words; Chinese may be broken anywhere.
_WORD = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heading; a wide one takes the room that is left, any other is never broken."""

    heading: Text
    wide: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows that are laid out once it is known how wide the terminal is."""

    columns: Sequence[Column]
    headings: Sequence[Line]
    rows: Sequence[Sequence[Line]]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Lay the rows out side by side where there is room, else one below the other."""
        if self._needed() <= options.max_width:
            yield self._side_by_side()
            return
        for place, row in enumerate(self.rows):
            yield from ("",) if place else ()
            yield self._block(row)

    def _needed(self) -> int:
        """Return how wide a terminal has to be for all columns."""
        parts = zip(self.columns, self.headings, *self.rows, strict=True)
        widths = [_least(column, cells) for column, *cells in parts]
        return sum(widths) + BETWEEN * (len(widths) - 1)

    def _side_by_side(self) -> Table:
        drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
        for column, heading in zip(self.columns, self.headings, strict=True):
            drawn.add_column(
                heading,
                ratio=1 if column.wide else None,
                justify="right" if column.number else "left",
                no_wrap=not column.wide,
                overflow="fold",
            )
        for row in self.rows:
            drawn.add_row(*row)
        return drawn

    def _block(self, row: Sequence[Line]) -> Table:
        drawn = Table.grid(padding=(0, 1))
        drawn.add_column(no_wrap=True, overflow="fold", style="dim")
        drawn.add_column(ratio=1, overflow="fold")
        for heading, cell in zip(self.headings, row, strict=True):
            drawn.add_row(heading, cell)
        return drawn


def table(
    speaker: Speaker, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, empty: Text
) -> RenderableType:
    """Return a table, or the sentence that says that there is nothing to show."""
    headings = [line(speaker.say(column.heading)) for column in columns]
    cells = [[line(cell) for cell in row] for row in rows]
    return _Rows(columns, headings, cells) if cells else line(speaker.say(empty), "dim")


def _least(column: Column, cells: Sequence[Line]) -> int:
    """Return how much room a column needs so that nothing of it is lost or torn apart."""
    whole = max(cell.cell_len for cell in cells)
    if not column.wide:
        return whole
    longest = max((len(word) for cell in cells for word in _WORD.findall(cell.plain)), default=0)
    return max(min(whole, READABLE), longest)
