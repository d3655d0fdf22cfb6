"""The staged load (灰度): the sample first, then all; a wave is compared once the wave before it has passed."""

from collections.abc import Iterable

from playbooks.model.evidence import Evidence, Reconciliation
from playbooks.model.refusal import RefusalCode, RefusedError


def passed(plan: str, wave: str, evidence: Iterable[Evidence]) -> bool:
    """Tell whether a plan's wave is on record with nothing beyond its budgets."""
    results = (one.payload.result for one in evidence if isinstance(one.payload, Reconciliation))
    return any(
        result.key == plan
        and result.wave == wave
        and not result.balances_off
        and all(check.acceptable for check in result.checks)
        for result in results
    )


def require_turn(
    plan: str, after: str | None, evidence: Iterable[Evidence], *, about: str | None = None
) -> None:
    """Raise RefusedError while the wave that comes before has not passed."""
    if after is not None and not passed(plan, after, evidence):
        raise RefusedError(
            RefusalCode.NOT_READY,
            f"批次“{after}”尚未核对通过，请先核对并提交该批次",
            f"wave {after!r} has not passed yet; compare it and put it on record first",
            about=about,
        )
