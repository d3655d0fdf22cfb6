"""A Parquet file, read in place with the types it declares."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb

from playbooks.model.data_side import ParquetFile
from playbooks.model.errors import InputError
from tasks.adapters.reconcile.data_folder import unchanged
from tasks.adapters.reconcile.room import Room
from tasks.adapters.reconcile.workspace import identifier, quoted


@dataclass(frozen=True)
class ParquetSide:
    """A Parquet file that lies in the data folder."""

    spec: ParquetFile
    path: Path

    @property
    def where(self) -> str:
        """Return the path as the plan writes it."""
        return self.spec.parquet

    @property
    def types(self) -> Mapping[str, str]:
        """Return the columns with their types."""
        return self._types

    @cached_property
    def _types(self) -> Mapping[str, str]:
        with self.explained(), closing(duckdb.connect()) as connection:
            found = connection.execute(f"describe select * from read_parquet({self._pattern})").fetchall()  # noqa: S608  # quoted
        return {str(row[0]): str(row[1]) for row in found}

    def cancel(self) -> None:
        """Do nothing: who reads it ends when nobody takes the rows."""

    @contextmanager
    def reading(self, wanted: Sequence[str], room: Room) -> Generator[str]:  # noqa: ARG002  # one signature for all kinds
        """Yield the wanted columns as they are."""
        chosen = ", ".join(f"{identifier(column)} as r{place}" for place, column in enumerate(wanted))
        with unchanged(self.path, self.where), self.explained():
            yield f"(select {chosen} from read_parquet({self._pattern}))"  # noqa: S608  # quoted names only

    @property
    def _pattern(self) -> str:
        # The signs of a pattern stand for themselves in brackets: only the file named is read.
        return quoted("".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(self.path)))

    @contextmanager
    def explained(self) -> Generator[None]:
        """Turn what DuckDB complains about while it reads this file into one sentence."""
        try:
            yield
        except (duckdb.InvalidInputException, duckdb.IOException, duckdb.SerializationException) as error:
            if any(word in str(error) for word in ("space", "memory", "rite ")):
                raise
            first = str(error).splitlines()[0][:150]
            raise InputError(
                "{where} is not readable as Parquet; export it again ({reason})",
                where=self.where,
                reason=first,
            ) from error
