"""From a click on the page of the local Slack to the Prefect run that acts on it: nothing in between is played."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from config.settings import Settings
from flows import bootstrap
from flows.entrypoints.demo.slack_room import app_at_work, connected, open_room
from playbooks.model import commands as c
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import PhaseStatus
from tasks.adapters.office import Office
from tasks.adapters.orchestrator import PrefectApi, RunCondition
from tasks.adapters.organisation import starting
from tests.integration.conftest import PATIENCE, ask, wait_until
from tests.simulators.slack_world import COMPANY, GATE, ROLLOUT, paper

pytestmark = pytest.mark.prefect
PHASE = PhaseKey.INITIATION


@dataclass(frozen=True, slots=True)
class AtThePage:
    """A visitor of the page who plays one person; does what the page's script sends, and nothing else."""

    address: str
    member: str

    def decide(self, button: str, **words: str) -> None:
        """Press the newest button of a name as soon as it is there, fill in the form that opens, and send it."""
        wait_until(lambda: self._control(button) is not None)
        found = self._control(button)
        assert found is not None
        self._act(act="click", action_id=button, **found)
        wait_until(lambda: self._seen()["modal"] is not None)
        assert self._act(act="submit", values=words) == {"ok": True, "errors": {}}

    def _control(self, button: str) -> dict[str, str] | None:
        seen = self._seen()
        found = (
            {"channel": str(seen["direct"]), "ts": str(message["ts"])}
            for message in reversed(seen["messages"])
            for block in message.get("blocks") or ()
            for element in block.get("elements") or ()
            if element.get("action_id") == button
        )
        return next(found, None)

    def _seen(self) -> dict[str, Any]:
        query = {"as": self.member}
        direct = httpx.get(f"{self.address}page/picture", params=query).json()["direct"]
        return dict(httpx.get(f"{self.address}page/picture", params=query | {"channel": direct}).json())

    def _act(self, **wish: object) -> dict[str, Any]:
        return dict(httpx.post(f"{self.address}page/act", json={"as": self.member, **wish}).json())


@dataclass(frozen=True, slots=True)
class Stage:
    """The office, the page, and the Prefect server with the first phase's flow deployed."""

    office: Office
    api: PrefectApi
    page: str
    members: dict[str, str]

    def visitor(self, key: str) -> AtThePage:
        """Return a visitor who plays somebody."""
        return AtThePage(self.page, self.members[key])

    def run(self) -> UUID:
        """Return the run that works on the phase."""
        return UUID(str(self.office.rollout(ROLLOUT).phases[PHASE].run))

    def rests(self, condition: RunCondition) -> bool:
        """Tell whether the phase's run is in a condition, with nothing left to wake it for."""
        self.office.dispatcher.deliver()
        record = self.office.rollout(ROLLOUT).phases[PHASE]
        return (
            record.run is not None
            and not record.wake_due
            and self.api.alive([self.run()]) == {self.run(): condition}
        )

    def looks(self) -> int:
        """Return how often the run was woken to look."""
        return len(self.office.store.entries(rollout=ROLLOUT, types=("phase.run.woken",)))


@pytest.fixture
def stage(prefect_server: Any, prefect_worker: object, tmp_path: Path) -> Iterator[Stage]:  # noqa: ANN401, ARG001
    """A rollout whose first phase is worked on by Prefect, with its people in a local Slack."""
    (tmp_path / "playbooks").mkdir()
    shutil.copy(COMPANY / "small.yaml", tmp_path / "playbooks")
    given = {
        "home": tmp_path,
        "organisation": COMPANY / "organisation.yaml",
        "language": "en",
        "console_channel": False,
        "prefect_api_url": prefect_server.url,
    }
    with open_room(COMPANY / "organisation.yaml", Settings().language) as room:
        settings = connected(Settings.model_validate(given), room)
        _deploy(prefect_server, settings.to_environment())
        office = bootstrap.office(settings)
        people = {
            member.email.partition("@")[0].lower(): member.id
            for member in room.workspace.state.directory.people()
        }
        with app_at_work(settings, room):
            yield Stage(
                office, PrefectApi(prefect_server.url, timeout=PATIENCE), room.workspace.page_url, people
            )
        office.store.close()


def _deploy(server: Any, environment: dict[str, str]) -> None:  # noqa: ANN401
    """Deploy the flow of the first phase as the product names it, for a home of its own."""
    flow = ask(server, "/flows/", {"name": "initiation"})["id"]
    ask(
        server,
        "/deployments/",
        {
            "name": "phase",
            "flow_id": flow,
            "work_pool_name": "warm",
            "entrypoint": "flows.initiation.initiation",
            "job_variables": {"env": environment},
            "enforce_parameter_schema": False,
        },
    )


def test_a_click_approves_a_gate_and_the_run_goes_on(stage: Stage) -> None:
    """The run opens the phase and waits; two clicks pass the gate and it looks again; a third ends phase and run."""
    office, sue = stage.office, c.Actor(key="sue")
    office.submit(ROLLOUT, sue, starting(office, "small"))
    wait_until(lambda: stage.rests(RunCondition.SUSPENDED))
    command = c.RecordEvidence(
        evidence="paper", payload=paper(), source="test", observed_at=office.clock.now()
    )
    office.submit(ROLLOUT, c.Actor(key="ann"), command)
    for signer in ("finn", "fay"):
        stage.visitor(signer).decide("gate_approve", comment="read it")
    wait_until(lambda: stage.rests(RunCondition.SUSPENDED))
    assert office.rollout(ROLLOUT).verdicts[GATE].passed
    before, run = stage.looks(), stage.run()
    stage.visitor("sue").decide("phase_go", reason="all is well")
    wait_until(lambda: stage.rests(RunCondition.FINISHED))
    assert (before > 0, stage.run(), stage.looks() > before) == (True, run, True)
    assert office.rollout(ROLLOUT).phases[PHASE].status is PhaseStatus.CLOSED
