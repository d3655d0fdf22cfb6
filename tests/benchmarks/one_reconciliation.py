"""One comparison of the benchmark, in a process of its own that loads nothing but the product.

python -m tests.benchmarks.one_reconciliation KIND FOLDER MIB
"""

import json
import sys
import time
from pathlib import Path

from playbooks.model.mapping import ReconciliationPlan
from tasks.adapters.reconcile import Terms, reconcile

COLUMNS = (
    "cust_code",
    "cust_name",
    "order_date",
    "created_at",
    "status",
    "warehouse",
    "qty",
    "unit_price",
    "amount",
    "remark",
)
TRANSFORMS: dict[str, dict[str, object]] = {
    "order_date": {"transform": "date"},
    "created_at": {"transform": "datetime"},
    "qty": {"transform": "decimal", "scale": 0},
    "unit_price": {"transform": "decimal", "scale": 4},
    "amount": {"transform": "decimal", "scale": 2},
}


def plan(source: dict[str, str], target: dict[str, str]) -> ReconciliationPlan:
    """Return the plan comparing two sides of orders."""
    columns: list[dict[str, object]] = [
        {"source": name, "target": name, **TRANSFORMS.get(name, {})} for name in COLUMNS
    ]
    title = {"zh": "订单", "en": "Orders"}
    keys = [{"source": "id", "target": "id"}]
    check = {
        "key": "orders",
        "title": title,
        "source": source,
        "target": target,
        "keys": keys,
        "columns": columns,
    }
    return ReconciliationPlan.model_validate({"key": "bench", "title": title, "checks": [check]})


def sides(kind: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return both sides of one kind."""
    variable = {"postgresql": "postgresql", "mariadb": "mysql"}.get(kind)
    if variable is not None:
        return ({variable: "BENCH", "table": "source"}, {variable: "BENCH", "table": "target"})
    null = {"null": "\\N"} if kind == "csv" else {}
    return ({kind: f"source.{kind}", **null}, {kind: f"target.{kind}", **null})


def compared(kind: str, folder: Path, memory: int) -> dict[str, object]:
    """Compare in this process, and return counts, seconds and peak memory."""
    begun = time.perf_counter()
    terms = Terms(differences=folder / "differences.csv", memory_mib=memory)
    check = reconcile(plan(*sides(kind)), base=folder, terms=terms).checks[0]
    found = {
        "missing": check.missing,
        "extra": check.extra,
        "doubled": check.doubled_source + check.doubled_target,
        **{item.column: item.count for item in check.changed},
    }
    seconds = time.perf_counter() - begun
    return {"found": found, "seconds": seconds, "mib": peak_mib()}


def peak_mib() -> int:
    """Return the most memory this program held; the kernel's other figure begins with that of the parent."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1024


if __name__ == "__main__":
    print(json.dumps(compared(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))
