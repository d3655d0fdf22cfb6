"""Case 11: the clock is set back a day, or jumps ahead a year; the ledger's time never goes back, nothing expires wrongly."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.calendar import Calendar
from playbooks.model.verdict import Outcome
from tasks.adapters.desk import Desk
from tasks.adapters.identifiers import request_id
from tasks.adapters.ports import Receipt
from tasks.adapters.store import SqlStore, open_store
from tests.simulators.facts import document, team, text
from tests.simulators.rollouts import MORNING, SetClock
from tests.simulators.wordy import PHASE, document_gate, playbook_with, sign_off_gate

KEY = "crm-2026"
MINUTES = 5


class Company:
    """A rollout on a real store, with a request to sign that closes after a business day, and a clock gone astray."""

    def __init__(self, store: SqlStore) -> None:
        """Start the rollout and ask for the signature on Monday morning."""
        self.store, self.clock = store, SetClock()
        gates = (
            document_gate("paper"),
            sign_off_gate("signed", "paper", deadline="1bd", on_timeout="reject"),
        )
        plan = playbook_with(*gates)
        start = c.StartRollout(title=text("CRM"), playbook=plan, team=team(), calendar=Calendar())
        record = c.RecordEvidence(
            evidence="paper", payload=document(), source="test", observed_at=MORNING - timedelta(hours=1)
        )
        for by, command in (
            ("chen_hao", start),
            ("chen_hao", c.OpenPhase(phase=PHASE)),
            ("zhao_lei", record),
        ):
            self.wish(command, by)
        self.wish(c.RequestSignOff(gate="signed"), "attend")

    def wish(self, command: c.Command, by: str) -> Receipt:
        """Bring a wish that is granted."""
        kind = c.ActorKind.SYSTEM if by == "attend" else c.ActorKind.PERSON
        request = c.Request(id=request_id(), rollout=KEY, actor=c.Actor(key=by, kind=kind), command=command)
        answer = Desk(store=self.store, clock=self.clock).submit(request)
        assert isinstance(answer, Receipt), answer
        return answer

    def look(self, **forward: float) -> tuple[e.Event, ...]:
        """Move the clock and let the sweep come by."""
        self.clock.forward(**forward)
        return self.wish(c.Attend(), "attend").events

    def outcome(self) -> Outcome:
        """Return how the request to sign stands."""
        rollout = self.store.rollout(KEY)
        assert rollout is not None
        return rollout.verdicts["signed"].outcome


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """The company on a store of its own."""
    store = open_store(f"sqlite:///{tmp_path / 'p.db'}", origin="clock.example/11", key=tmp_path / "key")
    try:
        yield Company(store)
    finally:
        store.close()


def test_time_on_the_ledger_never_goes_back(company: Company) -> None:
    """A clock that is set back a day writes at the time of the last entry until it has caught up."""
    company.look(days=2, hours=1)
    last = company.store.entries()[-1].at
    company.clock.forward(days=-1)
    company.wish(c.AddActionItem(action="a", title="t", owner="sun_li", due=MORNING), "chen_hao")
    times = [entry.at for entry in company.store.entries()]
    assert times == sorted(times)
    assert times[-1] == last


def test_a_jump_ahead_closes_no_request(company: Company) -> None:
    """A year too far ahead, the first look only says that an answer is late; nothing is closed by the jump itself."""
    events = company.look(days=365)
    assert [type(event) for event in events if isinstance(event, e.DeadlineMissed | e.RequestTimedOut)] == [
        e.DeadlineMissed
    ]
    assert company.outcome() is Outcome.PENDING


def test_a_clock_put_right_again_closes_nothing_either(company: Company) -> None:
    """However often the sweep comes by meanwhile, and a signature counts as before."""
    company.look(days=365)
    company.clock.moment = MORNING + timedelta(hours=2)
    for _ in range(30):
        company.look(minutes=MINUTES)
    rollout = company.store.rollout(KEY)
    assert rollout is not None
    assert company.outcome() is Outcome.PENDING
    gate = rollout.playbook.gate("signed")
    seen = getattr(gate, "shown_digest")(rollout.facts)  # noqa: B009  # the gate is known to be a sign-off
    company.wish(c.GiveSignOff(gate="signed", seen=seen), "wang_fang")
    assert company.outcome() is Outcome.PASSED


def test_time_that_really_passes_closes_it(company: Company) -> None:
    """An hour of working time after the end was noticed."""
    company.look(days=2)
    company.look(minutes=55)
    still_open = company.outcome()
    company.look(minutes=MINUTES)
    assert (still_open, company.outcome()) == (Outcome.PENDING, Outcome.FAILED)
