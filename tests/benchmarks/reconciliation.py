"""Row-level reconciliation of orders with a key and ten columns: time, memory and ratio to the limits of the machine.

    python -m tests.benchmarks.reconciliation parquet csv postgresql mariadb [--rows 1000000] [--defects 5000] [--memory 512]
    python -m tests.benchmarks.reconciliation parquet --linear
    python -m tests.benchmarks.reconciliation parquet postgresql mariadb --peers FOLDER

The limit is measured in the same run, before and after: both sides read and hashed once, by the same engine, keeping
nothing. Each comparison runs in a process of its own; its peak memory is that process's. Every planted defect must be
found, and nothing else. `--linear` compares 1, 3, 10 and 30 million rows. How the peers are installed into FOLDER for
the occasion stands in `reconciliation_peers`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import duckdb

from tasks.adapters.reconcile import MEMORY_MIB
from tests.benchmarks.one_reconciliation import COLUMNS
from tests.benchmarks.reconciliation_peers import measure_peers
from tests.benchmarks.reconciliation_servers import SERVED, SIDES, TYPES, Server, server

ROOT = Path(__file__).parents[2]
LINEAR = (1_000_000, 3_000_000, 10_000_000, 30_000_000)
KINDS = ("missing", "extra", "doubled", "status", "cust_name", "order_date", "amount", "remark")
SOURCE = """
    select i::bigint as id, 'C' || lpad((hash(i) % 500000)::varchar, 7, '0') as cust_code,
      ['北京','上海','广州','深圳','Zürich'][1 + (hash(i + 1) % 5)::int]
        || ['华鑫','盛达','恒瑞','通联'][1 + (hash(i + 2) % 4)::int]
        || ['有限公司','贸易有限公司',' GmbH'][1 + (hash(i + 3) % 3)::int] as cust_name,
      date '2015-01-01' + (hash(i + 4) % 3650)::int as order_date,
      timestamp '2015-01-01' + to_seconds((hash(i + 5) % 315360000)::bigint) as created_at,
      ['A','P','S','C','X','H'][1 + (hash(i + 6) % 6)::int] as status,
      ['WH01','WH02','WH03','BJ-A','SH-B'][1 + (hash(i + 7) % 5)::int] as warehouse,
      (1 + hash(i + 8) % 500)::int as qty, ((hash(i + 9) % 20000000) / 10000)::decimal(12,4) as unit_price,
      ((hash(i + 10) % 2000000000) / 100)::decimal(16,2) as amount,
      case when hash(i + 11) % 4 = 0 then null
        else ['加急','请周五前发货','fragile','发票抬头待确认'][1 + (hash(i + 12) % 4)::int] end as remark
    from range(1, {rows} + 1) t(i)"""
#: Every `step`-th key has a defect, of one kind after the other.
TARGET = """
    with s as (select *, case when id % {step} = 0 then (id // {step}) % 8 else -1 end as defect from source)
    select unnest(case defect when 1 then [id, id + 1000000000] when 2 then [id, id] else [id] end) as id, cust_code,
      case defect when 4 then left(cust_name, length(cust_name) - 1) else cust_name end as cust_name,
      (case defect when 5 then order_date + 1 else order_date end)::date as order_date, created_at,
      case defect when 3 then 'Z' else status end as status, warehouse, qty, unit_price,
      (case defect when 6 then amount + 0.01 else amount end)::decimal(16,2) as amount,
      case defect when 7 then coalesce(remark || '!', '') else remark end as remark
    from s where defect <> 0"""


def make(folder: Path, rows: int, step: int) -> dict[str, int]:
    """Write both sides as Parquet and CSV, seeded by the row number, and return what is planted."""
    with duckdb.connect(
        config={"memory_limit": "2GB", "temp_directory": str(folder / "spill")}
    ) as connection:
        connection.execute(f"copy ({SOURCE.format(rows=rows)}) to '{folder}/source.parquet'")
        connection.execute(f"create view source as from '{folder}/source.parquet'")
        connection.execute(f"copy ({TARGET.format(step=step)}) to '{folder}/target.parquet'")
        for side in ("source", "target"):
            parquet = f"'{folder}/{side}.parquet'"
            connection.execute(f"copy (from {parquet}) to '{folder}/{side}.csv' (header, nullstr '\\N')")
    defects = rows // step
    return {
        kind: (defects - place) // 8 + (place > 0) if defects >= place else 0
        for place, kind in enumerate(KINDS)
    }


def limit(kind: str, folder: Path, at: Server | None) -> float:
    """Return the seconds it takes to read and hash both sides once."""
    if at is not None:
        return at.limit()
    begun = time.perf_counter()
    hashed = f"hash(id, {', '.join(COLUMNS)})"
    types = "{" + ", ".join(f"'{one.split()[0]}': '{one.split()[1]}'" for one in _type_list()) + "}"
    for side in SIDES:
        file = f"'{folder}/{side}.{kind}'"
        read = (
            file
            if kind == "parquet"
            else f"read_csv({file}, header=true, auto_detect=false, nullstr='\\N', columns={types})"
        )
        with duckdb.connect() as connection:
            connection.execute(f"select bit_xor({hashed}) from {read}").fetchall()  # noqa: S608  # our own names
    return time.perf_counter() - begun


def _type_list() -> Iterator[str]:
    for one in TYPES.replace("(12,4)", "(12;4)").replace("(16,2)", "(16;2)").split(", "):
        yield one.replace(";", ",")


def measured(kind: str, folder: Path, at: Server | None, *, planted: dict[str, int], memory: int) -> float:
    """Print time with start, memory, the limit and the ratio; end if anything was missed or invented."""
    before = limit(kind, folder, at)
    begun = time.perf_counter()
    command = [sys.executable, "-m", "tests.benchmarks.one_reconciliation", kind, str(folder), str(memory)]
    answer = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "BENCH": "" if at is None else at.url},
        check=True,
        capture_output=True,
        text=True,
    )
    whole = time.perf_counter() - begun
    physical = (before + limit(kind, folder, at)) / 2
    told = json.loads(answer.stdout)
    if told["found"] != {kind: count for kind, count in planted.items() if count}:
        sys.exit(f"{kind}: planted {planted}, found {told['found']}")
    ratio, load = told["seconds"] / physical, os.getloadavg()[0]
    print(
        f"{kind:12}{whole:8.2f} s{told['mib']:7} MiB   limit {physical:6.2f} s   ratio {ratio:5.2f}   load {load:4.1f}",
        flush=True,
    )
    return float(told["seconds"])


def main() -> None:
    """Make the data, measure the kinds asked for, and remove everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="+", choices=("parquet", "csv", "postgresql", "mariadb"))
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--defects", type=int, default=5000, help="how many rows have a defect")
    parser.add_argument("--memory", type=int, default=MEMORY_MIB, help="the limit, in MiB")
    parser.add_argument("--linear", action="store_true", help="with 1, 3, 10 and 30 million rows")
    parser.add_argument("--peers", type=Path, help="the folder of the peers' virtual environments")
    options = parser.parse_args()
    for rows in LINEAR if options.linear else (options.rows,):
        run(options, rows)


def run(options: argparse.Namespace, rows: int) -> None:
    """Make the data of one size, measure the kinds asked for, and remove everything."""
    # Before anything is made: who lacks a server is told so at once.
    servers = {kind: server(kind, f"bench_{os.getpid()}") for kind in options.kinds if kind in SERVED}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        planted = make(folder, rows, max(rows // options.defects, 1))
        print(f"{rows:,} rows, {sum(planted.values()):,} defects", flush=True)
        for kind in options.kinds:
            at = servers.get(kind)
            with ExitStack() as held:
                if at is not None:
                    held.callback(at.drop)
                    at.load(folder)
                seconds = measured(kind, folder, at, planted=planted, memory=options.memory)
                if options.linear:
                    print(f"{'':12}{seconds / rows * 1e6:8.3f} s a million rows", flush=True)
                if options.peers is not None:
                    measure_peers(kind, folder, at, peers=options.peers)


if __name__ == "__main__":
    main()
