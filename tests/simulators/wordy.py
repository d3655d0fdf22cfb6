"""A rollout in which everything that people type is as long as it may be, and gates of one's own."""

from playbooks.model import commands as c
from playbooks.model.calendar import Calendar
from playbooks.model.gates.composite import CompositeGate
from playbooks.model.gates.document import DocumentGate
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.issue_limit import IssueLimitGate
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.gates.slot import Slot
from playbooks.model.letters import Letter, Notice
from playbooks.model.phase import PhaseKey
from playbooks.model.playbook import PhasePlan, Playbook, Role
from playbooks.model.stakeholder import Team
from playbooks.model.text import Text
from tests.simulators.facts import DEPARTMENTS, team, text
from tests.simulators.rollouts import ROLES, Play, phase_plan, playbook

LONGEST = 2000
LONG = "长" * LONGEST
PHASE = PhaseKey.INITIATION


def long_text() -> Text:
    """Return a text that cannot be longer in either language."""
    return Text(zh="z" * LONGEST, en="w" * LONGEST)


def document_gate(key: str, **changes: object) -> DocumentGate:
    """Return a gate on a document of 100 bytes under the same key."""
    given = {"key": key, "title": text(key), "owner": "it_lead", "evidence": key, "minimum_bytes": 100}
    return DocumentGate.model_validate({**given, **changes})


def sign_off_gate(key: str, *rests_on: str, **changes: object) -> SignOffGate:
    """Return a sign-off of finance."""
    given = {
        "key": key,
        "title": text(key),
        "owner": "pmo",
        "slots": (Slot(role="finance"),),
        "rests_on": rests_on,
    }
    return SignOffGate.model_validate({**given, **changes})


def composite_gate(key: str, *gates: GateRule, **changes: object) -> CompositeGate:
    """Return a gate made of gates, all of which have to pass unless told otherwise."""
    given = {"key": key, "title": text(key), "owner": "pmo", "gates": gates}
    return CompositeGate.model_validate({**given, **changes})


def playbook_with(*gates: GateRule, **changes: object) -> Playbook:
    """Return the small playbook with these gates in its first phase."""
    first = phase_plan(PHASE).model_copy(update={"gates": gates, **changes})
    others = (phase_plan(key) for key in list(PhaseKey)[1:])
    return playbook(phases=(first, *others))


def played(plan: Playbook, *, people: Team | None = None, calendar: Calendar | None = None) -> Play:
    """Return a rollout of this playbook with its first phase open."""
    play = Play()
    start = c.StartRollout(
        title=text("CRM"), playbook=plan, team=people or team(), calendar=calendar or Calendar()
    )
    play.granted(start, by="chen_hao")
    play.open(PHASE)
    return play


def letters_of(play: Play) -> list[Letter]:
    """Return every letter in the outbox, oldest first."""
    return [posted.parcel.letter for posted in play.store.contents.outbox.values()]


def notices_since(play: Play, count: int) -> list[Notice]:
    """Return the notices among the letters after the first few."""
    return [letter for letter in letters_of(play)[count:] if isinstance(letter, Notice)]


def wordy_playbook() -> Playbook:
    """Return a playbook in which every title is as long as a text may be, and gates hold gates."""
    return playbook(
        title=long_text(),
        roles=tuple(Role(key=role, title=long_text()) for role in ROLES),
        phases=tuple(_wordy_phase(key) for key in PhaseKey),
    )


def wordy_team() -> Team:
    """Return the cast; its departments and those who sign and decide have names as long as names may be."""
    long = {"name": "z" * LONGEST, "name_en": "w" * LONGEST}
    wordy = {"lin_wei", "wang_fang"}
    people = [person.model_copy(update=long if person.key in wordy else {}) for person in team().people]
    departments = [department.model_copy(update={"name": long_text()}) for department in DEPARTMENTS]
    return Team(departments=tuple(departments), people=tuple(people))


def _wordy_phase(key: PhaseKey) -> PhasePlan:
    paper = f"{key}.paper"
    parts = tuple(
        document_gate(f"{key}.part{number}", title=long_text(), evidence=paper) for number in range(8)
    )
    signed = phase_plan(key).gates[1].model_copy(update={"title": long_text()})
    gates = (
        document_gate(paper, title=long_text(), deadline=5),
        signed,
        IssueLimitGate(key=f"{key}.issues", title=long_text(), owner="it_lead"),
        composite_gate(f"{key}.whole", *parts, title=long_text()),
        *(document_gate(f"{key}.more{number}", title=long_text(), evidence=paper) for number in range(10)),
    )
    return phase_plan(key).model_copy(update={"gates": gates})
