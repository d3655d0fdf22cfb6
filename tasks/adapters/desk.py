"""The desk: the one way in. Every wish, through whichever door, is decided, recorded and answered here.

In one transaction, which wishes that arrive together share: rights are checked and the wish decided on the state
at that moment, the events are appended to the ledger, the read tables follow, letters go into the outbox.
Refusals are recorded too. A repeated request gets its first answer again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from playbooks.model.commands import Request, StartRollout
from playbooks.model.errors import RolloutError
from playbooks.model.events import CommandRefused, PhaseGateDecided, RetrospectiveHeld
from playbooks.model.ledger.canonical import canonical
from playbooks.model.letters import letters
from playbooks.model.lifecycle import Change, change
from playbooks.model.refusal import Refusal, RefusalCode
from playbooks.model.rollout import Rollout
from playbooks.model.text import Text
from tasks.adapters.attachments import attached
from tasks.adapters.ports import Answer, Clock, Store, Unit


@dataclass(frozen=True, slots=True)
class Desk:
    """Where wishes are decided and recorded."""

    store: Store
    clock: Clock

    def submit(self, request: Request) -> Answer:
        """Decide and record a wish; return the receipt, or the refusal with its reason."""
        return self._taken((request,))[0]

    def foresee(self, request: Request) -> Change | Refusal:
        """Return what would come of a wish at this moment; nothing is recorded, no refusal either."""
        with self.store.transaction() as unit:
            return _found(unit, request, max(self.clock.now(), unit.last_time))

    def submit_all(self, requests: Sequence[Request]) -> tuple[Answer | RolloutError, ...]:
        """Decide wishes that have arrived together, in order, in one transaction; each gets its own answer.

        Where one of them cannot be recorded, nothing of that transaction stays and each is decided by itself.
        """
        try:
            return self._taken(requests)
        except RolloutError:
            return tuple(map(self._alone, requests))

    def _taken(self, requests: Sequence[Request]) -> tuple[Answer, ...]:
        absent, now = [self._absent(request) for request in requests], self.clock.now()
        with self.store.transaction() as unit:
            return tuple(
                self._answered(unit, request, missing, now=now)
                for request, missing in zip(requests, absent, strict=True)
            )

    def _alone(self, request: Request) -> Answer | RolloutError:
        try:
            return self.submit(request)
        except RolloutError as error:
            return error

    def _answered(self, unit: Unit, request: Request, absent: Refusal | None, *, now: datetime) -> Answer:
        earlier = unit.earlier(request)
        if earlier is not None:
            return earlier
        at = max(now, unit.last_time)
        answer = self._decided(unit, request, at) if absent is None else _refuse(unit, request, absent, at=at)
        unit.answer(request, answer)
        return answer

    def _absent(self, request: Request) -> Refusal | None:
        """Return why a wish cannot be taken whose attachments nobody has kept."""
        for file in attached(request.command):
            if self.store.document(file.digest) is None:
                zh, en = (
                    f"附件“{file.name}”尚未上传，请重新附上",
                    f"{file.name!r} was not uploaded; attach it again",
                )
                return Refusal(code=RefusalCode.NOT_FOUND, reason=Text(zh=zh, en=en))
        return None

    def _decided(self, unit: Unit, request: Request, at: datetime) -> Answer:
        before, found = unit.rollout(request.rollout), _found(unit, request, at)
        if isinstance(found, Refusal):
            return _refuse(unit, request, found, at=at)
        if isinstance(request.command, StartRollout):
            kept = canonical(request.command.playbook.model_dump(mode="json"), limit=None)
            unit.keep(found.after.document, kept)
        receipt = unit.append(request, found.events, at)
        if found.events:
            _follow(unit, before, found, at=at)
        return receipt


def _found(unit: Unit, request: Request, at: datetime) -> Change | Refusal:
    in_use = unit.in_use() if isinstance(request.command, StartRollout) else frozenset[str]()
    return change(unit.rollout(request.rollout), request, at, in_use=in_use)


def _follow(unit: Unit, before: Rollout | None, found: Change, *, at: datetime) -> None:
    unit.save(found.after, at)
    # What leaves the house every week vouches for all history before it.
    weekly = any(isinstance(event, RetrospectiveHeld) for event in found.events)
    head = unit.head() if weekly else None
    unit.post(found.after.key, letters(before, found.after, found.events, now=at, head=head), at)
    if any(isinstance(event, PhaseGateDecided) for event in found.events):
        unit.checkpoint(at)


def _refuse(unit: Unit, request: Request, refusal: Refusal, *, at: datetime) -> Refusal:
    unit.append(request, (_refused(request, refusal),), at)
    return refusal


def _refused(request: Request, refusal: Refusal) -> CommandRefused:
    return CommandRefused(
        command=request.command.kind, code=refusal.code, reason=refusal.reason, about=refusal.about
    )
