r"""The peers of the reconciliation benchmark, run on the same data in the same run; none is a dependency of the product.

They are installed for the occasion, each group into a virtual environment of its own, because their pins do not agree:

    install() { python3 -m venv FOLDER/$1 && FOLDER/$1/bin/pip install "${@:2}"; }
    install lake-sift lake-sift difflake datacompy polars
    install reladiff "reladiff[postgresql,mysql]"
    install google-pso-data-validator google-pso-data-validator
    # Without dbt, which it only needs for dbt, and whose package fetches a file from elsewhere.
    install data-diff --no-deps data-diff
    FOLDER/data-diff/bin/pip install psycopg2-binary mysql-connector-python "dsnparse<0.2.0" "mashumaro[msgpack]<3.11.0" \
        "setuptools<81" "urllib3<2" attrs click keyring packaging pydantic requests rich runtype sqeleton tabulate toml

A peer that cannot do the job is listed with the last line of what it said. Doubled keys are part of the job.
"""

import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.benchmarks.reconciliation_servers import PostgresqlServer, Server

LONGEST_SECONDS = 900
_POLL_SECONDS = 0.02
_DATABASE_DIFF = """
import collections, importlib, logging, sys
name, url, factor, threshold = sys.argv[1:]
logging.disable(logging.WARNING)
diff = importlib.import_module(name)
columns = tuple("cust_code cust_name order_date created_at status warehouse qty unit_price amount remark".split())
schema = [part for part in (url.split("#")[1],) if part]
sides = [diff.connect_to_table(url.split("#")[0], (*schema, side), "id", extra_columns=columns, thread_count=2)
         for side in ("source", "target")]
signs = collections.defaultdict(set)
rows = diff.diff_tables(*sides, key_columns=("id",), extra_columns=columns, algorithm=diff.Algorithm.HASHDIFF,
                        threaded=True, **({"skip_sort_results": True} if name == "reladiff" else {}),
                        max_threadpool_size=2, bisection_factor=int(factor),
                        bisection_threshold=int(threshold))
for sign, row in rows:
    signs[sign].add(row[0])
less, more = signs["-"], signs["+"]
print("missing", len(less - more), "extra", len(more - less), "changed or doubled", len(less & more))
"""
_DATACOMPY = """
import sys, datacompy, polars
source, target = (polars.read_parquet(f"{sys.argv[1]}/{side}.parquet") for side in ("source", "target"))
found = datacompy.PolarsCompare(source, target, join_columns=["id"])
changed = {one["column"]: one["unequal_cnt"] for one in found.column_stats if one["unequal_cnt"]}
print("missing", len(found.df1_unq_rows), "extra", len(found.df2_unq_rows), changed)
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """Another program that does the job, or says it does."""

    name: str
    venv: str
    words: tuple[str, ...]


def measure_peers(kind: str, folder: Path, server: Server | None, *, peers: Path) -> None:
    """Print one line for every peer that knows this kind of side."""
    known = [] if server is None else _database_peers(kind, server)
    for peer in _file_peers(folder) if kind == "parquet" else known:
        program = peers / peer.venv / "bin" / peer.words[0]
        if not program.exists():
            print(f"  {peer.name:32} is not installed", flush=True)
            continue
        seconds, mib, said = _run([str(program), *peer.words[1:]], folder, server)
        print(f"  {peer.name:32}{seconds:8.2f} s{mib:7} MiB   {said}", flush=True)


def _file_peers(folder: Path) -> Iterator[Peer]:
    sides = (str(folder / "source.parquet"), str(folder / "target.parquet"))
    yield Peer("lake-sift", "lake-sift", ("lake-sift", *sides, "--key", "id", "--allow-duplicates"))
    yield Peer(
        "difflake",
        "lake-sift",
        ("difflake", "compare", *sides, "--mode", "rows", "--key", "id"),
    )
    yield Peer("datacompy (Polars)", "lake-sift", ("python", "-c", _DATACOMPY, str(folder)))


def _database_peers(kind: str, server: Server) -> Iterator[Peer]:
    # MariaDB has no schemas below a database.
    place = f"{server.peers_url}#{server.place if kind == 'postgresql' else ''}"
    for name, venv in (("reladiff", "reladiff"), ("data_diff", "data-diff")):
        words = ("python", "-c", _DATABASE_DIFF, name, place)
        yield Peer(f"{name}, its defaults", venv, (*words, "32", "16384"))
        if name == "reladiff":
            yield Peer("reladiff, tuned", venv, (*words, "128", "100000"))
    if kind == "mariadb":
        return
    tables = f"{server.place}.source={server.place}.target"
    yield Peer(
        "google-pso-data-validator",
        "google-pso-data-validator",
        (
            *("data-validation", "validate", "row", "-sc", "bench", "-tc", "bench", "-tbls", tables),
            *("--primary-keys", "id", "--hash", "*", "--filter-status", "fail", "--format", "minimal"),
        ),
    )


def _run(command: list[str], folder: Path, server: Server | None) -> tuple[float, int, str]:
    """Return the seconds a program took, the most memory it held, and the last line it said."""
    _connect_validator(Path(command[0]).parent / "data-validation", folder, server)
    begun, most = time.perf_counter(), 0
    with (folder / "peer.log").open("w+", encoding="utf-8") as log:
        program = subprocess.Popen(command, cwd=folder, env=_environment(folder), stdout=log, stderr=log)
        while program.poll() is None:
            most = max(most, _held(program.pid))
            if time.perf_counter() - begun > LONGEST_SECONDS:
                program.kill()
            time.sleep(_POLL_SECONDS)
        seconds = time.perf_counter() - begun
        log.seek(0)
        lines = [line.strip() for line in log.read().splitlines() if line.strip()]
    ending = "" if program.returncode in {0, 1} else f"ended with {program.returncode}: "
    # A summary may stand first, and samples behind it.
    telling = [line for line in lines if "added" in line.lower() or "missing" in line.lower()]
    return seconds, most, ending + (telling[:1] or lines[-1:] or ["nothing"])[0][:150]


def _connect_validator(program: Path, folder: Path, server: Server | None) -> None:
    if not isinstance(server, PostgresqlServer) or not program.exists():
        return
    url = urlsplit(server.address)
    words = ["connections", "add", "--connection-name", "bench", "Postgres", "--host", str(url.hostname)]
    words += [
        "--port",
        str(url.port or 5432),
        "--user",
        url.username or "",
        "--password",
        url.password or "-",
    ]
    words += ["--database", url.path.strip("/")]
    subprocess.run([str(program), *words], env=_environment(folder), check=False, capture_output=True)


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "PSO_DV_CONN_HOME": str(folder), "HOME": str(folder), "NO_COLOR": "1"}


def _held(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return max((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), default=0)
