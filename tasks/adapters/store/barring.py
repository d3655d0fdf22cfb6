"""The gates that keep open phases from ending, of all rollouts in one query: a list must answer at once."""

from collections import defaultdict
from collections.abc import Mapping

from tasks.adapters.store.views import shown_rows

# A waiver lies beside a failed gate only; evidence that cannot be relied on is never waived.
_BARRING = """
    SELECT g.rollout, g.gate FROM gate AS g JOIN rollout AS r ON r.key = g.rollout AND r.phase = g.phase
    WHERE r.phase_status = 'open' AND r.status IN ('running', 'held') AND g.parent IS NULL AND g.must_meet = 1
    AND coalesce(g.outcome, '') NOT IN ('passed', 'overridden') AND NOT (g.waived = 1 AND coalesce(g.outcome, '') = 'failed')
    ORDER BY g.rollout, g.position
"""


def barring(url: str) -> Mapping[str, tuple[str, ...]]:
    """Return the gates that must be met and are neither met nor waived nor overridden, by rollout."""
    found: dict[str, list[str]] = defaultdict(list)
    for rollout, gate in shown_rows(url, _BARRING):
        found[rollout].append(gate)
    return {rollout: tuple(gates) for rollout, gates in found.items()}
