"""The report of one reconciliation: a self-contained HTML page per language, no scripts, nothing fetched; it prints."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from playbooks.model.biggest_differences import biggest_differences
from playbooks.model.evidence import Reconciliation
from playbooks.model.gates.drift_wording import drift_reason
from playbooks.model.mapping import ReconciliationPlan
from playbooks.model.reconciliation import (
    CheckResult,
    DifferenceKind,
    GroupTotal,
    ReconciliationResult,
    Sample,
    TotalResult,
)
from playbooks.model.reconciliation_certainty import certainty
from playbooks.model.reconciliation_light import Light, light, light_of
from playbooks.model.reconciliation_summary import headline
from playbooks.model.text import Language, Text
from tasks.adapters.render import reconciliation_wording as w
from tasks.adapters.render.charts import FONTS, heat_map
from tasks.adapters.render.environment import render
from tasks.adapters.render.heat_grid import grids
from tasks.adapters.render.reconciliation_advice import advice
from tasks.adapters.render.voice import aside, colon

_GROUPS_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """When it was compared, by which plan, and what lies beside the report."""

    compared_at: datetime
    zone: str = "UTC"
    plan: ReconciliationPlan | None = None
    plan_file: str = ""
    differences: str | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Says the facts of a result in one language; the template speaks through it alone."""

    language: Language
    provenance: Provenance

    def say(self, text: Text, /, **parts: object) -> str:
        """Return a text with its blanks filled in."""
        said = text.to(self.language)
        return said.format(**parts) if parts else said

    def count(self, number: int) -> str:
        """Return a count; nothing where there is none."""
        return f"{number:,}" if number else "–"

    def money(self, amount: str) -> str:
        """Return an amount with its thousands apart."""
        return f"{Decimal(amount):,f}"

    def off(self, amount: str) -> str:
        """Return a difference with its sign."""
        return f"{Decimal(amount):+,f}" if Decimal(amount) else "0"

    def value(self, value: str | None) -> str:
        """Return a value as it stands in the data; NULL, blanks around it and an empty text can be told apart."""
        if value is None:
            return self.say(w.NULL)
        return value if value and value == value.strip() else f"“{value}”"

    def moment(self) -> str:
        """Return when it was compared, in the company's zone."""
        there = self.provenance.compared_at.astimezone(ZoneInfo(self.provenance.zone))
        return f"{there:%Y-%m-%d %H:%M}{aside(self.provenance.zone, self.language)}"

    @property
    def colon(self) -> str:
        """Return the colon of the reader's language."""
        return colon(self.language)

    def total_name(self, total: TotalResult) -> str:
        """Return what is added up, and by what."""
        wording = w.TOTAL_OF if total.group_by is None else w.TOTAL_MONTH if total.month else w.TOTAL_BY
        return self.say(wording, column=total.column, group=total.group_by)

    def groups(self, total: TotalResult) -> Sequence[GroupTotal]:
        """Return the groups worth showing: those that differ, or the first few."""
        off = [one for one in total.samples if Decimal(one.difference)]
        return (off or list(total.samples))[:_GROUPS_SHOWN]

    def rule(self, check: CheckResult, key: str) -> str:
        """Return what a rule is called, and its key where the plan is not at hand."""
        plan = self.provenance.plan
        rules = () if plan is None else plan.check(check.key).rules
        return next(
            (f"{self.say(rule.title)}{self.colon}{rule.must}" for rule in rules if rule.key == key), key
        )

    def keys(self, check: CheckResult) -> Iterable[tuple[str, str]]:
        """Yield the keys of which no more is to be said than that they are missing, or extra."""
        joint = "、" if self.language is Language.ZH else ", "
        for kind in w.KEYS_ALONE:
            keys = [" / ".join(sample.key) for sample in check.samples if sample.kind is kind]
            if keys:
                yield self.say(w.KINDS[kind]), joint.join(keys)

    def samples(self, check: CheckResult) -> Iterable[tuple[str, ...]]:
        """Yield all other samples as rows of a table."""
        for sample in check.samples:
            if sample.kind not in w.KEYS_ALONE:
                kind, key = self.say(w.KINDS[sample.kind]), " / ".join(sample.key) or "–"
                yield (kind, key, sample.column or "–", *self._values(sample))

    def _values(self, sample: Sample) -> tuple[str, str]:
        values = (sample.source, sample.target)
        if sample.kind in w.COUNTED_KINDS:
            before, after = ("–" if one is None else self.say(w.ROW_COUNT, count=one) for one in values)
            return before, after
        # Of a value used twice there is nothing before.
        before = "–" if sample.kind is DifferenceKind.SHARED else self.value(sample.source)
        return before, self.value(sample.target)


def reconciliation_report(payload: Reconciliation, provenance: Provenance, *, language: Language) -> str:
    """Return the whole report of a reconciliation."""
    result, reader = payload.result, Reader(language, provenance)
    lit = Light.RED if payload.drift else light(result)
    return render(
        "reconciliation.html.jinja2",
        w=w,
        words={"html_language": w.HTML_LANGUAGE},
        say=reader.say,
        reader=reader,
        result=result,
        light=lit,
        verdict=w.DRIFTED if payload.drift else w.LIGHTS[lit],
        sentence=drift_reason(payload.drift) if payload.drift else headline(result),
        light_of=light_of,
        facts=_facts(result),
        biggest=biggest_differences(result),
        advice=advice(payload, language),
        maps={
            check.key: [heat_map(grid, language=language) for grid in grids(check, language)]
            for check in result.checks
        },
        certainty=certainty(result),
        provenance=provenance,
        fonts=FONTS[language],
    )


def _facts(result: ReconciliationResult) -> tuple[tuple[Text, str], ...]:
    checks = result.checks
    agreeing = sum(check.agrees for check in checks)
    before, after = sum(check.rows_source for check in checks), sum(check.rows_target for check in checks)
    differing = sum(check.differences - check.totals_off for check in checks)
    totals = sum(check.totals_off for check in checks) + len(result.balances_off)
    return (
        (w.F_TABLES, f"{agreeing} / {len(checks)}"),
        (w.F_ROWS, f"{before:,} / {after:,}"),
        (w.F_DIFFERENCES, f"{differing:,}"),
        (w.F_TOTALS, f"{totals:,}"),
    )
