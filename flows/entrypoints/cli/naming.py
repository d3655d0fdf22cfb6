"""Keys made for people who name none; the same request makes the same key, so that a retry says the same."""

from flows.entrypoints.cli.commanded import commanded
from playbooks.model.frozen import Frozen, Key


class Chosen(Frozen):
    """A key that somebody chose with `--key`."""

    chosen: Key


def chosen_key(key: str) -> str:
    """Return a key as it was chosen, or refuse what cannot be one under the name of its option."""
    return commanded(Chosen, chosen=key).chosen


def named_after(kind: str, request: str) -> str:
    """Return a key such as issue-3f9a1c20, taken from the random end of the request id."""
    return f"{kind}-{request[-8:]}"
