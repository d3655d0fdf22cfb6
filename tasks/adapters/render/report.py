"""The rollout report: one self-contained HTML file per language, no scripts, nothing fetched."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from playbooks.model import events as e
from playbooks.model.kpi import KpiStanding, standings
from playbooks.model.phase import PhaseKey
from playbooks.model.retrospective import Recorded
from playbooks.model.rollout import PhaseRecord, PhaseStatus, Rollout
from playbooks.model.text import Language
from tasks.adapters.render import history
from tasks.adapters.render.charts import FONTS, gate_strip, kpi_chart, phase_progress
from tasks.adapters.render.environment import render
from tasks.adapters.render.gate_rows import GateRow, gate_rows, score
from tasks.adapters.render.remark_wording import HEAD
from tasks.adapters.render.remarks import filed, remark_line, worded
from tasks.adapters.render.sentence import decided
from tasks.adapters.render.sheet import Sheet
from tasks.adapters.render.voice import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerNote:
    """What the foot says of the ledger: number of entries, root hash, and the signed checkpoint as text."""

    size: int
    root: str
    checkpoint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """When the report is made, what vouches for it, and the sheets of the phases' own work as they stand then."""

    now: datetime
    ledger: LedgerNote
    sheets: tuple[Sheet, ...] = ()


@dataclass(frozen=True, slots=True)
class PhaseSection:
    """One phase of the report."""

    key: PhaseKey
    record: PhaseRecord
    score: int
    rows: tuple[GateRow, ...]


@dataclass(frozen=True, slots=True)
class KpiSection:
    """One KPI of the report with its chart."""

    kpi: KpiStanding
    chart: str


@dataclass(frozen=True, slots=True)
class Count:
    """A figure of the cover: so many of so many."""

    done: int
    all: int


def report_name(rollout: str, language: Language) -> str:
    """Return the file name of a report; the file in the other language is expected beside it."""
    # A colon would make the name an address with a scheme.
    return str(PurePosixPath(f"{rollout.replace(':', '_')}.report.{language}.html"))


def rollout_report(
    rollout: Rollout, recorded: Sequence[Recorded], *, language: Language, making: Making
) -> str:
    """Return the whole story of a rollout as one HTML page."""
    voice, now = Voice(language, rollout), making.now
    sections = _phases(rollout, now)
    return render(
        "report.html.jinja2",
        voice=voice,
        say=voice.say,
        words=voice.words,
        rollout=rollout,
        now=now,
        fonts=FONTS[language],
        other=_other(rollout.key, language),
        counts=_counts(rollout, sections),
        phases=sections,
        said_head=voice.say(HEAD),
        said=lambda gate: [remark_line(remark, voice) for remark in worded(rollout, gate)],
        decided=lambda event: decided(event, voice),
        filed=lambda line, files: filed(line, files, voice),
        history=_history(recorded, voice, now=now),
        kpis=_kpis(rollout, language),
        progress=phase_progress(rollout, language=language, now=now, sent_back=history.sent_back(recorded)),
        strip=gate_strip(rollout, language=language, now=now),
        sheets=making.sheets,
        ledger=making.ledger,
    )


def _history(recorded: Sequence[Recorded], voice: Voice, *, now: datetime) -> dict[str, object]:
    return {
        "decisions": history.of_kind(recorded, e.PhaseGateDecided),
        "refusals": history.of_kind(recorded, e.CommandRefused),
        "sign_offs": history.sign_off_lives(recorded),
        "waivers": history.waiver_lives(recorded, now),
        "attempts": history.attempts(recorded),
        "timeline": history.timeline(recorded, voice),
    }


def _phases(rollout: Rollout, now: datetime) -> tuple[PhaseSection, ...]:
    return tuple(
        PhaseSection(key, record, score(rollout, key, now), gate_rows(rollout, key, now))
        for key, record in rollout.phases.items()
    )


def _kpis(rollout: Rollout, language: Language) -> tuple[KpiSection, ...]:
    return tuple(KpiSection(kpi, kpi_chart(kpi, language=language)) for kpi in standings(rollout))


def _counts(rollout: Rollout, sections: Iterable[PhaseSection]) -> dict[str, Count]:
    rows = [row for section in sections for row in section.rows]
    actions, issues = rollout.actions.values(), rollout.issues.values()
    closed = sum(record.status is PhaseStatus.CLOSED for record in rollout.phases.values())
    passed = sum(row.verdict is not None and row.verdict.passed for row in rows)
    return {
        "phases": Count(closed, len(rollout.phases)),
        "gates": Count(passed, len(rows)),
        "actions": Count(sum(not item.open for item in actions), len(actions)),
        "issues": Count(sum(not issue.open for issue in issues), len(issues)),
    }


def _other(key: str, language: Language) -> str:
    return report_name(key, Language.EN if language is Language.ZH else Language.ZH)
