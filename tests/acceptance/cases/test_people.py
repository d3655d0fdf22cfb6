"""Cases 23, 31-34, 37, 40 and 53-57 of the list of abuses: who decides, in whose right, on what, and what time may do.

Each ends with what must always hold: the ledger verifies, and what was refused is on record.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from pydantic import ValidationError

from playbooks.model import commands as c
from playbooks.model.ledger.canonical import digest
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import readiness
from playbooks.model.refusal import RefusalCode
from playbooks.model.verdict import Outcome
from tasks.adapters.ports import Receipt
from tasks.adapters.render.gate_rows import gate_rows
from tasks.adapters.store.rollout_rows import gate_lines
from tests.simulators.facts import document, person, team
from tests.simulators.rollouts import MORNING, Play
from tests.simulators.wordy import PHASE, document_gate, playbook_with, played, sign_off_gate

PAPER, SIGNED = "initiation.paper", "initiation.signed"
ATTEND = {"by": "attend", "kind": c.ActorKind.SYSTEM}


def shown() -> Play:
    """Return a play with the paper on record, written by somebody who signs nothing."""
    play = Play.opened()
    play.record(PAPER, document())
    return play


def yes(play: Play) -> c.GiveSignOff:
    """Return a yes to what is shown now."""
    return c.GiveSignOff(gate=SIGNED, seen=play.seen(SIGNED))


def no(play: Play) -> c.RejectSignOff:
    """Return a no to what is shown now."""
    return c.RejectSignOff(gate=SIGNED, seen=play.seen(SIGNED), reason="page two is missing")


def sound(play: Play, *, refused: int = 0) -> bool:
    """Tell whether the ledger verifies and holds so many refusals."""
    count = sum(event.type == "command.refused" for event in play.store.events())
    return play.store.verify().verified and count == refused


def test_case_23_a_playbook_that_changes_while_a_request_is_open() -> None:
    """What is asked and judged is the playbook the rollout began with; another one binds the next rollout only."""
    play = shown()
    document, meant = play.rollout.document, play.rollout.playbook.digest
    changed = playbook_with(document_gate("paper"), sign_off_gate("signed", "paper", two_hats=True))
    again = c.StartRollout(title=play.rollout.title, playbook=changed, team=team())
    assert play.refused(again, by="chen_hao").code is RefusalCode.EXISTS
    elsewhere = c.GiveSignOff(gate=SIGNED, seen=digest(changed.digest))
    assert play.refused(elsewhere, by="wang_fang").code is RefusalCode.STALE
    play.sign(SIGNED, by="wang_fang")
    assert (play.rollout.document, play.rollout.playbook.digest) == (document, meant)
    assert sound(play, refused=2)


def test_case_31_one_decision_through_many_doors_at_once() -> None:
    """Two tabs and a command line within a moment: one counts, the others are told so."""
    play = shown()
    wish = yes(play)
    with ThreadPoolExecutor(max_workers=3) as doors:
        answers = list(doors.map(lambda _: play.wish(wish, by="wang_fang"), range(3)))
    told = sorted("ok" if isinstance(answer, Receipt) else answer.code.value for answer in answers)
    assert told == ["already_done", "already_done", "ok"]
    assert sound(play, refused=2)


@pytest.mark.parametrize("first", ["yes", "no"])
def test_case_32_yes_and_no_at_the_same_instant(first: str) -> None:
    """Both are in the ledger in one order; whichever came first, the no holds the gate until it is settled."""
    play = shown()
    words: list[tuple[Callable[[Play], c.Command], str]] = [(yes, "zhou_min"), (no, "wang_fang")]
    for word, by in words if first == "yes" else reversed(words):
        play.granted(word(play), by=by)
    assert play.rollout.verdicts[SIGNED].outcome is Outcome.FAILED
    assert [s.person for s in play.rollout.sign_offs] == ["zhou_min"]
    assert sound(play)


def two_hats(*, allowed: bool) -> Play:
    """Return a play in which one person holds both roles that sign."""
    slots = ({"role": "finance"}, {"role": "department_head"})
    plan = playbook_with(document_gate(PAPER), sign_off_gate(SIGNED, PAPER, slots=slots, two_hats=allowed))
    play = played(plan, people=team(person("zhou_min", "finance", "department_head", department="sales")))
    play.record(PAPER, document())
    return play


@pytest.mark.parametrize("allowed", [False, True])
def test_case_33_one_person_with_two_roles(allowed: bool) -> None:  # noqa: FBT001  # parametrized
    """The second hat counts only where the playbook says so, and is put on for itself."""
    play = two_hats(allowed=allowed)
    answers = [
        play.wish(yes(play).model_copy(update={"role": role}), by="zhou_min")
        for role in ("finance", "department_head")
    ]
    assert isinstance(answers[1], Receipt) is allowed
    assert play.rollout.verdicts[SIGNED].passed is allowed
    assert sound(play, refused=0 if allowed else 1)


def test_case_34_own_work_in_every_guise() -> None:
    """Not by oneself, not by a delegate, not as a delegate, and not by a bot."""
    play = Play.opened()
    play.record(PAPER, document(), by="wang_fang")
    given = {"person": "wang_fang", "to": "wu_yan", "starts": MORNING, "until": MORNING + timedelta(days=9)}
    play.granted(c.Delegate.model_validate({**given, "reason": "on leave"}), by="wang_fang")
    codes = [play.refused(yes(play), by=by).code for by in ("wang_fang", "wu_yan")]
    robot = play.refused(yes(play), by="wang_fang", kind=c.ActorKind.SYSTEM).code
    assert (codes, robot) == ([RefusalCode.OWN_WORK] * 2, RefusalCode.NOT_ENTITLED)
    assert sound(play, refused=3)


def test_case_34_whoever_asks_for_a_signature_does_not_give_it() -> None:
    """A request made by a person bars that person."""
    play = shown()
    play.granted(c.RequestSignOff(gate=SIGNED), by="wang_fang")
    assert play.refused(yes(play), by="wang_fang").code is RefusalCode.OWN_WORK


def test_case_37_who_has_left_a_moment_before() -> None:
    """Rights are looked up inside the transaction; what was decided before stays and is marked."""
    play = shown()
    play.granted(yes(play), by="zhou_min")
    for who in ("wang_fang", "zhou_min"):
        gone = c.ChangePerson(person=who, active=False, reason="account closed")
        play.granted(gone, by="slack", kind=c.ActorKind.SYSTEM)
    assert play.refused(yes(play), by="wang_fang").code is RefusalCode.NOT_ENTITLED
    assert [s.giver_left for s in play.rollout.sign_offs] == [True]
    assert sound(play, refused=1)


def test_case_40_the_evidence_was_replaced_after_it_was_shown() -> None:
    """For a sign-off and for the decision at the end of the phase."""
    play = shown()
    wish, before = yes(play), readiness(play.rollout, PHASE, play.clock.now()).inputs
    play.record(PAPER, document(4096))
    assert play.refused(wish, by="wang_fang").code is RefusalCode.STALE
    for who in ("wang_fang", "zhou_min"):
        play.sign(SIGNED, by=who)
    go = c.DecidePhaseGate(phase=PHASE, decision=c.PhaseDecision.GO, reason="met", seen=before)
    assert play.refused(go, by="lin_wei").code is RefusalCode.STALE
    fresh = readiness(play.rollout, PHASE, play.clock.now()).inputs
    play.granted(go.model_copy(update={"seen": fresh}), by="lin_wei")
    assert sound(play, refused=2)


def told(play: Play, kind: str) -> int:
    """Return how many events of a kind are on record."""
    return sum(event.type == kind for event in play.store.events())


def test_case_54_roles_that_change_while_a_request_is_open() -> None:
    """The change is an event, and an open request follows it at once."""
    play = shown()
    play.granted(c.ChangePerson(person="wu_yan", roles=("finance",), reason="stands in"), by="chen_hao")
    play.granted(c.ChangePerson(person="wang_fang", roles=(), reason="moved"), by="chen_hao")
    assert play.refused(yes(play), by="wang_fang").code is RefusalCode.NOT_ENTITLED
    play.granted(yes(play), by="wu_yan")
    assert (told(play, "person.changed"), sound(play, refused=1)) == (2, True)


def test_case_54_a_deadline_that_changes_while_a_request_is_open() -> None:
    """The calendar moves the end of the phase: an event that names the new end; the request stays open."""
    play = shown()
    play.granted(c.RequestSignOff(gate=SIGNED), **ATTEND)  # type: ignore[arg-type]  # who
    before = play.rollout.phases[PHASE].due
    calendar = play.rollout.calendar
    closed = frozenset(calendar.day(play.clock.now()) + timedelta(days=n) for n in range(3, 8))
    wish = c.ReviseCalendar(calendar=calendar.model_copy(update={"holidays": closed}), reason="works closed")
    assert play.refused(wish, by="wang_fang").code is RefusalCode.NOT_ENTITLED
    play.granted(wish, by="chen_hao")
    after = play.rollout.phases[PHASE].due
    assert before is not None
    assert after is not None
    assert (after > before, told(play, "calendar.revised")) == (True, 1)
    play.granted(yes(play), by="wang_fang")
    assert sound(play, refused=1)


def overridden() -> Play:
    """Return a play in which two people went over a gate that had failed."""
    play = Play.opened()
    play.record(PAPER, document(10))
    for who in ("lin_wei", "chen_hao"):
        play.granted(c.OverrideGate(gate=PAPER, reason=f"the line stands still, says {who}"), by=who)
    return play


def test_case_55_an_emergency_override_takes_two_and_never_passes() -> None:
    """One alone changes nothing; two do, and the verdict stays what it is."""
    play = Play.opened()
    play.record(PAPER, document(10))
    wish = c.OverrideGate(gate=PAPER, reason="the line stands still")
    play.granted(wish, by="lin_wei")
    assert readiness(play.rollout, PHASE, play.clock.now()).overridden == ()
    assert play.refused(wish, by="lin_wei").code is RefusalCode.OWN_WORK
    assert play.refused(wish, by="wang_fang").code is RefusalCode.NOT_ENTITLED
    play.granted(wish, by="chen_hao")
    standing = readiness(play.rollout, PHASE, play.clock.now())
    assert (standing.overridden, play.rollout.verdicts[PAPER].outcome) == ((PAPER,), Outcome.FAILED)
    assert sound(play, refused=2)


def test_case_55_each_of_the_two_gives_a_reason() -> None:
    """Without one there is no such wish; both are on record."""
    with pytest.raises(ValidationError):
        c.OverrideGate(gate=PAPER, reason="")
    made = overridden().rollout.overrides[PAPER]
    assert [made.proposal.reason[-7:], made.reason[-8:]] == ["lin_wei", "chen_hao"]


def test_case_55_an_override_is_shown_first_and_never_as_passed() -> None:
    """In the rows that every page is drawn from, in both languages, and in the lists."""
    play = overridden()
    row = next(row for row in gate_rows(play.rollout, PHASE, play.clock.now()) if row.rule.key == PAPER)
    assert (row.symbol, row.tone, row.word.en) == ("⚠", "overridden", "overridden, not passed")
    (line,) = [line for line in gate_lines(play.rollout, play.clock.now()) if line[1] == PAPER]
    assert "overridden" in line
    assert "passed" not in line


def test_case_56_time_alone_approves_nothing() -> None:
    """However late it gets, and however often the sweep comes by."""
    play = shown()
    play.granted(c.RequestSignOff(gate=SIGNED), **ATTEND)  # type: ignore[arg-type]  # who
    for _ in range(60):
        play.clock.forward(days=1)
        play.granted(c.Attend(), **ATTEND)  # type: ignore[arg-type]  # who
    assert play.rollout.verdicts[SIGNED].outcome is Outcome.PENDING
    assert play.rollout.open_phases == (PhaseKey.INITIATION,)
    assert sound(play)


def two_of_three() -> Play:
    """Return a play in which two of three people of finance have to sign."""
    plan = playbook_with(
        document_gate(PAPER), sign_off_gate(SIGNED, PAPER, slots=({"role": "finance", "count": 2},))
    )
    three = [person(key, "finance", department="finance") for key in ("wang_fang", "wu_yan", "qian_bo")]
    play = played(plan, people=team(*three))
    play.record(PAPER, document())
    return play


def test_case_57_a_yes_withdrawn_below_the_quorum() -> None:
    """Two of three have signed; one takes it back, and the gate is open again until a third one signs."""
    play = two_of_three()
    for who in ("wang_fang", "wu_yan"):
        play.granted(yes(play), by=who)
    assert play.rollout.verdicts[SIGNED].passed
    play.granted(c.WithdrawSignOff(gate=SIGNED, reason="looked again"), by="wang_fang")
    assert play.rollout.verdicts[SIGNED].outcome is Outcome.PENDING
    play.granted(yes(play), by="qian_bo")
    assert play.rollout.verdicts[SIGNED].passed
    assert (told(play, "sign_off.given"), told(play, "sign_off.withdrawn")) == (3, 1)
    assert sound(play)


def test_case_57_what_a_closed_phase_rested_on_stays() -> None:
    """Once the phase has ended, a yes is no longer taken back; the attempt is on record."""
    play = two_of_three()
    for who in ("wang_fang", "wu_yan"):
        play.granted(yes(play), by=who)
    play.decide(PHASE, c.PhaseDecision.GO)
    back = c.WithdrawSignOff(gate=SIGNED, reason="looked again")
    assert play.refused(back, by="wang_fang").code is RefusalCode.NOT_OPEN
    assert len(play.rollout.sign_offs) == 2
    assert sound(play, refused=1)
