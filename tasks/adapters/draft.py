"""A file that is written as a draft beside its place and takes it when it is whole: never half of one, whoever reads.

What the system complains of is raised as it is; what that means is for whoever writes to say.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import TextIO

_SHOWN = 40


@contextmanager
def drafted(file: Path, *, encoding: str = "utf-8", flushed: bool = False) -> Generator[TextIO]:
    """Yield the stream of a draft; it takes its place at the end of the block, and none is left where that fails.

    Args:
        file: the place.
        encoding: how the text is written.
        flushed: whether it has to outlast a loss of power from then on.
    """
    draft = file.with_name(f".{file.name[:_SHOWN]}.{token_hex(4)}.draft")
    try:
        with draft.open("x", encoding=encoding, newline="") as stream:
            yield stream
            if flushed:
                stream.flush()
                os.fsync(stream.fileno())
        draft.replace(file)
    finally:
        # What went wrong here goes wrong again there, and is told already.
        with suppress(OSError):
            draft.unlink()
