"""Comparing as a look at a source: what belongs before, beside and after it, so that its result can be read and watched."""

from dataclasses import dataclass, replace

from playbooks.model.errors import InputError
from playbooks.model.events import EvidenceRecorded
from playbooks.model.evidence import Evidence, Reconciliation, Unreadable
from playbooks.model.rollout import Rollout
from tasks.adapters.catalogues import in_both
from tasks.adapters.office import Office
from tasks.adapters.ports import Answer, Receipt
from tasks.adapters.sources.binder import Binder
from tasks.adapters.sources.plans import read_plan
from tasks.adapters.sources.reading import Look, look
from tasks.adapters.sources.specification import ReconciliationSource
from tasks.adapters.sources.stamping import Stamping
from tasks.adapters.sources.watch_notes import WatchNotes, watch_file


@dataclass(frozen=True, slots=True)
class Comparison:
    """A look at a reconciliation, and where what belongs to it is kept; without stamping nothing could be compared."""

    seen: Look
    binder: Binder
    notes: WatchNotes
    stamping: Stamping | None = None

    def keep(self, answer: Answer) -> None:
        """Put the reports into their binder, and remember the comparison as the first look of the watch."""
        payload = self.seen.payload
        if self.stamping is None or not isinstance(payload, Reconciliation):
            return
        self.binder.file(payload, self.seen.observed_at, plan=self.stamping.plan)
        for event in answer.events if isinstance(answer, Receipt) else ():
            if isinstance(event, EvidenceRecorded) and event.evidence.key == self.notes.evidence:
                digest, at = event.evidence.digest, self.seen.observed_at
                self.notes.keep(self.stamping.marks, digest=digest, at=at)


def compared(office: Office, state: Rollout, source: ReconciliationSource) -> Comparison:
    """Return the look at a reconciliation, with its stamps as far as it can be signed.

    Files that lie there as they were compared give the result on record; only when it was confirmed is new.
    """
    folder, now, zone = office.sources_folder, office.clock.now(), state.calendar.time_zone
    binder = Binder.of(office.home, state, source.evidence)
    notes = WatchNotes(watch_file(office.home, state.key), source.evidence)
    try:
        stamping = Stamping.begun(read_plan(folder / source.plan), folder / source.base)
        known = _as_compared(state.evidence.get(source.evidence), stamping, notes)
        if known is not None:
            return Comparison(Look(known, now), binder, notes, stamping)
        seen = look(source, folder, now, zone=zone, differences=binder.draft())
        if isinstance(seen.payload, Reconciliation):
            earlier = state.evidence.get(source.evidence)
            seen = replace(seen, payload=stamping.finished(seen.payload, earlier))
        return Comparison(seen, binder, notes, stamping)
    except InputError as error:
        unreadable = Look(Unreadable(reason=in_both(error)), now, error.phrase)
        return Comparison(unreadable, binder, notes)


def _as_compared(earlier: Evidence | None, stamping: Stamping, notes: WatchNotes) -> Reconciliation | None:
    """Return the result on record if it is of this plan and no file of it was touched since."""
    payload = None if earlier is None else earlier.payload
    if earlier is None or not isinstance(payload, Reconciliation) or payload.drift:
        return None
    plan, marks = stamping.plan, stamping.marks
    same = payload.result.plan_digest == plan.digest and len(marks) == len(plan.checks)
    untouched = all(notes.as_before(key, files=files, digest=earlier.digest) for key, files in marks.items())
    return payload if same and untouched and payload.result.wave is None else None
