"""What a run has shown already: an artifact or a gate is shown again only when its content has changed.

A resumed run starts from the top and would show everything anew each time. The memory is of one flow run: a
new run shows everything once, on its own page. Losing the memory costs nothing but showing things twice.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from prefect.runtime import flow_run
from pydantic import Field, ValidationError

from playbooks.model.frozen import Frozen
from tasks.adapters.artifacts import Artifacts, artifact_key
from tasks.adapters.memory_file import remember
from tasks.adapters.run_log import run_log


class Memory(Frozen):
    """The digests of what one run has shown, by artifact key."""

    run: str
    digests: dict[str, str] = Field(default_factory=dict)


@dataclass(slots=True)
class Shown:
    """What this run has shown, by name."""

    digests: dict[str, str] = field(default_factory=dict)

    def is_news(self, name: str, content: str) -> bool:
        """Tell whether something has not been shown with this content last."""
        return self.digests.get(name) != _digest(content)

    def note(self, name: str, content: str) -> None:
        """Remember what has been shown."""
        self.digests[name] = _digest(content)


@dataclass(slots=True)
class ChangedOnly:
    """Artifacts that pass on only what is not shown yet."""

    artifacts: Artifacts
    shown: Shown

    def markdown(self, key: str, text: str) -> None:
        """Show a text."""
        if self.shown.is_news(key, text):
            self.artifacts.markdown(key, text)
            self.shown.note(key, text)

    def progress(self, key: str, percent: float) -> None:
        """Show how far something is."""
        if self.shown.is_news(key, str(percent)):
            self.artifacts.progress(key, percent)
            self.shown.note(key, str(percent))

    def image(self, key: str, url: str) -> None:
        """Show an image."""
        if self.shown.is_news(key, url):
            self.artifacts.image(key, url)
            self.shown.note(key, url)


@contextmanager
def changed_only(artifacts: Artifacts, *, home: Path, rollout: str) -> Generator[ChangedOnly]:
    """Yield artifacts of this run that are shown only when they have changed."""
    with shown_by_run(home=home, rollout=rollout) as shown:
        yield ChangedOnly(artifacts, shown)


@contextmanager
def shown_by_run(*, home: Path, rollout: str) -> Generator[Shown]:
    """Yield what this run has shown, and keep what is added."""
    file = home / "artifacts" / f"{artifact_key(rollout)}.json"
    run = flow_run.id or ""
    known = _recall(file)
    before = known.digests if known.run == run else {}
    shown = Shown(dict(before))
    try:
        yield shown
    finally:
        if shown.digests != before:
            kept = Memory(run=run, digests=shown.digests).model_dump_json()
            remember(file, kept, loss="artifacts are shown twice")


def _recall(file: Path) -> Memory:
    try:
        return Memory.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return Memory(run="")
    except (OSError, ValidationError) as error:
        run_log().warning("%s cannot be read and is made anew: %s", file, error)
        return Memory(run="")


def _digest(content: str) -> str:
    return sha256(content.encode()).hexdigest()
