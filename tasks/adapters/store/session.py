"""One open transaction as the store's parts see it: statements in, plain rows out.

Statements run on the driver's own connection, which SQLAlchemy pools: around each of the few short
statements of an append, its result machinery would cost more than the statement. Every statement is
written once, with `?` for its values; PostgreSQL's driver spells that `%s`.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from typing import Any, TypeAlias

Value: TypeAlias = str | int | bytes | None
Found: TypeAlias = Sequence[Any]


class Session:
    """A driver's connection inside a transaction."""

    __slots__ = ("_connection", "_execute", "postgresql")

    def __init__(self, connection: Any, *, postgresql: bool) -> None:  # noqa: ANN401  # sqlite3's or psycopg's
        self._connection = connection
        self._execute = partial(_execute_psycopg, connection) if postgresql else connection.execute
        self.postgresql = postgresql

    def run(self, statement: str, *values: Value) -> None:
        """Run a statement."""
        self._execute(statement, values)

    def run_many(self, statement: str, lines: Sequence[tuple[Value, ...]]) -> None:
        """Run a statement once for each line of values."""
        if lines:
            spelled = _for_psycopg(statement) if self.postgresql else statement
            self._connection.cursor().executemany(spelled, lines)

    def rows(self, statement: str, *values: Value) -> Sequence[Found]:
        """Return all rows of a query."""
        found: Sequence[Found] = self._execute(statement, values).fetchall()
        return found

    def row(self, statement: str, *values: Value) -> Found | None:
        """Return the first row of a query, or None."""
        found: Found | None = self._execute(statement, values).fetchone()
        return found

    def one(self, statement: str, *values: Value) -> Found:
        """Return the row that a query always has."""
        found: Found | None = self._execute(statement, values).fetchone()
        if found is None:
            raise LookupError(f"no row for: {statement}")
        return found

    def texts(self, statement: str, *values: Value) -> Iterable[str]:
        """Return the first column of a query whose first column is text."""
        return (row[0] for row in self.rows(statement, *values))


def _execute_psycopg(connection: Any, statement: str, values: tuple[Value, ...]) -> Any:  # noqa: ANN401  # psycopg's
    return connection.execute(_for_psycopg(statement), values)


@lru_cache(maxsize=256)
def _for_psycopg(statement: str) -> str:
    return statement.replace("%", "%%").replace("?", "%s")
