"""The log of the run at work; at the command line and in tests, where none is, the program's own."""

import logging

from prefect import get_run_logger
from prefect.exceptions import MissingContextError

RunLog = logging.Logger | logging.LoggerAdapter[logging.Logger]


def run_log() -> RunLog:
    """Return the log that people read beside the run."""
    try:
        return get_run_logger()
    except MissingContextError:
        return logging.getLogger("phasegate")
