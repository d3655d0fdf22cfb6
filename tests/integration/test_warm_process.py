"""The warm process: what it has imported stays for ever, so what must be let go at the end of a run is not among it."""

import subprocess
import sys

# As the warm process does before it forks, and then as a run that compares.
RUN = """
import gc, importlib, sys
from flows.entrypoints import warm_process
from flows.entrypoints.doors_beside import PRELOAD
for module in (*warm_process._NEEDED_BY_EVERY_RUN, *PRELOAD):
    importlib.import_module(module)
gc.freeze()
print("duckdb" in sys.modules)
from tasks.adapters.reconcile import reconcile
from tasks.adapters.reconcile.workspace import workspace
with workspace() as space:
    print(space.count("select 42"))
"""


def test_a_run_that_has_compared_ends_without_a_word() -> None:
    """DuckDB tells of all it finds still there at the end, which is all of it where it was frozen."""
    run = subprocess.run([sys.executable, "-c", RUN], check=True, capture_output=True, text=True)
    assert (run.stdout.split(), run.stderr) == (["False", "42"], "")
