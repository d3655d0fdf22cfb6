"""The weekly retrospective as a task: kept, on record, shown; once a week whatever happens in between."""

from hashlib import sha256

import pytest

from playbooks.model.commands import HoldRollout
from playbooks.model.errors import OutsideError
from playbooks.model.retrospective import retrospective_due
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
