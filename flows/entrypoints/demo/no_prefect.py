"""Where there is no Prefect to tell: a quick play works its phases in this process and has no feed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tasks.adapters.ports import Attempt


@dataclass(frozen=True, slots=True)
class NoPrefect:
    """Stands where Prefect would: takes what is meant for it, and knows of no run."""

    def wake(self, run: str) -> bool:  # noqa: ARG002  # the port's
        """No run waits, so every one counts as woken."""
        return True

    def start_phase(self, rollout: str, phase: str, *, idempotency_key: str) -> str:  # noqa: ARG002  # the port's
        """The play opens the phase itself."""
        return idempotency_key

    def alive(self, runs: Sequence[str]) -> Mapping[str, bool]:
        """Nothing runs."""
        return dict.fromkeys(runs, False)

    def bury(self, run: str) -> None:
        """Nothing is to be told."""

    def attempts(self, rollout: str) -> Sequence[Attempt]:  # noqa: ARG002  # the port's
        """Nothing was started."""
        return ()

    def announce(
        self, event: str, *, rollout: str, about: str, payload: Mapping[str, str], at: datetime
    ) -> None:
        """There is no feed to put it on; the ledger has it."""
