"""What a play tells in the terminal: evidence by the gate that judges it."""

from io import StringIO

from rich.console import Console

from flows.entrypoints.demo.narrator import Narrator
from playbooks.model.commands import RecordEvidence
from playbooks.model.text import Language, Text
from tasks.adapters.ports import Receipt
from tests.simulators.facts import NOW, document
from tests.simulators.wordy import document_gate, playbook_with, played, sign_off_gate


def test_evidence_goes_by_the_gate_that_judges_it() -> None:
    """Not by a signature that rests on it, although that stands first in the playbook."""
    rollout = played(playbook_with(sign_off_gate("signed", "paper"), document_gate("paper"))).rollout
    command = RecordEvidence(evidence="paper", payload=document(), observed_at=NOW, source="upload")
    told = StringIO()
    narrator = Narrator(Console(file=told, width=120), Language.EN)
    receipt = Receipt(seq=1, leaf="ab" * 32, events=())
    narrator.answer(rollout, Text(zh="王芳", en="Wang Fang"), command, answer=receipt)
    assert "Wang Fang records evidence: paper" in told.getvalue()
