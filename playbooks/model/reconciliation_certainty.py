"""How sure a reconciliation is: what it reports was seen in the values, what it passes over rests on hashes."""

from playbooks.model.reconciliation import ReconciliationResult
from playbooks.model.text import Text

_HASHES = 1 << 64


def certainty(result: ReconciliationResult) -> Text:
    """Return how unlikely it is that equal hashes hide a row that has changed by accident."""
    rows = sum(max(check.rows_source, check.rows_target) for check in result.checks)
    odds = _HASHES // max(rows, 1)
    return Text(
        zh=f"所列差异均已逐值核实；散列值相同的行视为一致，{rows:,} 行中因此漏掉意外改动的概率低于 {odds:,} 分之一。",
        en=f"Every difference listed was confirmed on its values. Rows with equal hashes count as equal; the chance that "
        f"this hides an accidental change among {rows:,} rows is below 1 in {odds:,}.",
    )
