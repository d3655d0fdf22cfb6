"""What may be forgotten: small files that save a second look, written whole or not at all.

One that cannot be written is a warning and no more: what was looked at is on record by then, and a full disk beside
the database must not keep anybody from being reminded.
"""

from pathlib import Path

from tasks.adapters.draft import drafted
from tasks.adapters.run_log import run_log


def remember(file: Path, text: str, *, loss: str) -> bool:
    """Write a memory; return whether that could be done, after a warning that tells what its loss costs."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with drafted(file) as stream:
            stream.write(text)
    except OSError as error:
        run_log().warning("%s cannot be written; %s: %s", file, loss, error)
        return False
    return True


def forget(file: Path, *, loss: str) -> None:
    """Take a memory away, which can be done on a full disk too."""
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        run_log().warning("%s cannot be taken away; %s: %s", file, loss, error)
