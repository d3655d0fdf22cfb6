"""The drift watch over signed reconciliations: look cheaply, and put on record what moved or cannot be read.

A look that finds everything as signed puts nothing on record. Files that lie on the disk as at the last look are not read again.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from playbooks.model.commands import Actor, RecordEvidence
from playbooks.model.drift import drifted
from playbooks.model.errors import InputError, OutsideError
from playbooks.model.evidence import Payload, Reconciliation, Unreadable
from playbooks.model.gates.drift_wording import drift_reason
from playbooks.model.mapping import Check, ReconciliationPlan
from playbooks.model.refusal import Refusal
from playbooks.model.rollout import Rollout
from playbooks.model.text import Text
from playbooks.model.watching import due_checks, signed
from tasks.adapters.catalogues import in_both
from tasks.adapters.office import Office
from tasks.adapters.ports import Answer
from tasks.adapters.sources.collecting import due, look_again
from tasks.adapters.sources.plans import read_plan
from tasks.adapters.sources.specification import ReconciliationSource
from tasks.adapters.sources.watch_notes import WatchNotes, file_marks, watch_file


@dataclass(frozen=True, slots=True)
class Round:
    """A signed reconciliation that it is time to look at, and which of its checks; without names all that are watched."""

    source: ReconciliationSource
    checks: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """What came of a round: the checks that stand as signed, or what moved or cannot be read, and the desk's answer."""

    standing: tuple[str, ...] = ()
    trouble: Text | None = None
    answer: Answer | None = None


def to_watch(office: Office, state: Rollout) -> tuple[Round, ...]:
    """Return the signed reconciliations with checks that are due, or with files that have changed."""
    sources = signed_sources(office, state)
    changed = {source.evidence for source in due(office, state)} if sources else set[str]()
    rounds = (
        Round(source) if source.evidence in changed else _scheduled(office, state, source)
        for source in sources
    )
    return tuple(one for one in rounds if one.checks is None or one.checks)


def signed_sources(office: Office, state: Rollout) -> tuple[ReconciliationSource, ...]:
    """Return the sources whose reconciliation on record is signed and can be watched."""
    sources = office.sources.sources.get(state.playbook.name, ())
    found = [source for source in sources if isinstance(source, ReconciliationSource)]
    return tuple(
        source
        for source in found
        if (payload := signed(state, source.evidence)) is not None and payload.stamps
    )


def watch(office: Office, rollout: str, actor: Actor, *, due: Round, patient: bool = False) -> Watched:
    """Look at a signed reconciliation; `patient` passes on that a server is down, so that it can be tried again.

    A source that cannot be read goes on record as unreadable: its gate is invalid, never silently fine.
    """
    state, source = office.rollout(rollout), due.source
    payload = signed(state, source.evidence)
    if payload is None:
        return Watched()
    try:
        standing, drifting = _looked(office, state, due, payload=payload)
    except (InputError, OutsideError) as error:
        if patient and isinstance(error, OutsideError):
            raise
        return _recorded(office, state, actor, source=source, payload=Unreadable(reason=in_both(error)))
    if drifting is None:
        return Watched(standing)
    return _recorded(office, state, actor, source=source, payload=drifting)


def _looked(
    office: Office, state: Rollout, due: Round, *, payload: Reconciliation
) -> tuple[tuple[str, ...], Reconciliation | None]:
    """Return the checks that were looked at, and the record with what has moved, if anything has."""
    from tasks.adapters.reconcile import stamped  # noqa: PLC0415  # DuckDB takes 0.2 s to import, and few looks need it

    source, result = due.source, payload.result
    plan, base = read_plan(office.sources_folder / source.plan), office.sources_folder / source.base
    if plan.digest != result.plan_digest:
        raise InputError(
            "plan {plan!r} was changed after its result was signed; compare again and have it signed",
            plan=plan.key,
        )
    # Before anything is read: what changes while it is read changes the marks once more.
    marks = {check.key: file_marks(check, base) for check in _watched(plan, due.checks)}
    notes, digest = watch_notes(office, state.key, source), state.evidence[source.evidence].digest
    unread = [key for key, files in marks.items() if not notes.as_before(key, files=files, digest=digest)]
    seen = stamped(plan, base=base, wave=result.wave, only=unread) if unread else ()
    drift = drifted(payload.stamps, seen, titles={check.key: check.title for check in result.checks})
    if drift:
        return (), payload.model_copy(update={"drift": drift})
    notes.keep(marks, digest=digest, at=office.clock.now())
    return tuple(marks), None


def _watched(plan: ReconciliationPlan, only: Iterable[str] | None) -> list[Check]:
    wanted = None if only is None else frozenset(only)
    return [
        check
        for check in plan.checks
        if check.watch.pause is not None and (wanted is None or check.key in wanted)
    ]


def _recorded(
    office: Office, state: Rollout, actor: Actor, *, source: ReconciliationSource, payload: Payload
) -> Watched:
    command = RecordEvidence(
        evidence=source.evidence,
        payload=payload,
        source=f"watch:{source.evidence}",
        observed_at=office.clock.now(),
        performed_by=source.performed_by,
    )
    answer = office.submit(state.key, actor, command)
    if not isinstance(answer, Refusal):
        # What exactly differs is for the full comparison to say, at the next look.
        look_again(office, state.key, source)
    reason = payload.reason if isinstance(payload, Unreadable) else None
    trouble = drift_reason(payload.drift) if isinstance(payload, Reconciliation) else reason
    return Watched((), trouble, answer)


def _scheduled(office: Office, state: Rollout, source: ReconciliationSource) -> Round:
    try:
        plan = read_plan(office.sources_folder / source.plan)
    except InputError:
        return Round(source)  # the look tells why
    found, looks = state.evidence[source.evidence], watch_notes(office, state.key, source).looks()
    return Round(source, due_checks(plan.checks, state, found, looks=looks, now=office.clock.now()))


def watch_notes(office: Office, rollout: str, source: ReconciliationSource) -> WatchNotes:
    """Return the notes on the looks at a source."""
    return WatchNotes(watch_file(office.home, rollout), source.evidence)
