"""Who closes an issue, and who hears of it: nobody ends alone what hinders work and is theirs to solve."""

from datetime import timedelta

import pytest

from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.calendar import Calendar
from playbooks.model.issue import Severity
from playbooks.model.refusal import RefusalCode
from tests.simulators.facts import person, team, text
from tests.simulators.rollouts import MORNING, Play, playbook
from tests.simulators.wordy import letters_of, notices_since

RAISER, SOLVER, PMO, MANAGER, TESTER, STRANGER, OWNER = (
    "qian_bo",
    "zhao_lei",
    "chen_hao",
    "pm",
    "tester",
    "wu_yan",
    "business",
)
GRAVE, SMALL = Severity.STOPS_WORK, Severity.COSMETIC


def told_of(severity: Severity, *, owner: str | None = SOLVER, by: str = RAISER) -> Play:
    """Return a rollout in which somebody raised an issue."""
    play = Play()
    people = team(
        person(MANAGER, "project_manager"), person(TESTER, "test_lead"), person(OWNER, "project_owner")
    )
    start = c.StartRollout(title=text("CRM"), playbook=playbook(), team=people, calendar=Calendar())
    play.granted(start, by=PMO)
    play.granted(c.RaiseIssue(issue="i", title="breaks", severity=severity, owner=owner), by=by)
    return play


CLOSE = c.CloseIssue(issue="i", resolution="repaired")


def standing_in(substitute: str) -> Play:
    """Return a rollout in which somebody stands in for whoever raised a grave issue."""
    play, until = told_of(GRAVE), MORNING + timedelta(days=5)
    lasting = c.Delegate(person=RAISER, to=substitute, starts=MORNING, until=until, reason="away")
    play.granted(lasting, by=RAISER)
    return play


@pytest.mark.parametrize(
    ("severity", "able"),
    [
        (GRAVE, {RAISER, PMO, MANAGER, TESTER}),
        (Severity.HINDERS_WORK, {RAISER, PMO, MANAGER, TESTER}),
        (Severity.NUISANCE, {RAISER, SOLVER, PMO, MANAGER}),
        (SMALL, {RAISER, SOLVER, PMO, MANAGER}),
    ],
)
def test_only_those_concerned_close_an_issue(severity: Severity, able: set[str]) -> None:
    """Whoever raised it, solves it or runs the rollout; a grave one not by whoever solves it."""
    for by in (RAISER, SOLVER, PMO, MANAGER, TESTER, STRANGER, "lin_wei"):
        play = told_of(severity)
        if by in able:
            play.granted(CLOSE, by=by)
            assert play.rollout.issues["i"].closed_by == by
        else:
            assert play.refused(CLOSE, by=by).code is RefusalCode.NOT_ENTITLED
            assert play.rollout.issues["i"].open


def test_the_refusal_names_who_may() -> None:
    """In one sentence, and another for whoever solves it."""
    play = told_of(GRAVE)
    strange, own = (play.refused(CLOSE, by=by).reason.en for by in (STRANGER, SOLVER))
    assert strange == (
        "issue 'i' has severity 1, and it is for one of these to close: Qian Bo, pmo, project_manager, test_lead"
    )
    assert "whoever solves it does not close it; ask one of: Qian Bo" in own


def test_whoever_raised_and_solves_a_grave_issue_needs_a_second_person() -> None:
    """And so does the PMO where it is the PMO's to solve."""
    assert told_of(GRAVE, owner=RAISER).refused(CLOSE, by=RAISER).code is RefusalCode.NOT_ENTITLED
    mine = told_of(GRAVE, owner=PMO)
    assert mine.refused(CLOSE, by=PMO).code is RefusalCode.NOT_ENTITLED
    mine.granted(CLOSE, by=MANAGER)


def test_a_stand_in_closes_in_the_other_s_name() -> None:
    """Both names are on record; whoever solves it gains nothing by standing in."""
    play = standing_in(STRANGER)
    play.granted(CLOSE, by=STRANGER)
    (closed,) = (event for event in play.store.events() if isinstance(event, e.IssueClosed))
    assert (closed.closed_by, closed.on_behalf_of) == (STRANGER, RAISER)
    assert standing_in(SOLVER).refused(CLOSE, by=SOLVER).code is RefusalCode.NOT_ENTITLED


def test_no_run_and_no_timer_closes_an_issue() -> None:
    """People do."""
    play = told_of(SMALL)
    play.refused(CLOSE, by="attend", kind=c.ActorKind.SYSTEM)


@pytest.mark.parametrize(
    ("severity", "raised", "closed"),
    [
        (GRAVE, [SOLVER, PMO, OWNER], [SOLVER, RAISER, OWNER]),
        (SMALL, [SOLVER], [SOLVER, RAISER]),
    ],
)
def test_those_concerned_are_told(severity: Severity, raised: list[str], closed: list[str]) -> None:
    """The owner, and of what hinders work PMO and project owner; never whoever did it."""
    play = told_of(severity)
    notices = [note for note in notices_since(play, 0) if "issue" in note.subject.en.lower()]
    assert [note.to for note in notices] == raised
    assert notices[0].body.en == "breaks. Raised by Qian Bo, to be solved by Zhao Lei"
    before = len(letters_of(play))
    play.granted(CLOSE, by=PMO)
    ended = [note for note in notices_since(play, before) if note.subject.en == "Issue closed"]
    assert [note.to for note in ended] == closed
    assert ended[0].body.en == "breaks: repaired. Closed by Chen Hao"


def test_whoever_raises_an_own_issue_is_told_nothing() -> None:
    """And an issue that is nobody's yet reaches those who watch."""
    assert [n.to for n in notices_since(told_of(SMALL, owner=RAISER), 0) if "issue" in n.subject.en] == []
    notices = notices_since(told_of(GRAVE, owner=None), 0)
    assert [note.to for note in notices if "issue" in note.subject.en] == [PMO, OWNER]
