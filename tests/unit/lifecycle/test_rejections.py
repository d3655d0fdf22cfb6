"""A no fails the gate until it is taken back, a yes takes its place, or the evidence changes; comments decide nothing."""

import pytest

from playbooks.model import commands as c
from playbooks.model.attachment import Attachment
from playbooks.model.refusal import RefusalCode
from playbooks.model.verdict import Outcome
from tasks.adapters.attachments import keep_attachment
from tests.simulators.facts import document
from tests.simulators.rollouts import Play
from tests.simulators.wishes import STATES

PAPER, SIGNED = "initiation.paper", "initiation.signed"


def rejecting(play: Play, *, seen: str | None = None, **more: object) -> c.RejectSignOff:
    """Return a no to what is shown now."""
    given = {"gate": SIGNED, "seen": seen or play.seen(SIGNED), "reason": "page two is missing", **more}
    return c.RejectSignOff.model_validate(given)


def rejected() -> Play:
    """Return a play in which everybody has signed, and finance then said no."""
    play = STATES["ready"]()
    play.granted(rejecting(play), by="wang_fang")
    return play


def test_one_no_fails_the_gate_and_says_who_and_why() -> None:
    """The yes of the other stays, and helps nothing."""
    verdict = rejected().rollout.verdicts[SIGNED]
    assert verdict.outcome is Outcome.FAILED
    assert verdict.reason.zh == "签核被驳回：王芳（finance）：page two is missing"
    assert [missing.who for missing in verdict.missing] == [("pmo",)]


def test_a_no_needs_a_reason() -> None:
    """An empty one is no wish."""
    with pytest.raises(ValueError, match="reason"):
        rejecting(STATES["ready"](), reason=" ")


@pytest.mark.parametrize("by", ["wu_yan", "lin_wei", "stranger", "he_jun"])
def test_only_those_who_may_sign_reject(by: str) -> None:
    """The same rules for yes and no."""
    play = STATES["ready"]()
    assert play.refused(rejecting(play), by=by).code is RefusalCode.NOT_ENTITLED


def test_own_work_is_not_rejected_either() -> None:
    """Whoever wrote the paper is no judge of it."""
    play = Play.opened()
    play.record(PAPER, document(), by="wang_fang")
    assert play.refused(rejecting(play), by="wang_fang").code is RefusalCode.OWN_WORK


def test_a_no_to_something_else_is_stale() -> None:
    """What was shown must be what is there."""
    play = STATES["ready"]()
    assert play.refused(rejecting(play, seen="f" * 64), by="wang_fang").code is RefusalCode.STALE


def test_the_same_no_twice_is_refused() -> None:
    """It stands already."""
    play = rejected()
    assert play.refused(rejecting(play), by="wang_fang").code is RefusalCode.ALREADY_DONE


@pytest.mark.parametrize("how", ["withdraw", "sign", "evidence"])
def test_a_no_ends(how: str) -> None:
    """It is taken back, a yes takes its place, or it lapses with what it rested on."""
    play = rejected()
    if how == "withdraw":
        play.granted(c.WithdrawSignOff(gate=SIGNED, reason="misread"), by="wang_fang")
    elif how == "sign":
        play.sign(SIGNED, by="wang_fang")
    else:
        play.record(PAPER, document(4096))
    assert play.rollout.rejections == ()
    assert play.rollout.verdicts[SIGNED].passed is (how == "sign")


def test_the_owner_and_those_who_signed_hear_of_it() -> None:
    """With the reason."""
    play = STATES["ready"]()
    before = len(play.store.contents.outbox)
    play.granted(rejecting(play), by="wang_fang")
    letters = [posted.parcel.letter for posted in list(play.store.contents.outbox.values())[before:]]
    told = {letter.to for letter in letters if letter.kind == "notice" and "rejected" in letter.subject.en}
    assert told == {"chen_hao", "zhou_min"}


def test_a_comment_stays_with_the_gate_and_decides_nothing() -> None:
    """Anybody in the rollout may say something, even when the phase has ended."""
    play = STATES["closed"]()
    play.granted(c.CommentOnGate(gate=SIGNED, text="look at page two"), by="qian_bo")
    (said,) = play.rollout.comments
    assert (said.gate, said.person, said.text) == (SIGNED, "qian_bo", "look at page two")
    assert play.rollout.verdicts[SIGNED].passed


def test_an_attachment_that_nobody_kept_is_refused() -> None:
    """Nothing on record names bytes that are not there."""
    play = STATES["ready"]()
    file = Attachment(name="a.pdf", digest="ab" * 32, size=9)
    wish = c.CommentOnGate(gate=SIGNED, text="see", attachments=(file,))
    assert play.refused(wish, by="qian_bo").code is RefusalCode.NOT_FOUND


def test_an_attachment_stays_with_the_words() -> None:
    """By its digest."""
    play = STATES["ready"]()
    file = keep_attachment(play.store, "a.pdf", b"two differences", limit=100)
    play.granted(rejecting(play, attachments=(file,)), by="wang_fang")
    assert play.rollout.rejections[0].attachments == (file,)
