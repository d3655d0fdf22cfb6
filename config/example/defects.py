"""The list of defects as it stood on a given day, from the full list in `defects/<system>.csv`.

Severity 1 stops the work, 2 has no acceptable way round, 3 has one, 4 is cosmetic; an empty `closed` means
open.
"""

from datetime import date

from config.example.rows import Row


def as_of(defects: list[Row], today: date) -> list[Row]:
    """Return the list at the end of a day: later defects are unknown, later closings have not happened."""
    return [
        defect if defect["closed"] <= str(today) else defect | {"closed": ""}
        for defect in defects
        if defect["opened"] <= str(today)
    ]
