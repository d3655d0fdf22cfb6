"""The lines of a CSV file whose fields stand without quotes: few of its rows are had without reading every field.

Each line is read as one text and only the key is looked for in it; the fields of the lines that are wanted are
parted afterwards. A first reading has seen that every line has the header's fields.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playbooks.model.data_side import CsvFile
from tasks.adapters.reconcile.workspace import quoted

# The statements below are made of names this package gives itself and of quoted literals, never of raw input.
# ruff: noqa: S608

#: A separator of records that no export puts between fields; where one does, reading fails as with a quote.
_NO_DELIMITER = "\x1e"


@dataclass(frozen=True, slots=True)
class CsvLines:
    """A file, and the places of the wanted columns among its fields, those of the key first."""

    spec: CsvFile
    path: Path
    width: int
    places: Sequence[int]

    def chosen(self, keys: int, condition: str) -> str:
        """Return the relation of the rows that fulfil a condition on the key's parts r0 r1 ..., all columns as text.

        Reading it fails with duckdb.InvalidInputException where a field is quoted.
        """
        parts = [f"{self._null(self._key(place))} as r{at}" for at, place in enumerate(self.places[:keys])]
        lines = f"select line, {', '.join(parts)} from {self._read()}"
        fields = f"select string_split(line, {self._delimiter}) as f from ({lines}) where {condition}"
        named = [f"{self._null(f'f[{place + 1}]')} as r{at}" for at, place in enumerate(self.places)]
        return f"(select {', '.join(named)} from ({fields}))"

    def _key(self, place: int) -> str:
        if self.width == 1:
            found = "line"
        elif place == 0:
            found = f"left(line, position({self._delimiter} in line) - 1)"
        else:
            found = f"split_part(line, {self._delimiter}, {place + 1})"
        return f"""case when contains(line, '"') then error('a field is quoted') else {found} end"""

    def _null(self, field: str) -> str:
        return f"nullif({field}, {quoted(self.spec.null)})"

    @property
    def _delimiter(self) -> str:
        return quoted(self.spec.delimiter)

    def _read(self) -> str:
        return (
            f"read_csv({quoted(str(self.path))}, header=true, auto_detect=false, encoding='utf-8', quote='', escape='', "
            f"delim={quoted(_NO_DELIMITER)}, columns={{'line': 'varchar'}})"
        )
