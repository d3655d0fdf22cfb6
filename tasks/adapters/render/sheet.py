"""A sheet: a title, notes, and sections with a table each; a phase's own work is shown in this form."""

from dataclasses import dataclass

from tasks.adapters.render.environment import render

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the columns in `right` hold figures and stand to the right."""

    heads: Row
    rows: tuple[Row, ...]
    right: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a sheet: its notes are a list above its table."""

    title: str
    notes: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet."""

    title: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()


def sheet_markdown(sheet: Sheet) -> str:
    """Return the sheet as Markdown; whatever people typed into it is shown as plain text."""
    return render("sheet.md.jinja2", sheet=sheet)
