"""The weekly retrospective as a task: kept, on record, shown; once a week whatever happens in between."""

from hashlib import sha256

import pytest

from playbooks.model.commands import AddActionItem, HoldRollout, RaiseIssue
from playbooks.model.errors import OutsideError
from playbooks.model.issue import Severity
from playbooks.model.retrospective import retrospective_due
from playbooks.model.text import Language
from tasks.adapters.retrospectives import kept_minutes, look_back, written
from tasks.hold_retrospective import hold_retrospective
from tests.integration.own_work.conftest import ROLLOUT, Work

KEY, WEEK = "crm-2026-retrospective", "2026-W10"


def hold(work: Work, week: str = WEEK) -> str | None:
    """Hold a week's retrospective."""
    return hold_retrospective.fn(work.office, ROLLOUT, week=week, artifacts=work.shown)


def entries(work: Work) -> int:
    """Count the retrospectives on the ledger."""
    return len(work.office.store.entries(rollout=ROLLOUT, types=["retrospective.held"]))


def test_the_report_on_record_is_the_one_that_is_kept_and_shown(work: Work) -> None:
    """Under the digest of its bytes, in both languages."""
    work.at("2026-03-06 16:05")
    digest = hold(work)
    text = work.shown.text(KEY)
    assert digest == work.state.retrospectives[WEEK] == sha256(text.encode()).hexdigest()
    assert work.office.store.document(str(digest)) == text.encode()
    assert "周回顾" in text
    assert "Weekly retrospective" in text


def test_a_week_is_held_once(work: Work) -> None:
    """The second time it is only shown; nothing is refused, nothing is added."""
    work.at("2026-03-06 16:05")
    first = hold(work)
    work.at("2026-03-06 16:20")
    assert hold(work) == first
    assert entries(work) == 1
    assert work.office.store.entries(rollout=ROLLOUT, types=["command.refused"]) == ()


def test_a_report_that_could_not_be_shown_is_shown_on_the_next_try(work: Work) -> None:
    """Prefect was down between the record and the page."""
    work.at("2026-03-06 16:05")
    work.shown.down = True
    with pytest.raises(OutsideError):
        hold(work)
    work.shown.down = False
    hold(work)
    assert (entries(work), work.shown.times[KEY]) == (1, 1)


def test_after_it_was_held_nothing_is_due(work: Work) -> None:
    """Until the next Friday."""
    now = work.at("2026-03-06 16:05")
    assert retrospective_due(work.state, now) == WEEK
    hold(work)
    assert retrospective_due(work.state, now) is None
    assert retrospective_due(work.state, work.at("2026-03-13 16:00")) == "2026-W11"


def test_a_rollout_on_hold_has_nothing_due(work: Work) -> None:
    """Nobody meets about a project that rests."""
    work.wish(HoldRollout(reason="budget is reviewed"), "lin.guohua")
    assert retrospective_due(work.state, work.at("2026-03-06 16:05")) is None


def later(work: Work) -> None:
    """Let three weeks pass in which much changes."""
    work.at("2026-03-18 10:00")
    work.bring("team", "xu.wen")
    work.wish(
        RaiseIssue(issue="late", title="came later", severity=Severity.HINDERS_WORK, owner="chen.wei"),
        "xu.wen",
    )
    work.wish(
        AddActionItem(action="later", title="later", owner="chen.wei", due=work.at("2026-03-27 10:00")),
        "xu.wen",
    )


def test_a_past_week_is_looked_back_on_as_it_was(work: Work) -> None:
    """Of its end; what has come since does not count, and what was open then still is."""
    work.at("2026-03-08 23:59")
    present = look_back(work.office, ROLLOUT, week=WEEK)
    later(work)
    past = look_back(work.office, ROLLOUT, week=WEEK)
    assert (past.held.gates_open, past.held.waiting) == (present.held.gates_open, present.held.waiting)
    assert [count.open for count in past.held.issues] == [0, 0, 0, 0]
    assert past.recorded_at is None
    assert "late" in work.state.issues
    assert "late" not in past.rollout.issues


def test_a_week_on_record_is_the_one_that_was_kept(work: Work) -> None:
    """Worked out anew it says the same to the letter, whatever happened in that week after it was held."""
    held_at = work.at("2026-03-06 16:05")
    digest = hold(work)
    kept = work.office.store.document(str(digest))
    work.at("2026-03-06 18:00")
    work.bring("team", "xu.wen")
    later(work)
    back = look_back(work.office, ROLLOUT, week=WEEK)
    assert back.recorded_at == back.held.held_at == held_at
    assert written(back).encode() == kept
    parts = [
        kept_minutes(work.office, ROLLOUT, week=WEEK, language=language)
        for language in (Language.ZH, Language.EN)
    ]
    assert "\n---\n\n".join(map(str, parts)).encode() == kept
    assert kept_minutes(work.office, ROLLOUT, week="2026-W11", language=Language.EN) is None


def test_a_missed_week_is_held_as_of_its_end(work: Work) -> None:
    """The machine was down over the weekend; the minutes do not tell of what came after."""
    work.at("2026-03-08 23:59")
    then = written(look_back(work.office, ROLLOUT, week=WEEK))
    later(work)
    assert (work.office.store.document(str(hold(work))) or b"").decode() == then


def test_a_week_before_the_rollout_tells_of_nothing(work: Work) -> None:
    """Of its very beginning at most; it is no error to look."""
    later(work)
    early = look_back(work.office, ROLLOUT, week="2026-W05").held
    assert (early.decisions, early.added, early.issues[1].open) == ((), (), 0)
