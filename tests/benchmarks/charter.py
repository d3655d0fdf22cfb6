"""The CRM rollout of the example company at its charter: one signature short of passing, to be given and taken back."""

from playbooks.model import commands as c
from playbooks.model.evidence import Document
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.phase import PhaseKey
from playbooks.model.refusal import Refusal
from tasks.adapters.office import Office
from tasks.adapters.organisation import starting

ROLLOUT, GATE, SIGNER = "crm", "charter_signed", "wei.lin"
CHARTER = Document(
    title="Project charter", version="1.0", sha256="0" * 64, size=20_000, media_type="text/markdown"
)


def granted(office: Office, person: str, command: c.Command) -> None:
    """Have a wish granted."""
    answer = office.submit(ROLLOUT, c.Actor(key=person), command)
    assert not isinstance(answer, Refusal), answer.reason.en


def begin(office: Office) -> None:
    """Start the rollout."""
    granted(office, "xu.wen", starting(office, "crm"))


def write(office: Office) -> None:
    """Open the first phase where no run does, record the charter and sign it, but for one signature."""
    if not office.rollout(ROLLOUT).open_phases:
        granted(office, "xu.wen", c.OpenPhase(phase=PhaseKey.INITIATION))
    charter = c.RecordEvidence(
        evidence="project_charter", payload=CHARTER, source="benchmark", observed_at=office.clock.now()
    )
    granted(office, "zheng.kai", charter)
    for person in ("lin.guohua", "he.min"):
        granted(office, person, c.GiveSignOff(gate=GATE, seen=shown(office)))


def shown(office: Office) -> str:
    """Return the digest of what a signer is shown."""
    state = office.rollout(ROLLOUT)
    gate = state.playbook.gate(GATE)
    assert isinstance(gate, SignOffGate)
    return gate.shown_digest(state.facts)


def sign(office: Office) -> None:
    """Give the last signature: the charter passes."""
    granted(office, SIGNER, c.GiveSignOff(gate=GATE, seen=shown(office)))


def take_back(office: Office) -> None:
    """Take the last signature back: the charter waits again."""
    granted(office, SIGNER, c.WithdrawSignOff(gate=GATE, reason="once more"))
