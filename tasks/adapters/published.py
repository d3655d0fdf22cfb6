"""What a run has shown already: an artifact is shown again only when its content has changed.

A resumed run starts from the top and would show everything anew each time. The memory is of one flow run: a
new run shows everything once, on its own page. Losing the memory costs nothing but showing things twice.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from prefect.runtime import flow_run
from pydantic import Field, ValidationError

from playbooks.model.frozen import Frozen
from tasks.adapters.artifacts import Artifacts, artifact_key
from tasks.adapters.run_log import run_log


class Memory(Frozen):
    """The digests of what one run has shown, by artifact key."""

    run: str
    digests: dict[str, str] = Field(default_factory=dict)


@dataclass(slots=True)
class ChangedOnly:
    """Artifacts that pass on only what is not shown yet."""

    shown: Artifacts
    digests: dict[str, str] = field(default_factory=dict)

    def markdown(self, key: str, text: str) -> None:
        """Show a text."""
        if self._changed(key, text):
            self.shown.markdown(key, text)
            self.digests[key] = _digest(text)

    def progress(self, key: str, percent: float) -> None:
        """Show how far something is."""
        if self._changed(key, str(percent)):
            self.shown.progress(key, percent)
            self.digests[key] = _digest(str(percent))

    def image(self, key: str, url: str) -> None:
        """Show an image."""
        if self._changed(key, url):
            self.shown.image(key, url)
            self.digests[key] = _digest(url)

    def _changed(self, key: str, content: str) -> bool:
        return self.digests.get(key) != _digest(content)


@contextmanager
def changed_only(artifacts: Artifacts, *, home: Path, rollout: str) -> Generator[ChangedOnly]:
    """Yield artifacts of this run that are shown only when they have changed, and remember them."""
    file = home / "artifacts" / f"{artifact_key(rollout)}.json"
    run = flow_run.id or ""
    known = _recall(file)
    before = known.digests if known.run == run else {}
    board = ChangedOnly(artifacts, dict(before))
    try:
        yield board
    finally:
        if board.digests != before:
            _keep(file, Memory(run=run, digests=board.digests))


def _recall(file: Path) -> Memory:
    try:
        return Memory.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return Memory(run="")
    except (OSError, ValidationError) as error:
        run_log().warning("%s cannot be read and is made anew: %s", file, error)
        return Memory(run="")


def _keep(file: Path, memory: Memory) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(f".{os.getpid()}")
        draft.write_text(memory.model_dump_json(), encoding="utf-8")
        draft.replace(file)
    except OSError as error:
        run_log().warning("%s cannot be written; artifacts are shown twice: %s", file, error)


def _digest(content: str) -> str:
    return sha256(content.encode()).hexdigest()
