"""`python -m flows.entrypoints.cli` is `phasegate`."""

from flows.entrypoints.cli import main

main()
