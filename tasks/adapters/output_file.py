"""A file that somebody names for what a command writes: whole when it appears, and in the place of nothing else.

- Never in the place of a folder, a device, a pipe or a link, nor of a file that the same command reads or that the
  product keeps.
- It is written as a draft beside its place. A draft that fails, as on a full disk, is removed again.
"""

import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from playbooks.model.errors import InputError, OutsideError
from playbooks.model.phrase import system_fault
from tasks.adapters.draft import drafted


def require_place(file: Path, *, reads: Iterable[Path] = (), own: Iterable[Path] = ()) -> None:
    """Refuse a place that holds what must stay.

    Args:
        file: the place.
        reads: the files that the command itself reads.
        own: the files and folders that the product keeps; what is not there yet may not be anticipated either.
    """
    try:
        if file.is_symlink() or (file.exists() and not file.is_file()):
            # Whatever takes the place of /dev/null or /dev/stdout takes it from everybody on this machine.
            raise InputError("{file} is a folder, a device or a link; name a file to write to", file=file)
        if any(_same(file, other) for other in reads):
            raise InputError("{file} is read by this command; name another file to write to", file=file)
        if any(_same(file, other) or _within(file, other) for other in own):
            raise InputError("{file} belongs to Phasegate itself; name another file to write to", file=file)
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
    try:
        with drafted(file, encoding=encoding) as stream:
            yield stream
            if fresh:
                stream.flush()
                file.touch(exist_ok=False)  # the place is ours before the draft takes it
    except FileExistsError:
        raise
    except OSError as error:
        raise unwritten(file, error) from error


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


def _within(file: Path, other: Path) -> bool:
    """Tell whether a file would lie at another place or beneath it, whether either is there or not."""
    place, kept = Path(os.path.realpath(file)), Path(os.path.realpath(other))
    return kept in (place, *place.parents)
