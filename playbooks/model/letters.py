"""What must leave the house after a change: notices to people, runs to wake or start, events for Prefect.

Letters are worked out from the events and written in the same transaction; delivering them comes later and
may be tried again.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from playbooks.model import events as e
from playbooks.model.frozen import Frozen, Key
from playbooks.model.ledger.checkpoint import Checkpoint
from playbooks.model.notices import notices
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import Rollout
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome
from playbooks.model.waiting import WaitingFor


class Notice(Frozen):
    """A message to one person; `asks` says what the person is waited for to do, where it is more than news."""

    kind: Literal["notice"] = "notice"
    to: Key
    subject: Text
    body: Text
    about: Key | None = None
    asks: WaitingFor | None = None


class WakeRun(Frozen):
    """Resume a suspended phase run."""

    kind: Literal["wake_run"] = "wake_run"
    phase: PhaseKey
    run: str


class StartPhaseRun(Frozen):
    """Start a run of a phase's deployment; the round makes a repetition harmless."""

    kind: Literal["start_phase_run"] = "start_phase_run"
    phase: PhaseKey
    round: int


class Announce(Frozen):
    """Put a domain event on Prefect's event feed, where PMOs hang their own automations on it."""

    kind: Literal["announce"] = "announce"
    event: Key
    about: Key
    payload: dict[str, str] = {}


Letter = Annotated[Notice | WakeRun | StartPhaseRun | Announce, Field(discriminator="kind")]


def letters(
    before: Rollout | None,
    after: Rollout,
    events: Iterable[e.Event],
    *,
    now: datetime,
    head: Checkpoint | None = None,
) -> tuple[Letter, ...]:
    """Return the letters these events give rise to; one person gets the same notice once.

    `head` is the ledger's size and root after these events, for those letters that carry it out of the house.
    """
    happened = tuple(events)
    written = [
        Notice(to=n.to, subject=n.subject, body=n.body, about=n.about, asks=n.asks)
        for n in notices(before, after, happened, now=now, head=head)
    ]
    runs = [letter for event in happened for letter in _runs(after, event)]
    feed = [letter for event in happened if _is_news(before, event) for letter in _announcements(event)]
    return (*_unique(written), *runs, *feed)


def _unique(written: list[Notice]) -> Iterator[Notice]:
    seen: set[str] = set()
    for notice in written:
        text = notice.model_dump_json()
        if text not in seen:
            seen.add(text)
            yield notice


def _runs(after: Rollout, event: e.Event) -> Iterator[Letter]:
    match event:
        case e.RolloutStarted():
            yield StartPhaseRun(phase=PhaseKey.INITIATION, round=1)
        case e.PhaseClosed(phase=phase) if phase.following is not None:
            following = phase.following
            yield StartPhaseRun(phase=following, round=after.phases[following].round + 1)
        case e.PhaseGateDecided(recycle_to=target) if target is not None:
            yield StartPhaseRun(phase=target, round=after.phases[target].round + 1)
        case e.PhaseRunWakeRequested(phase=phase, run=run):
            yield WakeRun(phase=phase, run=run)
        case _:
            return


def _is_news(before: Rollout | None, event: e.Event) -> bool:
    """Tell whether an event belongs on the feed: of a gate only that its outcome changed, not each new reading."""
    if not isinstance(event, e.GateJudged) or before is None:
        return True
    earlier = before.verdicts.get(event.verdict.gate)
    return earlier is None or earlier.outcome is not event.verdict.outcome


def _announcements(event: e.Event) -> Iterator[Announce]:
    match event:
        case e.GateJudged(phase=phase, verdict=verdict):
            name = {Outcome.PENDING: "waiting"}.get(verdict.outcome, verdict.outcome.value)
            payload = {"phase": phase.value, "reason": verdict.reason.en, "inputs": verdict.inputs_digest}
            yield Announce(event=f"phasegate.gate.{name}", about=verdict.gate, payload=payload)
        case e.PhaseOpened(phase=phase) | e.PhaseClosed(phase=phase):
            yield Announce(event=f"phasegate.{event.type}", about=phase)
        case e.PhaseGateDecided(phase=phase, decision=decision, reason=reason):
            payload = {"decision": decision.value, "reason": reason}
            yield Announce(event="phasegate.phase_gate.decided", about=phase, payload=payload)
        case e.WaiverGranted(waiver=waiver):
            yield Announce(event="phasegate.waiver.granted", about=waiver.gate)
        case e.WaiverExpired(gate=gate) | e.WaiverRevoked(gate=gate):
            yield Announce(event=f"phasegate.{event.type}", about=gate)
        case (
            e.RolloutStarted()
            | e.RolloutCompleted()
            | e.RolloutHeld()
            | e.RolloutResumed()
            | e.RolloutCancelled()
            | e.RolloutKilled()
        ):
            yield Announce(event=f"phasegate.{event.type}", about="rollout")
        case _:
            return
