"""Collecting: what a source says goes on record once, a source is looked at again when it may say more."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from playbooks.model import commands as c
from playbooks.model.events import EvidenceRecorded
from playbooks.model.evidence import (
    Document,
    Reconciliation,
    Series,
    Training,
    TrainingRecord,
    Unreadable,
)
from playbooks.model.gates.metric import MetricGate
from playbooks.model.gates.reconciliation import ReconciliationGate
from playbooks.model.gates.training import TrainingGate
from playbooks.model.playbook import Playbook
from playbooks.model.refusal import Refusal
from playbooks.model.rollout import Rollout
from playbooks.model.text import Language
from tasks.adapters.desk import Desk
from tasks.adapters.dispatcher import Dispatcher
from tasks.adapters.office import Office
from tasks.adapters.playbook_library import PlaybookLibrary
from tasks.adapters.ports import Receipt
from tasks.adapters.sources.collecting import collect, due, look_again
from tasks.adapters.sources.specification import (
    ReconciliationSource,
    SeriesSource,
    Source,
    Sources,
    TrainingSource,
)
from tasks.adapters.store import open_store
from tests.simulators.facts import reconciliation, team, text, trained, training
from tests.simulators.full_disk import no_file_grows_beyond
from tests.simulators.gates import rule
from tests.simulators.migration import customers, plan
from tests.simulators.rollouts import SetClock
from tests.simulators.wordy import PHASE, document_gate, playbook_with

KEY = "crm-2026"
SWEEP = c.Actor(key="attend", kind=c.ActorKind.SYSTEM, via=c.Via.TIMER)
SERIES = SeriesSource(
    kind="series", evidence="kpi", metric="adoption", file=Path("kpi.csv"), performed_by=("sun_li",)
)
TRAINING = TrainingSource(kind="training", evidence="training", file=Path("training.csv"))
MIGRATION = ReconciliationSource(
    kind="reconciliation", evidence="migration", plan=Path("plan.yaml"), base=Path()
)
LATER = SeriesSource(kind="series", evidence="later", metric="adoption", file=Path("kpi.csv"))
ROWS = "date,value,unit\n2026-03-01,80,%\n2026-03-03,85,%\n"
PEOPLE = "person,name,department,tier,level,completed,score\nwu,吴,sales,staff,skill,2026-02-02,90\n"


@dataclass
class Desktop:
    """An office with one rollout, its folder of sources, and somebody who looks."""

    office: Office
    clock: SetClock
    folder: Path

    @property
    def state(self) -> Rollout:
        """Return the rollout."""
        return self.office.rollout(KEY)

    def write(self, file: str, content: str) -> None:
        """Put a source's file down."""
        (self.folder / file).write_text(content, encoding="utf-8")

    def due(self) -> list[str]:
        """Return the evidence that is worth a look now."""
        return [source.evidence for source in due(self.office, self.state)]

    def collect(self, source: Source = SERIES, *, by: c.Actor = SWEEP) -> object:
        """Look at a source."""
        return collect(self.office, KEY, by, source=source)

    def wish(self, command: c.Command, by: str = "chen_hao") -> object:
        """Bring a wish."""
        return self.office.submit(KEY, c.Actor(key=by), command)


def judging() -> Playbook:
    """Return a playbook whose first phase judges what the sources say."""
    given = {"metric": "adoption", "unit": "%", "direction": "up", "threshold": "80"}
    kpi = rule(MetricGate, key="kpi", evidence="kpi", **given)
    tiers = [{"tier": "staff", "level": "skill"}]
    trained = rule(TrainingGate, key="training", evidence="training", tiers=tiers)
    agreed = {"evidence": "migration", "checks": ["customers"], "valid_for": 14}
    moved = rule(ReconciliationGate, key="migration", **agreed)
    return playbook_with(kpi, trained, moved, document_gate("paper"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desktop]:
    """An office with an open phase that judges a KPI, trainings and a migration."""
    clock, folder = SetClock(), tmp_path / "sources"
    folder.mkdir()
    address = f"sqlite:///{tmp_path / 's.db'}"
    with closing(open_store(address, origin="phasegate.test/ledger", key=tmp_path / "key")) as store:
        office = Office(
            desk=Desk(store=store, clock=clock),
            store=store,
            clock=clock,
            dispatcher=Dispatcher(store=store, clock=clock, channels=()),
            orchestrator=None,
            library=PlaybookLibrary(),
            sources=Sources(sources={"crm": (SERIES, TRAINING, MIGRATION, LATER)}),
            sources_folder=folder,
            company=tmp_path / "organisation.yaml",
            home=tmp_path,
            language=Language.EN,
        )
        desktop = Desktop(office, clock, folder)
        desktop.wish(c.StartRollout(title=text("CRM"), playbook=judging(), team=team()))
        desktop.wish(c.OpenPhase(phase=PHASE))
        desktop.write("kpi.csv", ROWS)
        desktop.write("training.csv", PEOPLE)
        yield desktop


def test_what_the_source_says_goes_on_record(desk: Desktop) -> None:
    """As of now, with the source's name and whose work it is."""
    seen, answer = collect(desk.office, KEY, SWEEP, source=SERIES)
    evidence = desk.state.evidence["kpi"]
    assert isinstance(evidence.payload, Series)
    assert isinstance(answer, Receipt)
    assert (len(evidence.payload.readings), evidence.source, seen.fault) == (1, "series:kpi", None)
    assert evidence.hands == {"attend", "sun_li"}


def test_only_sources_of_the_open_phase_are_looked_at(desk: Desktop) -> None:
    """What no gate of an open phase judges can wait."""
    assert desk.due() == ["kpi", "training", "migration"]


@pytest.mark.parametrize("source", [SERIES, MIGRATION])
def test_work_of_nobody_is_not_taken(desk: Desktop, source: Source) -> None:
    """A mistyped name would let the person meant sign their own work; the gate says what is to be corrected."""
    mistyped = source.model_copy(update={"performed_by": ("sun_lee",)})
    seen, answer = collect(desk.office, KEY, SWEEP, source=mistyped)
    payload = desk.state.evidence[source.evidence].payload
    assert isinstance(answer, Receipt)
    assert isinstance(payload, Unreadable)
    assert f"names 'sun_lee' under performed_by of '{source.evidence}'" in payload.reason.en
    assert "did you mean: sun_li?" in str(seen.fault)
    assert "把“sun_lee”写为“" in payload.reason.zh


def test_a_corrected_name_is_looked_at_again(desk: Desktop) -> None:
    """At once, although no file of its data has changed; meanwhile the sweep says nothing twice."""
    wrong = SERIES.model_copy(update={"performed_by": ("sun_lee",)})
    desk.office = replace(desk.office, sources=Sources(sources={"crm": (wrong,)}))
    desk.collect(wrong)
    assert desk.due() == []
    desk.office = replace(desk.office, sources=Sources(sources={"crm": (SERIES,)}))
    assert desk.due() == ["kpi"]


def test_an_unchanged_source_is_left_alone_for_the_day(desk: Desktop) -> None:
    """The sweep comes by every few minutes."""
    desk.collect()
    desk.clock.forward(hours=3)
    assert desk.due() == ["training", "migration"]


def test_a_changed_file_is_looked_at_again(desk: Desktop) -> None:
    """At once, and what it says now is on record."""
    desk.collect()
    desk.write("kpi.csv", ROWS.replace("80", "99.9"))
    assert desk.due()[0] == "kpi"
    desk.collect()
    assert "99.9" in desk.state.evidence["kpi"].payload.model_dump_json()


def test_a_file_that_comes_or_goes_is_a_change(desk: Desktop) -> None:
    """Missing is unreadable; when it is there it is read."""
    (desk.folder / "kpi.csv").unlink()
    desk.collect()
    assert isinstance(desk.state.evidence["kpi"].payload, Unreadable)
    assert "kpi" not in desk.due()
    desk.write("kpi.csv", ROWS)
    assert "kpi" in desk.due()


def test_what_has_not_begun_is_waited_for(desk: Desktop) -> None:
    """Readings that lie ahead are no failure: nothing is on record, and the next day looks again."""
    desk.write("kpi.csv", ROWS.splitlines()[0] + "\n")
    desk.collect()
    assert "kpi" not in desk.state.evidence
    assert "kpi" not in desk.due()
    desk.clock.forward(days=1)
    assert "kpi" in desk.due()


def test_what_said_something_and_says_nothing_now_is_on_record(desk: Desktop) -> None:
    """Readings that vanish make the evidence unreadable."""
    desk.collect()
    desk.write("kpi.csv", ROWS.splitlines()[0] + "\n")
    desk.collect()
    assert isinstance(desk.state.evidence["kpi"].payload, Unreadable)


def test_a_new_day_brings_what_was_dated_ahead(desk: Desktop) -> None:
    """The reading of Tuesday counts from Tuesday on."""
    desk.collect()
    desk.clock.forward(days=1)
    assert desk.due()[0] == "kpi"
    desk.collect()
    payload = desk.state.evidence["kpi"].payload
    assert isinstance(payload, Series)
    assert len(payload.readings) == 2


def test_looking_twice_records_once(desk: Desktop) -> None:
    """What says nothing new leaves no entry."""
    desk.collect()
    version = desk.state.version
    desk.collect()
    assert desk.state.version == version


def test_a_reconciliation_is_repeated_when_files_change_and_before_it_goes_stale(desk: Desktop) -> None:
    """A million rows are not compared every day, but within half of the two weeks they may be old."""
    desk.collect(MIGRATION)
    desk.clock.forward(days=4)
    assert "migration" not in desk.due()
    desk.clock.forward(days=3)
    assert "migration" in desk.due()
    desk.collect(MIGRATION)
    desk.write("plan.yaml", "key: x\n")
    assert "migration" in desk.due()


def test_all_is_not_looked_at_before_the_sample_has_passed(desk: Desktop) -> None:
    """A plan with waves: the sweep leaves the whole alone until its turn has come."""
    waves = [{"key": "pilot", "scope": [{"column": "region", "among": ["E"]}]}]
    staged = plan(customers(waves=waves))
    desk.write("plan.yaml", staged.model_dump_json())
    assert "migration" not in desk.due()
    found = {"key": staged.key, "wave": "pilot"}
    sample = Reconciliation(result=reconciliation().result.model_copy(update=found))
    desk.wish(
        c.RecordEvidence(
            evidence="sample", payload=sample, source="test", observed_at=desk.clock.now(), performed_by=()
        )
    )
    assert "migration" in desk.due()


@pytest.mark.parametrize("notes", ["", "[]", "{", '{"kpi": 5}', "\x00"])
def test_without_notes_of_the_last_look_everything_is_looked_at(desk: Desktop, notes: str) -> None:
    """Lost or spoilt notes cost a look and nothing else."""
    desk.collect()
    (desk.office.home / "looks" / f"{KEY}.json").write_text(notes, encoding="utf-8")
    assert "kpi" in desk.due()
    desk.collect()
    assert "kpi" not in desk.due()


def test_a_look_that_cannot_be_remembered_costs_one_more(desk: Desktop) -> None:
    """The disk beside the database is full: what was seen is on record, and the source is due once more."""
    (desk.office.home / "looks").write_text("no folder")
    desk.collect()
    assert "kpi" in desk.state.evidence
    assert "kpi" in desk.due()


def test_a_look_is_forgotten_on_a_full_disk_too(desk: Desktop) -> None:
    """What has to be looked at again is due, whatever can be written."""
    desk.collect()
    with no_file_grows_beyond(0):
        look_again(desk.office, KEY, SERIES)
    assert "kpi" in desk.due()


def test_a_refused_look_is_not_remembered(desk: Desktop) -> None:
    """When the run that looked was not the phase's run any more, the next one looks again."""
    desk.collect()
    desk.write("kpi.csv", ROWS.replace("80", "70"))
    stranger = c.Actor(key="lost-run", kind=c.ActorKind.RUN, via=c.Via.FLOW)
    _, answer = collect(desk.office, KEY, stranger, source=SERIES)
    assert isinstance(answer, Refusal)
    assert desk.due()[0] == "kpi"


def test_a_thousand_people_go_on_record(desk: Desktop) -> None:
    """More than one entry of the ledger takes: the records come in portions, and are judged once, as a whole."""
    rows = "".join(f"p{n:04},名,sales,staff,skill,2026-02-02,90\n" for n in range(1000))
    desk.write("training.csv", PEOPLE + rows)
    _, answer = collect(desk.office, KEY, SWEEP, source=TRAINING)
    assert isinstance(answer, Receipt)
    payload = desk.state.evidence["training"].payload
    assert isinstance(payload, Training)
    assert len(payload.records) == 1001
    assert [event.type for event in answer.events] == ["evidence.recorded"] * 4 + ["gate.judged"]


def test_of_a_thousand_people_only_news_is_recorded_again(desk: Desktop) -> None:
    """One more person trained is one line on record, not a thousand."""
    rows = "".join(f"p{n:04},名,sales,staff,skill,2026-02-02,90\n" for n in range(1000))
    desk.write("training.csv", PEOPLE + rows)
    collect(desk.office, KEY, SWEEP, source=TRAINING)
    desk.write("training.csv", PEOPLE + rows + "late,名,sales,staff,skill,2026-02-03,80\n")
    _, answer = collect(desk.office, KEY, SWEEP, source=TRAINING)
    assert isinstance(answer, Receipt)
    recorded = [event for event in answer.events if isinstance(event, EvidenceRecorded)]
    assert [one.evidence.payload for one in recorded] == [training(trained_late())]


def trained_late() -> TrainingRecord:
    """Return the record of the one who came late."""
    return trained("late", 80, department="sales", completed=date(2026, 2, 3))


def test_what_is_too_long_for_the_record_is_recorded_as_unreadable(desk: Desktop) -> None:
    """The gate says so, and the rollout goes on."""
    rows = "".join(f"{'p' * 150}{n},名,sales,staff,skill,2026-02-02,90\n" for n in range(290))
    desk.write("training.csv", PEOPLE + rows)
    seen, answer = collect(desk.office, KEY, SWEEP, source=TRAINING)
    assert isinstance(answer, Receipt)
    assert isinstance(desk.state.evidence["training"].payload, Unreadable)
    assert "cannot go on record" in str(seen.fault)
    assert desk.state.verdicts["training"].outcome == "invalid"


def test_what_people_recorded_is_replaced_by_what_the_source_says(desk: Desktop) -> None:
    """Evidence of another kind under the same key gives way."""
    paper = Document(title="t", version="1", sha256="ab" * 32, size=1)
    now = desk.clock.now()
    desk.wish(c.RecordEvidence(evidence="training", payload=paper, source="s", observed_at=now))
    desk.collect(TRAINING)
    assert isinstance(desk.state.evidence["training"].payload, Training)
