"""The gates of a phase as people see them: one row each, the same wherever it is shown.

An open phase is judged as of now; any other shows the verdicts on record: no later change rewrites history.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from playbooks.model.deadline import deadline
from playbooks.model.evidence import Evidence
from playbooks.model.gates.gate import GateRule
from playbooks.model.override import Override
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import readiness
from playbooks.model.rollout import PhaseStatus, Rollout
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome, Verdict
from playbooks.model.waiting import waiting
from tasks.adapters.render.wording import WORDS

SYMBOLS = {Outcome.PASSED: "✓", Outcome.PENDING: "○", Outcome.FAILED: "✗", Outcome.INVALID: "!"}
UNJUDGED, WAIVED, OVERRIDDEN = "–", "△", "⚠"


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRow:
    """One gate with its verdict, if it was judged, and everything a reader asks about it."""

    rule: GateRule
    verdict: Verdict | None
    waits_for: tuple[str, ...]
    due: datetime | None
    late: bool
    waived_until: datetime | None
    evidence: tuple[Evidence, ...]
    overridden: Override | None = None

    @property
    def excused(self) -> bool:
        """Tell whether the gate keeps nobody although it is not met: waived, or overridden in an emergency."""
        return self.waived_until is not None or self.overridden is not None

    @property
    def symbol(self) -> str:
        """Return one sign for the outcome, so that colour alone never carries the meaning."""
        if self.overridden is not None:
            return OVERRIDDEN
        if self.waived_until is not None:
            return WAIVED
        return UNJUDGED if self.verdict is None else SYMBOLS[self.verdict.outcome]

    @property
    def tone(self) -> str:
        """Return the name of the outcome for style sheets."""
        if self.overridden is not None:
            return "overridden"
        if self.waived_until is not None:
            return "waived"
        return "unjudged" if self.verdict is None else self.verdict.outcome.value

    @property
    def word(self) -> Text:
        """Return the outcome in a word; a waived gate says that it failed, an overridden one that it is none passed."""
        if self.overridden is not None:
            return WORDS.overridden
        return WORDS.not_judged if self.verdict is None else self.verdict.outcome.label

    @property
    def reason(self) -> Text:
        """Return the reason of the verdict."""
        return WORDS.not_judged_reason if self.verdict is None else self.verdict.reason

    @property
    def marks(self) -> tuple[Text, ...]:
        """Return what sets this gate apart: shadow, not blocking."""
        if self.rule.shadow:
            return (WORDS.mark_shadow,)
        return () if self.rule.must_meet else (WORDS.mark_optional,)


def gate_rows(rollout: Rollout, phase: PhaseKey, now: datetime) -> tuple[GateRow, ...]:
    """Return the rows of a phase in the playbook's order."""
    verdicts = present_verdicts(rollout, phase, now=now)
    view = _PhaseView(rollout, phase, now, _waited_for(rollout, now))
    return tuple(view.row(gate, verdicts.get(gate.key)) for gate in rollout.plan(phase).gates)


def present_verdicts(rollout: Rollout, phase: PhaseKey, *, now: datetime) -> dict[str, Verdict]:
    """Return the verdicts that count for a phase: as of now while it is open, else those on record."""
    if rollout.phases[phase].status is PhaseStatus.OPEN:
        return {verdict.gate: verdict for verdict in readiness(rollout, phase, now).verdicts}
    keys = (gate.key for gate in rollout.plan(phase).gates)
    return {key: rollout.verdicts[key] for key in keys if key in rollout.verdicts}


def score(rollout: Rollout, phase: PhaseKey, now: datetime) -> int:
    """Return the weighted share of gates passed, in whole percent, rounded down; advice only."""
    verdicts = present_verdicts(rollout, phase, now=now)
    gates = rollout.plan(phase).gates
    passed = sum(gate.weight for gate in gates if gate.key in verdicts and verdicts[gate.key].passed)
    return 100 * passed // sum(gate.weight for gate in gates)


@dataclass(frozen=True, slots=True)
class _PhaseView:
    """A phase at a moment, and who is waited for by gate."""

    rollout: Rollout
    phase: PhaseKey
    now: datetime
    people: dict[str, tuple[str, ...]]

    def row(self, gate: GateRule, verdict: Verdict | None) -> GateRow:
        """Return the row of one gate."""
        waiver, evidence = self.rollout.waivers.get(gate.key), self.rollout.evidence
        failed = verdict is not None and verdict.outcome is Outcome.FAILED
        waived = failed and self.rollout.waived(gate.key, self.now)
        due = self._due(gate)
        passed = verdict is not None and verdict.passed
        override = None if passed or waived else self.rollout.overrides.get(gate.key)
        open_now = self.phase in self.rollout.open_phases and override is None
        unmet = open_now and not waived and not passed
        return GateRow(
            rule=gate,
            verdict=verdict,
            waits_for=tuple(dict.fromkeys(who for key in _keys(gate) for who in self.people.get(key, ()))),
            due=due,
            late=unmet and due is not None and due < self.now,
            waived_until=waiver.expires_at if waiver and waived else None,
            evidence=tuple(evidence[key] for key in gate.evidence_keys if key in evidence),
            overridden=override,
        )

    def _due(self, gate: GateRule) -> datetime | None:
        own = deadline(self.rollout, gate, self.phase)
        return own or self.rollout.phases[self.phase].due


def _waited_for(rollout: Rollout, now: datetime) -> dict[str, tuple[str, ...]]:
    return {item.about: item.people for item in waiting(rollout, now) if item.phase is not None}


def _keys(gate: GateRule) -> Iterator[str]:
    yield gate.key
    for part in gate.parts:
        yield from _keys(part)
