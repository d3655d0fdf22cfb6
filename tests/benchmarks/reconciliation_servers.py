"""The database servers of the reconciliation benchmark: both tables are loaded into a place that goes away afterwards."""

import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

import psycopg
import pymysql

from tests.benchmarks.one_reconciliation import COLUMNS

#: The variable that names a server of each kind, and what it looks like.
SERVED = {
    "postgresql": ("PHASEGATE_TEST_POSTGRESQL_URL", "postgresql+psycopg://user@host:5432/database"),
    "mariadb": ("PHASEGATE_TEST_MARIADB_URL", "mysql://user@host:3306"),
}
SIDES = ("source", "target")
TYPES = (
    "id bigint, cust_code varchar, cust_name varchar, order_date date, created_at timestamp, status varchar, "
    "warehouse varchar, qty integer, unit_price decimal(12,4), amount decimal(16,2), remark varchar"
)
_WHOLE_ROW = f"id, {', '.join(COLUMNS)}"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class PostgresqlServer:
    """A PostgreSQL server, and the schema with both tables."""

    address: str
    place: str

    @property
    def url(self) -> str:
        """Return the address that leads to both tables."""
        return f"{self.address}?options=-csearch_path%3D{self.place}"

    @property
    def peers_url(self) -> str:
        """Return the address as peers take it; data-diff cannot do without a password."""
        url = urlsplit(self.address)
        login = f"{url.username or ''}:{url.password or '-'}"
        return f"postgresql://{login}@{url.hostname}:{url.port or 5432}{url.path}"

    def load(self, folder: Path) -> None:
        """Load both sides, with an index on the key."""
        _ask(self.address, f"create schema {self.place}")
        with psycopg.connect(self.url, autocommit=True) as connection, connection.cursor() as cursor:
            for side in SIDES:
                cursor.execute(f"create unlogged table {side} ({TYPES})".encode())
                with (
                    cursor.copy(f"copy {side} from stdin (format csv, header, null '\\N')".encode()) as copy,
                    (folder / f"{side}.csv").open("rb") as file,
                ):
                    while chunk := file.read(_CHUNK):
                        copy.write(chunk)
                cursor.execute(f"create index on {side} (id)".encode())
                cursor.execute(f"vacuum analyze {side}".encode())

    def limit(self) -> float:
        """Return the seconds it takes to read and hash both sides once."""
        query = f"select bit_xor(hash_record_extended(row({_WHOLE_ROW}), 0)) from "  # noqa: S608  # our own names
        return _together(lambda side: _ask(self.url, query + side))

    def drop(self) -> None:
        """Remove everything."""
        _ask(self.address, f"drop schema if exists {self.place} cascade")


@dataclass(frozen=True, slots=True)
class MariadbServer:
    """A MariaDB server, and the database with both tables; its user of the same name is for peers, who want a password."""

    address: str
    place: str

    @property
    def url(self) -> str:
        """Return the address that leads to both tables."""
        return f"{self.address.rstrip('/')}/{self.place}"

    @property
    def peers_url(self) -> str:
        """Return the address as peers take it."""
        url = urlsplit(self.address)
        return f"mysql://{self.place}:{self.place}@{url.hostname}:{url.port or 3306}/{self.place}"

    def load(self, folder: Path) -> None:
        """Load both sides, with an index on the key."""
        kinds = TYPES.replace("varchar", "varchar(60)").replace("timestamp", "datetime")
        with _mariadb(self.address) as connection, connection.cursor() as cursor:
            cursor.execute(f"create database {self.place} character set utf8mb4")
            cursor.execute(f"create user {self.place}@'%' identified by '{self.place}'")
            cursor.execute(f"grant all on {self.place}.* to {self.place}@'%'")
        with _mariadb(self.url) as connection, connection.cursor() as cursor:
            for side in SIDES:
                cursor.execute(f"create table {side} ({kinds})")
                cursor.execute(
                    f"load data local infile '{folder}/{side}.csv' into table {side} character set utf8mb4 "
                    "fields terminated by ',' optionally enclosed by '\"' ignore 1 lines"
                )
                cursor.execute(f"alter table {side} add index (id)")
                cursor.execute(f"analyze table {side}")

    def limit(self) -> float:
        """Return the seconds it takes to read and hash both sides once."""
        query = f"select bit_xor(crc32(concat_ws(',', {_WHOLE_ROW}))) from "  # noqa: S608  # our own names
        return _together(lambda side: self._ask(query + side))

    def drop(self) -> None:
        """Remove everything."""
        with _mariadb(self.address) as connection, connection.cursor() as cursor:
            cursor.execute(f"drop database if exists {self.place}")
            cursor.execute(f"drop user if exists {self.place}@'%'")

    def _ask(self, query: str) -> None:
        with _mariadb(self.url) as connection, connection.cursor() as cursor:
            cursor.execute(query)


Server: TypeAlias = PostgresqlServer | MariadbServer


def server(kind: str, place: str) -> Server:
    """Return the server of this kind that the environment names; end with one sentence where there is none."""
    variable, example = SERVED[kind]
    address = os.environ.get(variable, "").replace("+psycopg", "")
    if not address:
        sys.exit(f"{variable} names no server; set it to one that may be written to, such as {example}")
    try:
        (psycopg.connect if kind == "postgresql" else _mariadb)(address).close()
    except (psycopg.Error, pymysql.MySQLError) as error:
        reason = str(error.args[-1]).splitlines()[0]
        sys.exit(f"the server of {variable} does not answer; start it or correct the address ({reason})")
    return (PostgresqlServer if kind == "postgresql" else MariadbServer)(address, place)


def _together(ask: Callable[[str], None]) -> float:
    begun = time.perf_counter()
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(ask, SIDES))
    return time.perf_counter() - begun


def _mariadb(url: str) -> "pymysql.Connection[pymysql.cursors.Cursor]":
    """Open a connection; not that of the tests, whose imports would count as the start of the program."""
    parts = urlsplit(url)
    return pymysql.connect(
        host=parts.hostname,
        port=parts.port or 3306,
        user=parts.username,
        password=parts.password or "",
        database=parts.path.lstrip("/") or None,
        charset="utf8mb4",
        autocommit=True,
        local_infile=True,
    )


def _ask(url: str, query: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(query.encode())
