"""Limits on how many open findings of each severity are borne, from 1 (work stops) to 4 (cosmetic).

A limit for a milder severity without one for every worse one is refused: it would let the worse through.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field

from playbooks.model.errors import BrokenRuleError
from playbooks.model.text import Text

Limit: TypeAlias = Annotated[int, Field(ge=0)]


def _check_order(limits: dict[int, int]) -> dict[int, int]:
    absent = sorted(set(range(1, max(limits, default=1))) - set(limits))
    if absent:
        raise BrokenRuleError(
            "no limit for severity {absent}, which is worse; name one", absent=tuple(map(str, absent))
        )
    return dict(sorted(limits.items()))


#: How many open findings are borne, by severity; what is not named is not limited.
Limits = Annotated[
    dict[Annotated[int, Field(ge=1, le=4)], Limit], Field(min_length=1), AfterValidator(_check_order)
]


def over(limits: Mapping[int, int], severities: Iterable[int]) -> tuple[Text, ...]:
    """Return a line for each severity of which there are more than its limit."""
    found = list(severities)
    counts = {severity: found.count(severity) for severity in limits}
    return tuple(
        Text(
            zh=f"{severity} 级未关闭 {counts[severity]} 个，上限 {limit} 个",
            en=f"{counts[severity]} open of severity {severity}, {limit} allowed",
        )
        for severity, limit in limits.items()
        if counts[severity] > limit
    )
