"""A reconciliation on one sheet for Prefect's pages: the verdict, the largest differences, what to do, table by table."""

from playbooks.model.biggest_differences import biggest_differences
from playbooks.model.evidence import Reconciliation
from playbooks.model.gates.drift_wording import drift_reason
from playbooks.model.reconciliation import CheckResult, ReconciliationResult
from playbooks.model.reconciliation_light import Light, light, light_of
from playbooks.model.reconciliation_summary import headline
from playbooks.model.text import Language
from tasks.adapters.render import reconciliation_wording as w
from tasks.adapters.render.charts import heat_map
from tasks.adapters.render.heat_grid import grids
from tasks.adapters.render.reconciliation_advice import advice
from tasks.adapters.render.sheet import Row, Section, Sheet, Table
from tasks.adapters.render.voice import colon

_CIRCLES = {Light.GREEN: "🟢", Light.AMBER: "🟡", Light.RED: "🔴"}
_COUNTS = (w.C_BEFORE, w.C_AFTER, w.C_MISSING, w.C_EXTRA, w.C_DOUBLED, w.C_CHANGED, w.C_TOTALS)


def reconciliation_sheet(payload: Reconciliation, language: Language, *, report: str) -> Sheet:
    """Return the sheet; `report` is where the whole report lies."""
    result = payload.result
    lit = Light.RED if payload.drift else light(result)
    verdict = w.DRIFTED if payload.drift else w.LIGHTS[lit]
    return Sheet(
        title=f"{_CIRCLES[lit]} {verdict.to(language)}",
        sections=_sections(payload, language),
        notes=(_said(payload, language), f"{w.REPORT.to(language)}{colon(language)}{report}"),
    )


def reconciliation_content(payload: Reconciliation, language: Language) -> tuple[Section, ...]:
    """Return the same for a page that is headed otherwise: what it says in one sentence, then the rest."""
    head = Section(payload.result.title.to(language), (_said(payload, language),))
    return (head, *_sections(payload, language))


def _said(payload: Reconciliation, language: Language) -> str:
    said = drift_reason(payload.drift) if payload.drift else headline(payload.result)
    return said.to(language)


def _sections(payload: Reconciliation, language: Language) -> tuple[Section, ...]:
    result = payload.result
    sections = (
        Section(w.BIGGEST.to(language), tuple(one.to(language) for one in biggest_differences(result))),
        Section(w.TO_DO.to(language), advice(payload, language)),
        Section(w.TABLES.to(language), table=_tables(result, language)),
    )
    return tuple(one for one in sections if one.notes or one.table)


def warmest_map(result: ReconciliationResult, language: Language) -> str | None:
    """Return the heat map of the table that differs most, None where none differs."""
    differing = [check for check in result.checks if grids(check, language)]
    if not differing:
        return None
    worst = max(differing, key=lambda check: check.differences)
    return heat_map(grids(worst, language)[0], language=language)


def _tables(result: ReconciliationResult, language: Language) -> Table:
    heads = tuple(head.to(language) for head in (w.C_TABLE, w.C_STATE, *_COUNTS))
    rows = tuple(_row(check, language) for check in result.checks)
    return Table(heads, rows, right=frozenset(range(2, len(heads))))


def _row(check: CheckResult, language: Language) -> Row:
    lit = light_of(check)
    columns = (*check.changed, *check.shared, *check.broken, *check.orphans)
    counts = (
        check.rows_source,
        check.rows_target,
        check.missing,
        check.extra,
        check.doubled_source + check.doubled_target,
        sum(item.count for item in columns),
        check.totals_off,
    )
    state = f"{w.SYMBOLS[lit]} {w.STATES[lit].to(language)}"
    return (check.title.to(language), state, *(f"{count:,}" for count in counts))
