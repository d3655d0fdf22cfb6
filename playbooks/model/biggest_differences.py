"""The differences that matter most: money first, then rows, then values, so that three lines tell the whole."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain, zip_longest

from playbooks.model.gates.wording import bounded, brief
from playbooks.model.reconciliation import CheckResult, ReconciliationResult, TotalResult
from playbooks.model.reconciliation_summary import column_findings, key_findings, total_finding, unbalanced
from playbooks.model.text import Text

_LONGEST = 300


def biggest_differences(result: ReconciliationResult, most: int = 3) -> tuple[Text, ...]:
    """Return the largest differences: the largest of each kind in turn, then the next ones."""
    differing = [check for check in result.checks if not check.agrees]
    money = [(_money(one.total), unbalanced(one)) for one in result.balances_off]
    money += [one for check in differing for one in _totals(check)]
    rows = [(Decimal(count), _of(check, text)) for check in differing for count, text in key_findings(check)]
    values = [
        (Decimal(count), _of(check, text)) for check in differing for count, text in column_findings(check)
    ]
    dealt = zip_longest(_sorted(money), _sorted(rows), _sorted(values))
    return tuple(text for text in chain.from_iterable(dealt) if text is not None)[:most]


def _totals(check: CheckResult) -> Iterator[tuple[Decimal, Text]]:
    """Yield each column's totals once, however many groupings show that they are off."""
    told = set[str]()
    for total in sorted(check.control_totals, key=lambda one: one.group_by is not None):
        if total.differing and total.column not in told:
            told.add(total.column)
            yield _money(total), _of(check, total_finding(total))


def _money(total: TotalResult) -> Decimal:
    """Return how much money is off: what groups gain and lose does not cancel out."""
    groups = sum((abs(Decimal(one.difference)) for one in total.samples), Decimal(0))
    return max(groups, abs(Decimal(total.difference)))


def _of(check: CheckResult, text: Text) -> Text:
    return bounded(
        f"{brief(check.title.zh, 40)}：{text.zh}", f"{brief(check.title.en, 60)}: {text.en}", _LONGEST
    )


def _sorted(found: Iterable[tuple[Decimal, Text]]) -> list[Text]:
    return [text for _, text in sorted(found, key=lambda one: -one[0])]
