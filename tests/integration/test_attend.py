"""The sweep: whatever goes wrong with one thing, everything else is looked after, and it is told."""

from collections.abc import Iterator
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest
from prefect.client.schemas import State

import flows.attend
from config.settings import Settings
from flows.bootstrap import office as settled_office
from playbooks.model.commands import Actor, OpenPhase
from playbooks.model.errors import InputError
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import Rollout
from playbooks.model.text import Language
from tasks.adapters.office import Office
from tasks.adapters.organisation import starting

FIRST, SECOND = "crm-1", "crm-2"
FULL = OSError(ENOSPC, "No space left on device")


class Sweep:
    """The sweep without Prefect, with a list of what it did; named steps fail."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.done: list[str] = []
        self.faults: dict[str, Exception] = {}

    def step(self, name: str) -> None:
        """Note a step, or fail."""
        if name in self.faults:
            raise self.faults[name]
        self.done.append(name)

    def gather(self, office: Office, state: Rollout, actor: Actor) -> None:  # noqa: ARG002  # the flow's shape
        """Look at the sources."""
        self.step(f"gather {state.key}")

    def record(self, office: Office, rollout: str, actor: Actor, *, command: object) -> None:  # noqa: ARG002  # same
        """Remind."""
        self.step(f"remind {rollout}")

    def revive(self, office: Office, rollout: str, actor: Actor) -> None:  # noqa: ARG002  # same
        """Look for a run."""
        self.step(f"revive {rollout}")

    def hold_due(self, office: Office) -> None:  # noqa: ARG002  # same
        """Hold retrospectives."""
        self.step("retrospectives")

    def notify(self, office: Office) -> object:
        """Deliver."""
        self.step("deliver")
        return office.dispatcher.deliver()

    def run(self) -> State[Any]:
        """Sweep once."""
        return flows.attend.attend.fn()


@pytest.fixture
def sweep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sweep]:
    """Two rollouts that are under way."""
    office = settled_office(Settings(home=tmp_path, language=Language.EN, console_channel=False))
    for key in (FIRST, SECOND):
        office.submit(key, Actor(key="xu.wen"), starting(office, "crm"))
        office.submit(key, Actor(key="xu.wen"), OpenPhase(phase=PhaseKey.INITIATION))
    opened = Sweep(office)
    monkeypatch.setattr(flows.attend, "shared_office", lambda: office)
    for step in ("gather", "record", "revive", "hold_due", "notify"):
        monkeypatch.setattr(flows.attend, step, getattr(opened, step))
    yield opened
    office.store.close()


def test_a_sweep_looks_after_everything(sweep: Sweep) -> None:
    """Each rollout, then what concerns all."""
    assert sweep.run().is_completed()
    each = [f"{step} {key}" for key in (FIRST, SECOND) for step in ("gather", "remind", "revive")]
    assert sweep.done == [*each, "retrospectives", "deliver"]


@pytest.mark.parametrize("fault", [FULL, ZeroDivisionError("x"), InputError("The file is empty.")])
@pytest.mark.parametrize("step", [f"gather {FIRST}", f"remind {FIRST}", f"revive {FIRST}", "retrospectives"])
def test_what_fails_keeps_nothing_else_from_being_done(sweep: Sweep, step: str, fault: Exception) -> None:
    """The others are looked after, and the sweep says what went wrong."""
    sweep.run()
    whole, sweep.done = sweep.done, []
    sweep.faults[step] = fault
    ended = sweep.run()
    assert sweep.done == [each for each in whole if each != step]
    assert ended.is_failed()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (FULL, "crm-1: The system refused (No space left on device)"),
        (ZeroDivisionError("x"), "crm-1: The product met a fault (ZeroDivisionError)"),
        (InputError("The file is empty."), "crm-1: The file is empty."),
    ],
)
def test_the_sweep_says_what_went_wrong(sweep: Sweep, fault: Exception, said: str) -> None:
    """Once, also where several steps met the same."""
    sweep.faults |= {f"{step} {FIRST}": fault for step in ("gather", "remind")}
    message = str(sweep.run().message)
    assert message.startswith(said)
    assert message.count("crm-1") == 1
