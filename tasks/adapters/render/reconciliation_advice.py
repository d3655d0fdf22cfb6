"""What to do about a reconciliation, in a few lines: who repairs what, or that it can be signed."""

from collections.abc import Iterable, Iterator
from itertools import chain, zip_longest

from playbooks.model.evidence import Reconciliation
from playbooks.model.gates.wording import brief
from playbooks.model.reconciliation import CheckResult, ColumnCount, DifferenceKind, ReconciliationResult
from playbooks.model.reconciliation_light import Light, light
from playbooks.model.text import Language, Text
from tasks.adapters.render import reconciliation_wording as w

_MOST = 7
_NAMED = 3


def advice(payload: Reconciliation, language: Language) -> tuple[str, ...]:
    """Return what to do now, the most urgent first."""
    if payload.drift:
        return (w.AFTER_DRIFT.to(language),)
    match light(payload.result):
        case Light.GREEN:
            return (w.SIGN.to(language),)
        case Light.AMBER:
            return (w.WITHIN.to(language),)
        case Light.RED:
            return tuple(_repairs(payload.result, language))[:_MOST]


def _repairs(result: ReconciliationResult, language: Language) -> Iterator[str]:
    for balance in result.balances_off:
        yield _said(w.ADVICE_BALANCES, language, title=balance.title)
    # The tables in turn, so that each of them is heard.
    dealt = zip_longest(*(_of(check, language) for check in result.checks if not check.acceptable))
    yield from (line for line in chain.from_iterable(dealt) if line is not None)


def _of(check: CheckResult, language: Language) -> Iterator[str]:
    keys = (
        (DifferenceKind.MISSING, check.missing),
        (DifferenceKind.EXTRA, check.extra),
        (DifferenceKind.DOUBLED_SOURCE, check.doubled_source),
        (DifferenceKind.DOUBLED_TARGET, check.doubled_target),
    )
    columns = (
        (DifferenceKind.CHANGED, check.changed),
        (DifferenceKind.SHARED, check.shared),
        (DifferenceKind.BROKEN, check.broken),
        (DifferenceKind.ORPHAN, check.orphans),
    )
    for kind, count in keys:
        if count:
            yield _said(w.ADVICE[kind], language, title=check.title, count=f"{count:,}")
    for kind, items in columns:
        if items:
            values, names = f"{sum(item.count for item in items):,}", _names(items, language)
            yield _said(w.ADVICE[kind], language, title=check.title, count=values, columns=names)
    if check.totals_off:
        yield _said(w.ADVICE_TOTALS, language, title=check.title)


def _names(items: Iterable[ColumnCount], language: Language) -> str:
    found = [item.column for item in sorted(items, key=lambda item: -item.count)]
    more = len(found) - _NAMED
    zh, joint = language is Language.ZH, "、" if language is Language.ZH else ", "
    rest = (f" 等 {len(found)} 个字段" if zh else f" and {more} more") if more > 0 else ""
    return joint.join(brief(name, 40) for name in found[:_NAMED]) + rest


def _said(wording: Text, language: Language, *, title: Text, **parts: str) -> str:
    return wording.to(language).format(title=brief(title.to(language), 60), **parts)
