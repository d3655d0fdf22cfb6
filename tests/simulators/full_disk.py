"""A disk without room, for this process: files stop growing at a size."""

import resource
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def no_file_grows_beyond(size: int) -> Generator[None]:
    """Let every write behind this size of a file fail, as on a disk without room."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
