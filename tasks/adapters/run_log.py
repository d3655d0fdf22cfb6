"""The log of the run at work; at the command line and in tests, where none is, the program's own."""

import logging
import sys

RunLog = logging.Logger | logging.LoggerAdapter[logging.Logger]


def run_log() -> RunLog:
    """Return the log that people read beside the run."""
    # A process without Prefect has no run, and is not to load Prefect in order to find that out.
    if "prefect" not in sys.modules:
        return logging.getLogger("phasegate")
    from prefect import get_run_logger  # noqa: PLC0415  # see above
    from prefect.exceptions import MissingContextError  # noqa: PLC0415  # same

    try:
        return get_run_logger()
    except MissingContextError:
        return logging.getLogger("phasegate")
