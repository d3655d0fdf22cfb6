"""Collecting: read a source and put what it says on record, and know which sources are worth another look.

A source whose files have not changed since the last look of the same day says nothing new and is left alone,
so that the sweep can come by every few minutes without comparing a million rows each time.
"""

import json
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import assert_never

from playbooks.model.commands import Actor, RecordEvidence
from playbooks.model.errors import InputError
from playbooks.model.evidence import Unreadable
from playbooks.model.gates.gate import EvidenceGate
from playbooks.model.gates.wording import brief
from playbooks.model.mapping import ReconciliationPlan
from playbooks.model.offer import offered
from playbooks.model.phrase import phrase
from playbooks.model.refusal import Refusal
from playbooks.model.rollout import Rollout
from playbooks.model.staged_load import passed
from tasks.adapters.catalogues import in_both
from tasks.adapters.memory_file import forget, remember
from tasks.adapters.office import Office
from tasks.adapters.ports import Answer
from tasks.adapters.sources.comparing import compared
from tasks.adapters.sources.plans import read_plan
from tasks.adapters.sources.reading import Look, look
from tasks.adapters.sources.specification import (
    ReconciliationSource,
    SeriesSource,
    Source,
    TestReportSource,
    TrainingSource,
)

#: Days after which even evidence without `valid_for` is looked at again, doubled.
LONGEST_SPELL = 60
NOT_BEGUN = "not begun "


def collect(office: Office, rollout: str, actor: Actor, *, source: Source) -> tuple[Look, Answer | None]:
    """Read a source and bring what it says to the desk, which ignores what says nothing new.

    A source that has nothing to say yet puts nothing on record: its gate waits, it has not failed. Where it has
    said something before, that it now says nothing is on record.
    """
    state = office.rollout(rollout)
    signature = _signature(office, state, source)
    zone, now = state.calendar.time_zone, office.clock.now()
    nobody = _by_nobody(state, source, now)
    comparison = None
    if nobody is None and isinstance(source, ReconciliationSource):
        comparison = compared(office, state, source)
    looked = comparison.seen if comparison else nobody
    seen = looked or look(source, office.sources_folder, now, zone=zone)
    if not seen.begun and source.evidence not in state.evidence:
        _remember(office, rollout, source, signature=NOT_BEGUN + signature)
        return seen, None
    command = RecordEvidence(
        evidence=source.evidence,
        payload=seen.payload,
        source=f"{source.kind}:{source.evidence}",
        observed_at=seen.observed_at,
        performed_by=source.performed_by,
    )
    seen, answer = _submitted(office, rollout, actor, command=command, seen=seen)
    if not isinstance(answer, Refusal):
        _remember(office, rollout, source, signature=signature)
    if comparison is not None:
        comparison.keep(answer)
    return seen, answer


def _submitted(
    office: Office, rollout: str, actor: Actor, *, command: RecordEvidence, seen: Look
) -> tuple[Look, Answer]:
    """Bring a look to the desk; one too long for the ledger goes on record as unreadable, with the reason."""
    try:
        return seen, office.submit(rollout, actor, command)
    except InputError as error:
        unfit = Look(Unreadable(reason=in_both(error)), seen.observed_at, error.phrase)
    return unfit, office.submit(rollout, actor, command.model_copy(update={"payload": unfit.payload}))


def _by_nobody(state: Rollout, source: Source, now: datetime) -> Look | None:
    """Return what is on record of a source whose work is that of nobody: a mistyped name bars nobody from signing it."""
    known = [person.key for person in state.team.people]
    name = next((name for name in source.performed_by if name not in known), None)
    if name is None:
        return None
    fault = phrase(
        "the sources file names {name!r} under performed_by of {evidence!r}, who is nobody of this rollout; "
        "correct the name; {near}",
        name=brief(name),
        evidence=source.evidence,
        near=offered(name, known),
    )
    return Look(Unreadable(reason=in_both(fault)), now, fault)


def due(office: Office, state: Rollout) -> tuple[Source, ...]:
    """Return the sources of the open phases that may say something new and whose turn has come."""
    plans = [state.plan(phase) for phase in state.open_phases]
    wanted = frozenset(key for plan in plans for gate in plan.every_gate() for key in gate.evidence_keys)
    known = _remembered(office, state.key)
    return tuple(
        source
        for source in office.sources.of(state.playbook.name, wanted)
        if known.get(source.evidence) != _standing(state, source) + _signature(office, state, source)
        and not _awaits_wave(state, source, office.sources_folder)
    )


def look_again(office: Office, rollout: str, source: Source) -> None:
    """Forget the last look at a source, so that it is due; where that cannot be written, all looks of the rollout."""
    if not _remember(office, rollout, source, signature=""):
        forget(_notes(office, rollout), loss="the source is not due before it changes")


def _awaits_wave(state: Rollout, source: Source, base: Path) -> bool:
    """Tell whether a reconciliation has to wait until the wave before it has passed."""
    if not isinstance(source, ReconciliationSource):
        return False
    plan = _plan(base / source.plan)
    if plan is None or source.wave not in {None, *plan.waves}:
        return False  # the look tells of it
    after = plan.wave_before(source.wave)
    return after is not None and not passed(plan.key, after, state.evidence.values())


def _standing(state: Rollout, source: Source) -> str:
    """Return what a remembered look begins with while there is nothing of this source on record."""
    return "" if source.evidence in state.evidence else NOT_BEGUN


def _signature(office: Office, state: Rollout, source: Source) -> str:
    """Return what changes whenever the source may say more: the day, whose work it is, its files' times and sizes."""
    base, today = office.sources_folder, state.calendar.day(office.clock.now())
    # A reconciliation reads both sides as they are, whatever the day; now and then keeps it from going stale.
    spell = _spell(state, source.evidence) if isinstance(source, ReconciliationSource) else 1
    day = str(today.toordinal() // spell)
    parts = [day, *source.performed_by, *(_stamp(base / file) for file in _files(source, base))]
    return sha256("\n".join(parts).encode()).hexdigest()


def _spell(state: Rollout, evidence: str) -> int:
    """Return after how many days unchanged data are compared again: half of what the gates let it be old, at most a month."""
    gates = (gate for phase in state.playbook.phases for gate in phase.every_gate())
    judging = (gate for gate in gates if isinstance(gate, EvidenceGate) and gate.evidence == evidence)
    return max(1, min((gate.valid_for for gate in judging if gate.valid_for), default=LONGEST_SPELL) // 2)


def _files(source: Source, base: Path) -> tuple[Path, ...]:
    match source:
        case SeriesSource(file=file) | TrainingSource(file=file):
            return (file,)
        case TestReportSource(cases=cases, defects=defects):
            return (*cases, defects)
        case ReconciliationSource(plan=plan):
            return (plan, *(source.base / side for side in _sides(base / plan)))
        case _:
            assert_never(source)


def _sides(plan: Path) -> tuple[str, ...]:
    """Return the files a reconciliation plan compares; the look tells of a plan that cannot be read."""
    read = _plan(plan)
    checks = read.checks if read is not None else ()
    files = (file for one in checks for file in (one.source.file, one.target.file, one.merge_map))
    return tuple(dict.fromkeys(file for file in files if file is not None))


def _plan(file: Path) -> ReconciliationPlan | None:
    try:
        return read_plan(file)
    except InputError:
        return None


def _stamp(file: Path) -> str:
    try:
        status = file.stat()
    except OSError:
        return f"{file} absent"
    return f"{file} {status.st_mtime_ns} {status.st_size}"


def _remembered(office: Office, rollout: str) -> dict[str, str]:
    """Return the signatures of the last looks; without them every source is looked at again."""
    try:
        kept = json.loads(_notes(office, rollout).read_text())
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in kept.items()} if isinstance(kept, dict) else {}


def _remember(office: Office, rollout: str, source: Source, *, signature: str) -> bool:
    text = json.dumps({**_remembered(office, rollout), source.evidence: signature})
    return remember(_notes(office, rollout), text, loss="the source is looked at once more")


def _notes(office: Office, rollout: str) -> Path:
    return office.home / "looks" / f"{rollout}.json"
