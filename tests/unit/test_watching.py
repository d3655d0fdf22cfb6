"""Drift at the desk: what is watched, what lapses, and who is told; without a database or a file."""

import pytest

from playbooks.model import commands as c
from playbooks.model.drift import CheckStamp, Drift, Stamp
from playbooks.model.evidence import Reconciliation
from playbooks.model.gates.reconciliation import ReconciliationGate
from playbooks.model.letters import Notice
from playbooks.model.phase import PhaseKey
from playbooks.model.requirement import Part
from playbooks.model.watching import due_checks, needed, signed
from tests.simulators.facts import DIGEST, check, reconciliation, text
from tests.simulators.gates import rule
from tests.simulators.migration import customers
from tests.simulators.rollouts import Play
from tests.simulators.wordy import (
    composite_gate,
    letters_of,
    notices_since,
    playbook_with,
    played,
    sign_off_gate,
)

LOOK = Stamp(rows=100, digest=DIGEST)
STAMPED = reconciliation().model_copy(
    update={"stamps": (CheckStamp(check="customers", source=LOOK, target=LOOK),)}
)
DRIFTED = STAMPED.model_copy(
    update={"drift": (Drift(check="customers", title=text("Customers"), side=Part.TARGET, rows=3),)}
)


def reconciled(*, by_finance: bool = True) -> Play:
    """Return a rollout whose migration is on record, and signed by finance unless told otherwise."""
    judging = rule(
        ReconciliationGate, key="agrees", owner="data_steward", evidence="migration", checks=["customers"]
    )
    play = played(playbook_with(composite_gate("moved", judging, sign_off_gate("moved_signed", "migration"))))
    found(play, STAMPED)
    if by_finance:
        play.sign("moved_signed", by="wang_fang")
    return play


def found(play: Play, payload: Reconciliation) -> list[Notice]:
    """Put a payload on record and return who is told of it."""
    before = len(letters_of(play))
    play.clock.forward(hours=1)
    play.record("migration", payload, by="zhao_lei")
    return notices_since(play, before)


def test_what_is_signed_is_watched() -> None:
    """From the first signature on, as long as the evidence is what was signed."""
    assert signed(reconciled(by_finance=False).rollout, "migration") is None
    assert signed(reconciled().rollout, "migration") == STAMPED
    assert signed(reconciled().rollout, "nothing") is None


def test_what_has_drifted_is_not_watched_any_more() -> None:
    """It is on record; the full comparison comes next."""
    play = reconciled()
    found(play, DRIFTED)
    assert signed(play.rollout, "migration") is None


def test_the_watch_is_needed_while_the_phase_of_the_signature_is_open() -> None:
    """In the next phase nobody rests on it."""
    play = reconciled()
    assert needed(play.rollout, "migration")
    play.decide(PhaseKey.INITIATION, c.PhaseDecision.GO, by="lin_wei")
    assert not needed(play.rollout, "migration")


@pytest.mark.parametrize(("days", "due"), [(1, ("daily",)), (8, ("daily", "weekly"))])
def test_each_check_is_due_by_its_own_schedule(days: int, due: tuple[str, ...]) -> None:
    """The comparison itself was the first look."""
    play = reconciled()
    schedule = {"daily": "1d", "weekly": "7d", "never": "never"}
    checks = [customers(key=key, watch=every) for key, every in schedule.items()]
    now = play.clock.forward(days=days)
    evidence = play.rollout.evidence["migration"]
    assert due_checks(checks, play.rollout, evidence, looks={}, now=now) == due


def test_a_look_at_a_check_puts_the_next_one_off() -> None:
    """Until its pause is over."""
    play, checks = reconciled(), [customers()]
    now = play.clock.forward(days=2)
    looks = {"customers": now}
    assert due_checks(checks, play.rollout, play.rollout.evidence["migration"], looks=looks, now=now) == ()


def test_drift_opens_the_gate_again_and_the_signature_lapses_with_the_reason() -> None:
    """The gate had passed; who signed is told what moved."""
    play = reconciled()
    assert play.rollout.verdicts["moved"].passed
    told = {(notice.to, notice.subject.en): notice.body.en for notice in found(play, DRIFTED)}
    lapsed = told["wang_fang", "Your sign-off of 'moved_signed' has lapsed"]
    assert lapsed.endswith("migration; target (Customers): 3 rows more than signed")
    assert ("sun_li", "Data have moved since sign-off: migration") in told
    assert (play.rollout.verdicts["moved"].passed, play.rollout.sign_offs) == (False, ())


def test_a_result_that_differs_is_told_to_its_owner_and_signers_once() -> None:
    """One sentence, the largest differences, where to read more; the same result again is no news."""
    play = reconciled(by_finance=False)
    differing = reconciliation(check(missing=3, extra=1))
    told = [n for n in found(play, differing) if n.subject.en.startswith("Reconciled")]
    assert [n.to for n in told] == ["wang_fang", "sun_li"]
    assert told[0].body.en == (
        "migration: 1 of 1 tables do not agree.\n"
        "• Check of customers: missing in the new system: 3\n"
        "• Check of customers: extra in the new system: 1\n"
        "Report: phasegate reconcile report crm-2026"
    )
    assert found(play, differing) == []
