"""A small rollout for the store's tests: a playbook of two gates a phase, its people and their wishes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from playbooks.model.commands import (
    Actor,
    AddActionItem,
    Command,
    DecidePhaseGate,
    GiveSignOff,
    OpenPhase,
    PhaseDecision,
    RecordEvidence,
    Request,
    StartRollout,
)
from playbooks.model.events import IssueClosed
from playbooks.model.evidence import Document
from playbooks.model.gates.document import DocumentGate
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.phase import PhaseKey
from playbooks.model.playbook import PhasePlan, Playbook, Role
from playbooks.model.refusal import Refusal
from playbooks.model.span import Span
from tasks.adapters.desk import Desk
from tasks.adapters.ports import Answer, Receipt, Store
from tests.simulators.facts import NOW, team, text

ROLLOUT = "crm-2026"


@dataclass(slots=True)
class TestClock:
    """A clock that a test sets; every look at it takes a second."""

    __test__ = False  # not a test, whatever its name

    moment: datetime = NOW

    def now(self) -> datetime:
        """Return the moment, a second later each time."""
        self.moment += timedelta(seconds=1)
        return self.moment


def playbook(name: str = "crm", *, stands_on: tuple[str, ...] = ()) -> Playbook:
    """Return a playbook whose phases each need a document and the sponsor's yes to it."""
    return Playbook(
        name=name,
        version="1.0",
        title=text("the system"),
        summary=text("summary"),
        stands_on=stands_on,
        roles=tuple(Role(key=key, title=text(key)) for key in ("sponsor", "pmo")),
        phases=tuple(_phase(phase) for phase in PhaseKey),
    )


def _phase(phase: PhaseKey) -> PhasePlan:
    document = DocumentGate(
        key=f"{phase}.document", title=text("document"), owner="pmo", evidence=f"{phase}.paper"
    )
    yes = SignOffGate.model_validate(
        {
            "key": f"{phase}.yes",
            "title": text("yes"),
            "owner": "pmo",
            "slots": [{"role": "sponsor"}],
            "rests_on": [f"{phase}.paper"],
            "deadline": 5,
        }
    )
    return PhasePlan(key=phase, duration=Span(10), gates=(document, yes), decided_by=("sponsor",))


def request(
    command: Command, *, by: str = "chen_hao", rollout: str = ROLLOUT, name: str | None = None
) -> Request:
    """Return a wish of this id, or of an id of its own."""
    actor = Actor(key=by, session="s-1")
    return Request(id=name or str(uuid4()), rollout=rollout, actor=actor, command=command)


def numbered(number: int) -> str:
    """Return the request id with this number."""
    return str(UUID(int=number))


def beginning(name: str = "crm", *, title: str = "CRM") -> StartRollout:
    """Return the wish to start a rollout."""
    return StartRollout(title=text(title), playbook=playbook(name), team=team())


def paper(
    phase: PhaseKey = PhaseKey.INITIATION, *, version: str = "1", title: str = "paper"
) -> RecordEvidence:
    """Return the wish to record a phase's document."""
    payload = Document(title=title, version=version, sha256="ab" * 32, size=4096)
    return RecordEvidence(evidence=f"{phase}.paper", payload=payload, source="test", observed_at=NOW)


def item(number: int, *, title: str = "tidy up") -> AddActionItem:
    """Return the wish to add an action item."""
    return AddActionItem(action=f"item-{number}", title=title, owner="sun_li", due=NOW + timedelta(days=30))


def go(phase: PhaseKey = PhaseKey.INITIATION) -> DecidePhaseGate:
    """Return the sponsor's go."""
    return DecidePhaseGate(phase=phase, decision=PhaseDecision.GO, reason="all gates are met")


@dataclass(slots=True)
class Teller:
    """Tells a rollout's story through the desk of a store."""

    store: Store
    clock: TestClock

    @property
    def desk(self) -> Desk:
        """Return the desk."""
        return Desk(self.store, self.clock)

    def wish(self, command: Command, *, by: str = "chen_hao", rollout: str = ROLLOUT) -> Answer:
        """Submit a wish."""
        return self.desk.submit(request(command, by=by, rollout=rollout))

    def granted(self, command: Command, *, by: str = "chen_hao", rollout: str = ROLLOUT) -> Receipt:
        """Submit a wish that must be granted."""
        answer = self.wish(command, by=by, rollout=rollout)
        assert not isinstance(answer, Refusal), answer.reason.en
        return answer

    def begin(self, rollout: str = ROLLOUT, name: str = "crm") -> Receipt:
        """Start a rollout and open its first phase."""
        self.granted(beginning(name), rollout=rollout)
        return self.granted(OpenPhase(phase=PhaseKey.INITIATION), rollout=rollout)

    def sign(self, phase: PhaseKey = PhaseKey.INITIATION, rollout: str = ROLLOUT) -> Receipt:
        """Let the sponsor sign the phase's document as it stands."""
        state = self.store.rollout(rollout)
        assert state is not None
        gate = state.plan(phase).gates[1]
        assert isinstance(gate, SignOffGate)
        yes = GiveSignOff(gate=gate.key, seen=gate.shown_digest(state.facts))
        return self.granted(yes, by="lin_wei", rollout=rollout)

    def finish(self, phase: PhaseKey = PhaseKey.INITIATION, rollout: str = ROLLOUT) -> Receipt:
        """Meet the gates of a phase and decide to go on."""
        self.granted(paper(phase), rollout=rollout)
        self.sign(phase, rollout)
        return self.granted(go(phase), by="lin_wei", rollout=rollout)

    def fill(self, entries: int) -> None:
        """Begin a rollout and append entries by the hundred, past the desk."""
        self.begin()
        closed = IssueClosed(issue="issue-1", closed_at=NOW, resolution="solved")
        with self.store.transaction() as unit:
            for number in range(entries):
                unit.append(request(item(number), name=numbered(number)), [closed], NOW)

    def chatter(self, times: int, rollout: str = ROLLOUT) -> Iterator[Receipt]:
        """Add action items, one entry each."""
        for number in range(1, times + 1):
            yield self.granted(item(number), rollout=rollout)
