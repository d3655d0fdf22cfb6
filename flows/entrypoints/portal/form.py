"""The form of the page: what was filled in, and the wish it stands for or the sentence that says what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from unicodedata import category
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from flows.entrypoints.portal.visit import Visit
from playbooks.model.calendar import Calendar
from playbooks.model.commands import (
    Command,
    DecidePhaseGate,
    DeclineOverride,
    DeclineWaiver,
    GiveSignOff,
    GrantWaiver,
    OverrideGate,
    PhaseDecision,
    PhaseException,
    RejectSignOff,
)
from playbooks.model.errors import InputError
from playbooks.model.gates.gate import GateRule
from playbooks.model.override_review import standing_proposal
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import readiness
from playbooks.model.text import Text
from tasks.adapters.decision_offer import Choice
from tasks.adapters.render.portal_wording import PORTAL as W

#: The field in which files come along.
FILES = "files"
#: What a box that is ticked sends.
YES = "yes"
LONGEST = 2000
MOST_FIELDS = 400
_CLOSE = time(18, 0)
_BREAKS = "\t\n\r"


class Incomplete(InputError):  # noqa: N818  # what the user left out, not what went wrong
    """The form lacks something."""

    def __init__(self, text: Text) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: the name is for people to read only."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Form:
    """What was filled in, and the files that came along."""

    fields: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Upload, ...] = ()

    @classmethod
    def read(cls, body: bytes) -> "Form":
        """Return the fields of a form; raises ValueError where it is none."""
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
        return cls({name: typed(value.encode("utf-8", "replace")) for name, value in reversed(pairs)})

    def said(self, name: str) -> str:
        """Return a field without the blanks around it, or nothing."""
        return self.fields.get(name, "").strip()

    @property
    def action(self) -> str:
        """Return what the form is for."""
        return self.said("action")

    @property
    def choice(self) -> str:
        """Return which decision was chosen."""
        return self.said("choice")

    @property
    def comment(self) -> str:
        """Return the words beside the decision."""
        return self.said("comment")

    @property
    def recycle_to(self) -> str:
        """Return the phase to be sent back to."""
        return self.said("recycle_to")


def typed(raw: bytes) -> str:
    """Return the words in a field, without control signs: nobody sees or means them, and the ledger takes no NUL."""
    text = raw.decode("utf-8", "replace")
    return "".join(sign for sign in text if sign in _BREAKS or category(sign) != "Cc")


def wish(form: Form, visit: Visit) -> Command:
    """Return the wish the form stands for; raises Incomplete with what the person has to add."""
    offered = {choice.value: choice for choice in visit.offered.choices}
    choice = offered.get(form.choice)
    if choice is None:
        raise Incomplete(W.e_choice)
    if len(form.comment) > LONGEST:
        raise Incomplete(W.e_long)
    if not form.comment and choice is not Choice.APPROVE:
        raise Incomplete(W.e_reason)
    return _of_gate(form, visit, choice) if visit.asked.gate else _of_phase(form, visit, choice)


def _of_gate(form: Form, visit: Visit, choice: Choice) -> Command:
    gate, seen = visit.invitation.about, visit.invitation.seen
    match choice:
        case Choice.APPROVE:
            return GiveSignOff(gate=gate, seen=seen, comment=form.comment or None)
        case Choice.GRANT_WAIVER:
            return GrantWaiver(gate=gate, reason=form.comment, seen=_request_shown(form, visit))
        case Choice.DECLINE_WAIVER:
            _request_shown(form, visit)
            return DeclineWaiver(gate=gate, reason=form.comment)
        case Choice.CONFIRM_OVERRIDE | Choice.DECLINE_OVERRIDE:
            return _override_answer(form, visit, choice)
        case _:
            return RejectSignOff(gate=gate, seen=seen, reason=form.comment)


def _request_shown(form: Form, visit: Visit) -> str:
    """Return the digest of the request for a waiver that the form showed; it must still be the one that stands."""
    request = visit.rollout.waiver_requests.get(visit.invitation.about)
    if request is None or form.said("request") != request.digest:
        raise Incomplete(W.e_waiver_gone)
    return request.digest


def _override_answer(form: Form, visit: Visit, choice: Choice) -> Command:
    """Return the answer to the proposal that the form showed; it must still be the one that stands."""
    gate = visit.asked.gate
    proposal = standing_proposal(visit.rollout, gate, now=visit.now) if gate else None
    if proposal is None or form.said("proposal") != proposal.digest:
        raise Incomplete(W.e_proposal_gone)
    if choice is Choice.DECLINE_OVERRIDE:
        return DeclineOverride(gate=proposal.gate, reason=form.comment, seen=proposal.digest)
    if form.said("sure") != YES:
        raise Incomplete(W.e_sure)
    return OverrideGate(gate=proposal.gate, reason=form.comment, seen=proposal.digest)


def _of_phase(form: Form, visit: Visit, choice: Choice) -> Command:
    back = form.recycle_to if choice is Choice.RECYCLE else ""
    if choice is Choice.RECYCLE and back not in [phase.value for phase in targets(visit)]:
        raise Incomplete(W.e_recycle)
    promised = unmet(visit) if choice is Choice.CONDITIONAL_GO else ()
    return DecidePhaseGate(
        phase=visit.asked.phase,
        decision=PhaseDecision(choice.value),
        reason=form.comment,
        recycle_to=PhaseKey(back) if back else None,
        exceptions=tuple(_exception(form, visit, gate) for gate in promised),
        seen=visit.invitation.seen,
    )


def targets(visit: Visit) -> tuple[PhaseKey, ...]:
    """Return the phases that can be sent back to."""
    return tuple(phase for phase in PhaseKey if phase.number <= visit.asked.phase.number)


def unmet(visit: Visit) -> tuple[GateRule, ...]:
    """Return the gates that a conditional go has to make exceptions of."""
    keys = readiness(visit.rollout, visit.asked.phase, visit.now).unmet
    return tuple(gate for key in keys if (gate := visit.rollout.playbook.gate(key)) is not None)


def _exception(form: Form, visit: Visit, gate: GateRule) -> PhaseException:
    try:
        return PhaseException(
            gate=gate.key,
            owner=form.said(f"owner.{gate.key}"),
            due=close_of(form.said(f"due.{gate.key}"), visit.rollout.calendar),
            promise=form.said(f"promise.{gate.key}"),
        )
    except (ValueError, OverflowError, ValidationError):
        title = gate.title
        raise Incomplete(
            Text(
                zh=W.e_exception.zh.format(gate=title.zh[:200]),
                en=W.e_exception.en.format(gate=title.en[:200]),
            )
        ) from None


def close_of(day: str, calendar: Calendar) -> datetime:
    """Return the end of a working day as a form writes days; raises ValueError or OverflowError where it is none."""
    moment = datetime.combine(date.fromisoformat(day), _CLOSE, ZoneInfo(calendar.time_zone))
    return moment.astimezone(UTC)
