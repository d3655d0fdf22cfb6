"""Artifacts for tests: what was shown is kept by key, with how often; while it is down nothing is shown."""

from collections import Counter
from dataclasses import dataclass, field

from playbooks.model.errors import OutsideError


@dataclass(slots=True)
class ShownArtifacts:
    """Keeps the newest content of every artifact and counts how often each was shown."""

    content: dict[str, str | float] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)
    down: bool = False

    def markdown(self, key: str, text: str) -> None:
        """Keep a text."""
        self._keep(key, text)

    def progress(self, key: str, percent: float) -> None:
        """Keep a share."""
        self._keep(key, percent)

    def image(self, key: str, url: str) -> None:
        """Keep an image."""
        self._keep(key, url)

    def text(self, key: str) -> str:
        """Return a text that was shown."""
        return str(self.content[key])

    def _keep(self, key: str, content: str | float) -> None:
        if self.down:
            raise OutsideError("Prefect is down.")
        self.content[key] = content
        self.times[key] += 1
