"""Run the verifier: `python verify_ledger.pyz`, or `python -m flows.entrypoints.verifier`."""

import sys

from flows.entrypoints.verifier.program import main

if __name__ == "__main__":
    sys.exit(main())
