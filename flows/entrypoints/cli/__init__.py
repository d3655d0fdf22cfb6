"""The door for people at a terminal and for scripts: `phasegate`.

Every call ends with an exit code of `exit_code.py` and, when it fails, with one sentence, never a traceback.
"""

import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command that the arguments name, and end the process."""
    try:
        from flows.entrypoints.cli.running import run
        from flows.entrypoints.cli.streams import settle_streams, settle_width

        settle_streams()
        settle_width()
        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # while the product was still being imported
        code = INTERRUPTED
    sys.exit(code)
