"""Artifacts: what a run shows in Prefect, each under a key of lower-case letters, digits and dashes.

Different names never share a key: whatever cannot be spelled plainly carries a digest of the exact name.
"""

import re
from hashlib import sha256
from typing import Final, Protocol

import httpx
from prefect.client.schemas.actions import ArtifactCreate
from prefect.context import SyncClientContext
from prefect.utilities.context import get_task_and_flow_run_ids

from playbooks.model.errors import OutsideError

#: Words that begin a list of things inside a rollout; as part of a rollout's own key they would be ambiguous.
GATE, KPI, RECONCILIATION = "gate", "kpi", "reconciliation"

_PLAIN_ROLLOUT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PLAIN_PART = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
_DIGEST_SHOWN = 8


class Artifacts(Protocol):
    """Where artifacts are shown; every call raises OutsideError when that place does not answer."""

    def markdown(self, key: str, text: str) -> None:
        """Show a text."""
        ...

    def progress(self, key: str, percent: float) -> None:
        """Show how far something is."""
        ...

    def image(self, key: str, url: str) -> None:
        """Show an image."""
        ...


class PrefectArtifacts:
    """Artifacts of the Prefect run at work, one request each; outside a run there is no page for them."""

    def markdown(self, key: str, text: str) -> None:
        """Show a text."""
        self._create(key, text, kind="markdown")

    def progress(self, key: str, percent: float) -> None:
        """Show how far something is."""
        self._create(key, percent, kind="progress")

    def image(self, key: str, url: str) -> None:
        """Show an image."""
        self._create(key, url, kind="image")

    def _create(self, key: str, data: str | float, *, kind: str) -> None:
        task_run, flow_run = get_task_and_flow_run_ids()
        if task_run is None and flow_run is None:
            return
        wanted = ArtifactCreate(key=key, type=kind, data=data, task_run_id=task_run, flow_run_id=flow_run)
        try:
            with SyncClientContext.get_or_create() as context:
                context.client.create_artifact(wanted)
        except httpx.HTTPError as error:
            raise OutsideError(
                "Prefect did not take the artifact {key} ({reason}); it is tried again.",
                key=key,
                reason=error,
            ) from error


#: Where tasks show their artifacts unless they are told otherwise.
PREFECT: Final[Artifacts] = PrefectArtifacts()


def artifact_key(rollout: str, *parts: str) -> str:
    """Return the key of an artifact; underscores become dashes, anything stranger adds a digest."""
    spelled = re.sub(r"[^a-z0-9]+", "-", "-".join((rollout, *parts)).lower()).strip("-")
    if _plain_rollout(rollout) and all(_PLAIN_PART.fullmatch(part) for part in parts):
        return spelled
    exact = sha256("\n".join((rollout, *parts)).encode()).hexdigest()
    return f"{spelled}-{exact[:_DIGEST_SHOWN]}"


def _plain_rollout(key: str) -> bool:
    return bool(_PLAIN_ROLLOUT.fullmatch(key)) and not {GATE, KPI, RECONCILIATION} & set(key.split("-"))
