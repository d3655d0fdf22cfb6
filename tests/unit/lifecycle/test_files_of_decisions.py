"""Files that come with a decision on a phase, or with a request for a waiver: named on record, and bound to."""

import pytest

from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.attachment import Attachment
from playbooks.model.refusal import RefusalCode
from playbooks.model.waiver import WaiverRequest
from tasks.adapters.attachments import keep_attachment
from tests.simulators.rollouts import MORNING, Play
from tests.simulators.wishes import STATES
from tests.simulators.wordy import PHASE

PAPER = "initiation.paper"


def kept(play: Play, name: str = "minutes.pdf", content: bytes = b"minutes") -> Attachment:
    """Return a file that the store has."""
    return keep_attachment(play.store, name, content, limit=1000)


@pytest.mark.parametrize("decision", [one for one in c.PhaseDecision if one != "conditional_go"])
def test_a_decision_names_its_files(decision: c.PhaseDecision) -> None:
    """Whatever is decided, the entry has name, digest and size."""
    play = Play.opened()
    play.meet(PHASE)
    file, back = kept(play), PHASE if decision is c.PhaseDecision.RECYCLE else None
    play.decide(PHASE, decision, attachments=(file,), recycle_to=back)
    (made,) = [event for event in play.store.events() if isinstance(event, e.PhaseGateDecided)]
    assert made.attachments == (file,)


def test_a_conditional_go_names_its_files() -> None:
    """Beside the promises."""
    play = STATES["failing"]()
    for by in ("wang_fang", "zhou_min"):
        play.sign("initiation.signed", by=by)
    promise = {"gate": PAPER, "owner": "sun_li", "due": MORNING.replace(day=20), "promise": "p"}
    play.decide(PHASE, c.PhaseDecision.CONDITIONAL_GO, exceptions=(promise,), attachments=(kept(play),))
    decision = play.rollout.phases[PHASE].decision
    assert decision is not None
    assert [file.name for file in decision.attachments] == ["minutes.pdf"]


def test_files_nobody_has_kept_are_refused() -> None:
    """A decision names nothing that is not there."""
    play = Play.opened()
    play.meet(PHASE)
    absent = Attachment(name="x.pdf", digest="ab" * 32, size=1)
    wish = c.DecidePhaseGate(phase=PHASE, decision=c.PhaseDecision.GO, reason="r", attachments=(absent,))
    assert play.refused(wish, by="lin_wei").code is RefusalCode.NOT_FOUND


def test_a_waiver_keeps_the_files_of_its_request() -> None:
    """They are what it was granted on."""
    play = STATES["failing"]()
    play.ask_waiver(PAPER, attachments=(kept(play),))
    play.granted(c.GrantWaiver(gate=PAPER), by="lin_wei")
    assert [file.name for file in play.rollout.waivers[PAPER].attachments] == ["minutes.pdf"]


def test_an_answer_is_bound_to_the_files_of_the_request() -> None:
    """Another file is another request; no file is the request of before files could come along."""
    given = {"gate": PAPER, "requested_by": "a", "requested_at": MORNING, "owner": "b", "reason": "r"}
    plain = WaiverRequest.model_validate({**given, "compensating_control": "c", "expires_at": MORNING})
    file = Attachment(name="x.pdf", digest="ab" * 32, size=1)
    digests = {one.digest for one in (plain, plain.model_copy(update={"attachments": (file,)}))}
    assert len(digests) == 2  # two requests
    assert plain.digest == "832a2c7703d2a611e17be3e3b53602394feb888c25f00649d5985306d2b06339"
