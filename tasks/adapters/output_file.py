"""A file that somebody names for what a command writes: whole when it appears, and in the place of nothing else.

- Never in the place of a folder, a device, a pipe or a link, nor of a file that the same command reads.
- It is written as a draft beside its place. A draft that fails, as on a full disk, is removed again.
"""

import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import TextIO

from playbooks.model.errors import InputError, OutsideError
from playbooks.model.phrase import system_fault

_SHOWN = 40


def require_place(file: Path, *, reads: Iterable[Path] = ()) -> None:
    """Refuse a place that holds what must stay; `reads` names the files that the command itself reads."""
    try:
        if file.is_symlink() or (file.exists() and not file.is_file()):
            # Whatever takes the place of /dev/null or /dev/stdout takes it from everybody on this machine.
            raise InputError("{file} is a folder, a device or a link; name a file to write to", file=file)
        if any(_same(file, other) for other in reads):
            raise InputError("{file} is read by this command; name another file to write to", file=file)
        if not (file.parent.is_dir() and os.access(file.parent, os.W_OK)):
            raise no_folder(file)
    except OSError as error:
        raise unwritten(file, error) from error


@contextmanager
def written_whole(file: Path, *, encoding: str = "utf-8", fresh: bool = False) -> Generator[TextIO]:
    """Yield a stream; the file is there when all is written.

    Raises:
        FileExistsError: there is such a file, and only a fresh one was to be written.
        OutsideError: the folder takes no file, or the disk is full.
    """
    require_place(file)
    draft = file.with_name(f".{file.name[:_SHOWN]}.{token_hex(4)}.draft")
    try:
        with draft.open("x", encoding=encoding, newline="") as stream:
            yield stream
        if fresh:
            file.touch(exist_ok=False)  # the place is ours before the draft takes it
        draft.replace(file)
    except FileExistsError:
        raise
    except OSError as error:
        raise unwritten(file, error) from error
    finally:
        # What went wrong here goes wrong again there, and is told already.
        with suppress(OSError):
            draft.unlink()


def write_bytes(file: Path, content: bytes) -> None:
    """Write bytes as they are; the file is there when all are written."""
    with written_whole(file) as stream:
        stream.buffer.write(content)


def unwritten(file: Path, error: OSError) -> OutsideError:
    """Return the sentence for a file that the system did not write."""
    return OutsideError(
        "{file} cannot be written ({reason}); name a place that can be.",
        file=file,
        reason=system_fault(error),
    )


def no_folder(file: Path) -> OutsideError:
    """Return the sentence for a file whose folder is none or may not be written."""
    return OutsideError(
        "{parent} takes no file; name a folder that exists and may be written", parent=file.parent
    )


def _same(file: Path, other: Path) -> bool:
    """Tell whether two names are one file, whatever the paths say; what is not there is none."""
    try:
        return file.samefile(other)
    except OSError:
        return False
