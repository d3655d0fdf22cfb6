"""Rates of the ledger on this machine: `python -m tests.benchmarks.ledger_rates [FOLDER]`.

Appending is compared, in the same run and by turns, with a bare sqlite3 insert of the very same bytes at
the same durability: on disk before it is acknowledged. Rounds alternate and the medians count. How near the
two can come depends on the disk: the quicker a flush, the more each statement counts. Appends that arrive together
share a commit, as the doors share one, so that fewer flushes stand against more work an entry.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from flows.entrypoints.cli.verifier_program import verifier_program
from flows.entrypoints.slack_app.intake import AT_ONCE
from playbooks.model.commands import GiveSignOff, Request, WithdrawSignOff
from playbooks.model.events import IssueClosed
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.ledger.verification import Level
from tasks.adapters.desk import Desk
from tasks.adapters.store import SqlStore, open_store
from tests.benchmarks.bare_inserts import UNIQUE, into_bare_table, into_guarded_tables, kept_rows
from tests.benchmarks.writers import longest_wait
from tests.integration.store.story import ROLLOUT, Teller, TestClock, item, numbered, paper, request
from tests.simulators.facts import NOW

ROUNDS, APPENDS = 7, 400
VERIFIED = 100_000
BATCH = 1000
SIGN_OFFS = 200
# Runs a program and says what memory it has taken at most; of a child, Linux would count what its parent had, too.
WITH_MEMORY = """
import runpy, sys
del sys.argv[0]
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
finally:
    print(*(line for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
RESOLUTION = "已核对预算与风险清单，可以进入下一阶段。Budget and risk register were checked; go ahead. " * 2


def main() -> None:
    """Print the rates."""
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else Path.cwd()
    with tempfile.TemporaryDirectory(dir=place) as folder:
        for measure in (append_rate, verification_rate, sign_off_latency, longest_wait):
            home = Path(folder) / measure.__name__
            home.mkdir()
            print("\n".join(measure(home)), flush=True)


def append_rate(home: Path) -> list[str]:
    """Measure appends against inserts by sqlite3 alone, turn by turn, with the same bytes."""
    store, first = opened(home), 0
    (home / "shared").mkdir()
    shared = opened(home / "shared")
    measured: dict[str, list[float]] = defaultdict(list)
    others = {
        "bare": into_bare_table(home / "bare.db"),
        "unique": into_bare_table(home / "unique.db", UNIQUE),
        "guarded": into_guarded_tables(home / "guarded"),
    }
    for _ in range(ROUNDS):
        wishes = told(first, APPENDS)
        measured["ours"].append(rate(partial(append, store, wishes, together=1)))
        measured["together"].append(rate(partial(append, shared, wishes, together=AT_ONCE)))
        rows = kept_rows(home / "store.db")[first:]
        for name, insert in others.items():
            measured[name].append(rate(partial(insert, rows)))
        first += APPENDS
    ours, together, bare, unique, guarded = (median(measured[name]) for name in ("ours", "together", *others))
    size = len(store.entry(0))
    return [
        f"one flush of 4 KiB to this disk (fdatasync):     {1e6 * flush_seconds(home):8.0f} us",
        f"append, one commit an entry of {size} bytes:       {ours:8,.0f}/s",
        f"bare sqlite3 insert of the same bytes:           {bare:8,.0f}/s",
        f"  share of that rate:                            {100 * ours / bare:8.0f} %   (target: at least 60)",
        f"append, {AT_ONCE} that arrive together:                 {together:8,.0f}/s",
        f"  share of the bare rate:                        {100 * together / bare:8.0f} %   (target: at least 60)",
        f"bare insert with the same unique index:          {unique:8,.0f}/s",
        f"  share of that rate:                            {100 * ours / unique:8.0f} %",
        f"the append's statements alone, same tables:      {guarded:8,.0f}/s",
        f"  their share of the bare rate, the bound:       {100 * guarded / bare:8.0f} %",
        f"  our share of theirs:                           {100 * ours / guarded:8.0f} %",
    ]


def flush_seconds(home: Path) -> float:
    """Return how long the disk takes to have a page for certain; the share above depends on it."""
    taken: list[float] = []
    with (home / "probe").open("wb", buffering=0) as file:
        for _ in range(100):
            file.seek(0)
            file.write(bytes(4096))
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            taken.append(time.perf_counter() - began)
    return median(taken)


def verification_rate(home: Path) -> list[str]:
    """Measure both levels over a ledger written in batches."""
    store = opened(home)
    began = time.perf_counter()
    for first in range(0, VERIFIED, BATCH):
        append(store, told(first, BATCH), together=BATCH)
    written = VERIFIED / (time.perf_counter() - began)
    return [
        f"append, {BATCH} entries a commit:                   {written:8,.0f}/s",
        f"verify, quick, {VERIFIED:,} entries:               {verified(store):8,.0f}/s   (target: 150,000)",
        *stand_alone(store, home),
    ]


def stand_alone(store: SqlStore, home: Path) -> list[str]:
    """Measure the auditor's program on an export, its start included, in a Python without any library."""
    program, export = home / "verify_ledger.pyz", home / "audit.zip"
    program.write_bytes(verifier_program())
    began = time.perf_counter()
    store.export(export)
    exported = VERIFIED / (time.perf_counter() - began)
    began = time.perf_counter()
    command = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        WITH_MEMORY,
        str(program),
        str(export),
        "--key",
        store.public_key,
    ]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rate = VERIFIED / (time.perf_counter() - began)
    return [
        f"export into one zip file:                        {exported:8,.0f}/s",
        f"verify, stand-alone, from that file:             {rate:8,.0f}/s   (target: 30,000)",
        f"  its memory:                                    {int(said.split()[-2]) / 1024:8.0f} MiB",
    ]


def sign_off_latency(home: Path) -> list[str]:
    """Measure a sign-off from the desk's counter to its receipt."""
    store = opened(home)
    teller = Teller(store, TestClock())
    teller.begin()
    list(teller.chatter(20))
    teller.granted(paper())
    taken = [one_sign_off(teller) for _ in range(SIGN_OFFS)]
    cuts = quantiles(taken, n=20)
    return [
        f"sign-off recorded and acknowledged, p50:         {cuts[9]:8.1f} ms",
        f"sign-off recorded and acknowledged, p95:         {cuts[18]:8.1f} ms   (target: at most 50)",
    ]


def opened(home: Path) -> SqlStore:
    """Open a new store."""
    return open_store(
        f"sqlite:///{home / 'store.db'}", origin="phasegate.test/ledger", key=home / "ledger.key"
    )


def wish(number: int) -> Request:
    """Return a wish with the id of this number."""
    return request(item(number), name=numbered(number))


def happened(number: int) -> IssueClosed:
    """Return an event of ordinary size."""
    moment = NOW + timedelta(microseconds=317 * number)
    return IssueClosed(issue=f"issue-{number}", closed_at=moment, resolution=RESOLUTION)


def append(store: SqlStore, wishes: Sequence[tuple[Request, IssueClosed]], *, together: int) -> None:
    """Append events at moments of their own, so many of them sharing a commit."""
    for first in range(0, len(wishes), together):
        with store.transaction() as unit:
            for asked, event in wishes[first : first + together]:
                unit.append(asked, (event,), event.closed_at)


def told(first: int, count: int) -> list[tuple[Request, IssueClosed]]:
    """Return wishes from this number on, each with its event."""
    return [(wish(number), happened(number)) for number in range(first, first + count)]


def rate(act: Callable[[], None]) -> float:
    """Return how many appends a second a round of them makes."""
    began = time.perf_counter()
    act()
    return APPENDS / (time.perf_counter() - began)


def verified(store: SqlStore) -> float:
    """Return entries a second of a quick verification; the best of three, as others only slow it."""
    rates: list[float] = []
    for _ in range(3):
        began = time.perf_counter()
        report = store.verify(Level.QUICK)
        rates.append(report.ledger.size / (time.perf_counter() - began))
        assert report.verified, report.trouble
    return max(rates)


def one_sign_off(teller: Teller) -> float:
    """Sign and take it back; return the milliseconds of the signing."""
    state = teller.store.rollout(ROLLOUT)
    assert state is not None
    gate = state.plan(next(iter(state.open_phases))).gates[1]
    assert isinstance(gate, SignOffGate)
    yes = request(GiveSignOff(gate=gate.key, seen=gate.shown_digest(state.facts)), by="lin_wei")
    began = time.perf_counter()
    Desk(teller.store, teller.clock).submit(yes)
    taken = time.perf_counter() - began
    teller.granted(WithdrawSignOff(gate=gate.key, reason="again"), by="lin_wei")
    return taken * 1000


if __name__ == "__main__":
    main()
