"""Who is told what about deadlines: the late, those above them, the PMO; in words that say what to do."""

import pytest

from playbooks.model import events as e
from playbooks.model.deadline_events import ReminderStage
from playbooks.model.deadline_news import cutover_remark, deadline_news
from playbooks.model.news import News
from playbooks.model.phase import PhaseKey
from playbooks.model.text import Text
from tests.simulators.facts import text
from tests.simulators.rollouts import MORNING
from tests.simulators.wordy import PHASE, document_gate, playbook_with, played, sign_off_gate

PLAY = played(playbook_with(document_gate("paper"), sign_off_gate("signed", "paper")))


def told(event: e.Event) -> list[News]:
    """Return what people are told."""
    return list(deadline_news(PLAY.rollout, event))


@pytest.mark.parametrize(
    ("stage", "zh", "en"),
    [
        (ReminderStage.HEADS_UP, "即将到期", "due soon"),
        (ReminderStage.DUE, "今日到期", "something is due"),
        (ReminderStage.OVERDUE, "逾期", "overdue"),
    ],
)
def test_a_reminder_says_how_late_it_is(stage: ReminderStage, zh: str, en: str) -> None:
    """In its subject."""
    (news,) = told(
        e.ReminderDue(about="paper", people=("zhao_lei",), day="2026-03-02", text=text(), stage=stage)
    )
    assert zh in news.subject.zh
    assert en in news.subject.en


@pytest.mark.parametrize(("last_call", "letters"), [(True, 1), (False, 0)])
def test_a_missed_deadline_is_told_where_a_request_is_about_to_close(last_call: bool, letters: int) -> None:  # noqa: FBT001  # parametrized
    """Anything else late is what reminders are for."""
    missed = e.DeadlineMissed(
        about="signed", phase=PHASE, people=("wang_fang",), due=MORNING, text=text(), last_call=last_call
    )
    assert len(told(missed)) == letters


@pytest.mark.parametrize("about", ["paper", PHASE.value, "gone"])
def test_an_escalation_is_told_to_those_above_and_to_the_late(about: str) -> None:
    """Nobody learns from somebody else that a matter was taken further."""
    escalated = e.Escalated(
        about=about,
        phase=PHASE,
        step=1,
        role="sponsor",
        people=("lin_wei",),
        late=("zhao_lei", "lin_wei"),
        due=MORNING,
        text=text("why"),
    )
    above, late = told(escalated)
    assert (above.to, late.to) == (("lin_wei",), ("zhao_lei",))
    assert above.subject.en.startswith("Escalated to you")


@pytest.mark.parametrize("gate", ["signed", "gone"])
def test_a_closed_request_is_told_to_pmo_owner_and_the_silent(gate: str) -> None:
    """With the command that asks again."""
    closed = e.RequestTimedOut(
        gate=gate, people=("wang_fang",), inputs="a" * 64, due=MORNING, because=text("no answer")
    )
    (news,) = told(closed)
    assert news.to == ("chen_hao", "wang_fang")
    assert f"phasegate sign-off crm-2026 {gate} --ask" in news.body.en


@pytest.mark.parametrize(
    ("ends", "said"),
    [({}, "why"), ({PhaseKey.DESIGN: MORNING}, "why. 'Design' is now planned to end by 2026-03-02")],
)
def test_a_revised_calendar_is_told_with_the_new_ends(ends: dict[PhaseKey, object], said: str) -> None:
    """To those who plan."""
    revised = e.CalendarRevised.model_validate(
        {"calendar": PLAY.rollout.calendar, "due": ends, "because": Text(zh="原因", en="why")}
    )
    (news,) = told(revised)
    assert news.body.en == said


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, None),
        ({"cutover_on": "2027-01-04"}, "Cutover on 2027-01-04"),
        ({"freeze_exception": "the server dies"}, "In spite of a freeze: the server dies"),
    ],
)
def test_a_decision_tells_of_its_cutover(more: dict[str, object], said: str | None) -> None:
    """The day, and the exception that was made."""
    decided = e.PhaseGateDecided.model_validate(
        {
            "phase": "validation",
            "decision": "go",
            "reason": "r",
            "decided_by": "lin_wei",
            "inputs": "a" * 64,
            **more,
        }
    )
    remark = cutover_remark(decided)
    assert (remark and remark.en) == said


def test_other_events_are_no_news_of_deadlines() -> None:
    """They are told elsewhere."""
    assert told(e.RolloutHeld(reason="r")) == []
