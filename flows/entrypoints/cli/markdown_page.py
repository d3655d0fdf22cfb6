"""Markdown on a terminal, with tables that break long cells instead of cutting them off."""

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderableType
from rich.markdown import Markdown, TableElement
from rich.table import Table


class FoldingTable(TableElement):
    """A table whose cells hold everything, in Chinese too, where no blanks say where to break."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """Yield the table as Rich draws it, folded."""
        for drawn in super().__rich_console__(console, options):
            if isinstance(drawn, Table):
                for column in drawn.columns:
                    column.overflow = "fold"
            yield drawn  # type: ignore[misc]  # Rich yields tables here, no segments


class Page(Markdown):
    """A page of Markdown."""

    elements = {**Markdown.elements, "table_open": FoldingTable}  # noqa: RUF012  # Rich's own shape
