"""The mapping of a plan held against the columns that its sides have."""

from pathlib import Path

from playbooks.model.mapping import ReconciliationPlan
from playbooks.model.mapping_review import MappingReview, reviewed
from tasks.adapters.governance.raw_table import column_types


def review_mapping(plan: ReconciliationPlan, *, base: Path) -> MappingReview:
    """Return how every check accounts for its columns; no row is read."""
    checks = tuple(
        reviewed(
            check,
            source=column_types(check.source, base=base),
            target=column_types(check.target, base=base),
        )
        for check in plan.checks
    )
    return MappingReview(plan=plan.key, title=plan.title, plan_digest=plan.digest, checks=checks)
