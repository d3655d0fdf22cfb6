"""What playbooks may say about missed deadlines: chains, holding, rejecting; never approving."""

import pytest
from pydantic import ValidationError

from playbooks.model.escalation import APPROVING, EscalationStep, OnTimeout
from playbooks.model.playbook import PhasePlan, Playbook
from playbooks.model.span import Span, Unit
from tests.simulators.rollouts import phase_plan, playbook
from tests.simulators.wordy import PHASE, document_gate, playbook_with, sign_off_gate


def phase(**changes: object) -> PhasePlan:
    """Return the first phase with some of its keys written otherwise."""
    return PhasePlan.model_validate({**phase_plan(PHASE).model_dump(), **changes})


@pytest.mark.parametrize("word", sorted(APPROVING | {"Approve", " deemed_approve "}))
def test_a_deadline_never_approves(word: str) -> None:
    """A playbook with deemed approval does not load, whichever way it is written."""
    with pytest.raises(ValidationError, match="a deadline never approves"):
        sign_off_gate("signed", "paper", deadline="3bd", on_timeout=word)
    with pytest.raises(ValidationError, match="a deadline never approves"):
        phase(on_timeout=word)


def test_a_chain_is_written_short_or_with_waits() -> None:
    """A role alone comes a business day after the one before."""
    gate = document_gate("paper", deadline=3, escalation=["pmo", {"role": "sponsor", "after": "4bh"}])
    assert gate.escalation == (
        EscalationStep(role="pmo", after=Span(1)),
        EscalationStep(role="sponsor", after=Span(4, Unit.HOURS)),
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"on_timeout": "hold"}, "needs a deadline"),
        ({"deadline": 3, "on_timeout": "reject"}, "only a sign-off can be rejected"),
        ({"deadline": 3, "on_timeout": "hold", "escalation": ["pmo"]}, "never climbs the escalation"),
        ({"deadline": 3, "escalation": []}, "at least 1 item"),
        ({"deadline": 3, "escalation": [{"role": "pmo", "after": "2 days"}]}, "write 3bd"),
        ({"deadline": 3, "on_timeout": "sometimes"}, "'hold', 'escalate' or 'reject'"),
    ],
)
def test_a_gate_that_contradicts_itself_is_refused(changes: dict[str, object], said: str) -> None:
    """Each with what to correct."""
    with pytest.raises(ValidationError, match=said):
        document_gate("paper", **changes)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"on_timeout": "reject"}, "a phase is not rejected"),
        ({"on_timeout": "hold", "escalation": ["pmo"]}, "never climbs the escalation"),
    ],
)
def test_a_phase_that_contradicts_itself_is_refused(changes: dict[str, object], said: str) -> None:
    """A phase ends by a decision, never by its deadline."""
    with pytest.raises(ValidationError, match=said):
        phase(**changes)


@pytest.mark.parametrize("where", ["playbook", "phase", "gate"])
def test_a_chain_of_unknown_roles_is_refused(where: str) -> None:
    """Wherever it stands; the place is named."""
    chain = (EscalationStep(role="nobody"),)
    with pytest.raises(ValidationError, match="names unknown roles: nobody"):
        _with_chain(where, chain)


def _with_chain(where: str, chain: tuple[EscalationStep, ...]) -> Playbook:
    if where == "playbook":
        return playbook(escalation=chain)
    if where == "phase":
        return playbook_with(document_gate("paper"), escalation=chain)
    return playbook_with(document_gate("paper", deadline=3, escalation=chain))


def test_a_playbook_that_says_nothing_means_what_it_meant() -> None:
    """What is not said does not count for its digest; what is said does."""
    silent = playbook_with(document_gate("paper", deadline=3))
    days = playbook_with(document_gate("paper", deadline="3bd"))
    loud = playbook_with(document_gate("paper", deadline=3, on_timeout=OnTimeout.ESCALATE))
    assert silent.digest == days.digest != loud.digest
