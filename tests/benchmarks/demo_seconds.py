"""How long the whole demo takes, as a user starts it: `python -m tests.benchmarks.demo_seconds [crm|erp]`."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

TARGET = 150


def main() -> None:
    """Play the demo in a home of its own and print its seconds."""
    rollout = sys.argv[1] if len(sys.argv) > 1 else "crm"
    with tempfile.TemporaryDirectory() as folder:
        command = ("demo", "--rollout", rollout, "--home", str(Path(folder) / "home"))
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "flows.entrypoints.cli", *command], stdout=subprocess.DEVNULL, check=True
        )
        print(f"demo of {rollout}: {time.perf_counter() - began:.0f} s   (target for crm: at most {TARGET})")


if __name__ == "__main__":
    main()
