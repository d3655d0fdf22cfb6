"""Gates for scripts: the same facts as on a terminal, under names that stay."""

from collections.abc import Sequence
from datetime import datetime

from flows.entrypoints.cli.speaker import both
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import readiness
from playbooks.model.rollout import Rollout
from playbooks.model.verdict import Verdict
from playbooks.model.waiver_debt import waiver_debt
from tasks.adapters.render.gate_rows import GateRow, score


def phase_facts(
    rollout: Rollout, phase: PhaseKey, rows: Sequence[GateRow], *, now: datetime
) -> dict[str, object]:
    """Return a phase with all its gates."""
    record = rollout.phases[phase]
    return {
        "phase": phase.value,
        "status": record.status.value,
        "round": record.round,
        "score": score(rollout, phase, now),
        "due": written(record.due),
        "provisional": provisional(rollout, record.due),
        "inputs": readiness(rollout, phase, now).inputs,
        "waiver_debt": waiver_debt(rollout, phase, now).model_dump(include={"points", "budget"}),
        "gates": [
            {**gate_facts(row), "provisional": provisional(rollout, row.due), **spoken(rollout, row.rule.key)}
            for row in rows
        ],
    }


def gate_facts(row: GateRow) -> dict[str, object]:
    """Return one gate with its verdict."""
    evidence = [
        {
            "key": item.key,
            "digest": item.digest,
            "source": item.source,
            "recorded_by": item.recorded_by,
            "observed_at": written(item.observed_at),
        }
        for item in row.evidence
    ]
    return {
        "gate": row.rule.key,
        "title": both(row.rule.title),
        "kind": str(getattr(row.rule, "kind", "")),
        "blocking": row.rule.blocking,
        "verdict": verdict_facts(row.verdict) if row.verdict else None,
        "waits_for": list(row.waits_for),
        "due": written(row.due),
        "late": row.late,
        "waived_until": written(row.waived_until),
        "evidence": evidence,
    }


def spoken(rollout: Rollout, gate: str) -> dict[str, object]:
    """Return what people said about a gate: their objections, their remarks, an override by two."""
    override = rollout.overrides.get(gate)
    return {
        "rejections": [no.model_dump(mode="json") for no in rollout.rejections if no.gate == gate],
        "comments": [said.model_dump(mode="json") for said in rollout.comments if said.gate == gate],
        "overridden": override.model_dump(mode="json") if override else None,
    }


def verdict_facts(verdict: Verdict) -> dict[str, object]:
    """Return a verdict and those inside it."""
    return {
        "gate": verdict.gate,
        "outcome": verdict.outcome.value,
        "reason": both(verdict.reason),
        "missing": [{"what": both(item.what), "who": list(item.who)} for item in verdict.missing],
        "inputs_digest": verdict.inputs_digest,
        "children": [verdict_facts(child) for child in verdict.children],
    }


def provisional(rollout: Rollout, moment: datetime | None) -> bool:
    """Tell whether a moment lies in a year whose public holidays are not published yet."""
    return moment is not None and rollout.calendar.provisional(rollout.calendar.day(moment))


def written(moment: datetime | None) -> str | None:
    """Return an instant as scripts read it."""
    return None if moment is None else moment.isoformat()
