"""Cells of a file that people open in a spreadsheet: what begins like a formula there is text and nothing else."""

import re

_FORMULA = re.compile(r"^[=@+\-\t\r]")


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet runs; data from outside must not be carried out."""
    return f"'{text}" if _FORMULA.match(text) else text


def original(text: str) -> str:
    """Return what a cell held before it was made harmless."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
