"""An office of the example company on a real store, with a clock to set and artifacts that are kept."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from config.settings import Settings
from flows.bootstrap import office as settled_office
from playbooks.model import commands as c
from playbooks.model.evidence import Payload
from playbooks.model.phase import PhaseKey
from playbooks.model.refusal import Refusal
from playbooks.model.rollout import Rollout
from playbooks.model.text import Language
from tasks.adapters.desk import Desk
from tasks.adapters.office import Office
from tasks.adapters.organisation import starting
from tests.simulators.example_company import COMPANY, brought, collected, local, payload
from tests.simulators.rollouts import SetClock
from tests.simulators.shown_artifacts import ShownArtifacts

ROLLOUT = "crm-2026"
TIMER = c.Actor(key="attend", kind=c.ActorKind.SYSTEM, via=c.Via.TIMER)
COMPANY_FILES = ("organisation.yaml", "calendar.yaml", "sources.yaml", "goals.yaml")
COMPANY_FOLDERS = (
    "scorecards",
    "reconciliation",
    "legacy",
    "kpi",
    "training",
    "uat",
    "defects",
    "evidence",
    "documents",
)


@dataclass(slots=True)
class Work:
    """A running CRM rollout of the example company, as a test works on it."""

    office: Office
    clock: SetClock
    shown: ShownArtifacts

    @property
    def state(self) -> Rollout:
        """Return the present state."""
        return self.office.rollout(ROLLOUT)

    @property
    def folder(self) -> Path:
        """Return the folder of the company's files."""
        return self.office.company.parent

    def at(self, moment: str) -> datetime:
        """Travel to a local moment such as 2026-06-12 09:00."""
        self.clock.moment = local(moment)
        return self.clock.moment

    def wish(self, command: c.Command, by: str | c.Actor) -> None:
        """Bring a wish that must be granted."""
        actor = by if isinstance(by, c.Actor) else c.Actor(key=by)
        answer = self.office.submit(ROLLOUT, actor, command)
        assert not isinstance(answer, Refusal), answer.reason.en

    def record(self, key: str, fact: Payload, by: str | c.Actor = TIMER) -> None:
        """Put a fact on record."""
        self.wish(
            c.RecordEvidence(
                evidence=key, payload=fact, source=f"{fact.kind}:{key}", observed_at=self.clock.now()
            ),
            by,
        )

    def collect(self, *keys: str) -> None:
        """Put on record what the company's sources say now."""
        for key in keys:
            seen = collected("crm", key, base=self.folder, at=self.clock.now())
            if seen is not None:
                self.record(key, seen.payload)

    def bring(self, file: str, by: str, *, key: str | None = None) -> None:
        """Put on record what a person brings in a file."""
        self.record(key or file, payload(brought("crm", file)), by)

    def speak(self, language: Language) -> None:
        """Let the office speak a language."""
        self.office = replace(self.office, language=language)


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the company's files, never changed by a test."""
    folder = tmp_path_factory.mktemp("company")
    for name in COMPANY_FILES:
        shutil.copy(COMPANY / name, folder / name)
    for name in COMPANY_FOLDERS:
        shutil.copytree(COMPANY / name, folder / name)
    return folder


@pytest.fixture
def own_company(company: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(company, tmp_path / "company"))


@pytest.fixture
def work(own_company: Path, tmp_path: Path) -> Iterator[Work]:
    """The rollout on its first day, with the first phase open."""
    files = {"organisation": own_company / "organisation.yaml", "sources": own_company / "sources.yaml"}
    settings = Settings.model_validate({"home": tmp_path / "home", "language": Language.EN, **files})
    clock = SetClock(local("2026-03-02 09:00"))
    opened = settled_office(settings)
    office = replace(opened, clock=clock, desk=Desk(store=opened.store, clock=clock))
    work = Work(office, clock, ShownArtifacts())
    work.wish(starting(office, "crm"), "xu.wen")
    work.wish(c.OpenPhase(phase=PhaseKey.INITIATION), "xu.wen")
    yield work
    office.store.close()
