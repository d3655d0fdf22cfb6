"""The drift watch at the desk: cheap looks, drift on record with its reason, never silently fine."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from playbooks.model import commands as c
from playbooks.model.errors import OutsideError
from playbooks.model.evidence import Reconciliation, Unreadable
from playbooks.model.gates.reconciliation import ReconciliationGate
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.mapping import ReconciliationPlan
from playbooks.model.rollout import Rollout
from playbooks.model.text import Language
from playbooks.model.verdict import Outcome
from tasks.adapters.desk import Desk
from tasks.adapters.dispatcher import Dispatcher
from tasks.adapters.office import Office
from tasks.adapters.playbook_library import PlaybookLibrary
from tasks.adapters.sources.collecting import collect, due
from tasks.adapters.sources.specification import ReconciliationSource, Sources
from tasks.adapters.sources.watching import Round, Watched, to_watch, watch
from tasks.adapters.store import open_store
from tasks.reconcile import reconcile
from tasks.watch_migration import watch_migration
from tests.simulators import moved_orders as orders
from tests.simulators.facts import team, text
from tests.simulators.full_disk import no_file_grows_beyond
from tests.simulators.gates import rule
from tests.simulators.migration import by_region, customers, plan, write_export, write_target
from tests.simulators.rollouts import SetClock
from tests.simulators.shown_artifacts import ShownArtifacts
from tests.simulators.wordy import PHASE, composite_gate, playbook_with, sign_off_gate

KEY = "crm-2026"
SWEEP = c.Actor(key="attend", kind=c.ActorKind.SYSTEM, via=c.Via.TIMER)
SOURCE = ReconciliationSource(
    kind="reconciliation", evidence="migration", plan=Path("plan.yaml"), base=Path()
)
OLD = [("0001", "华鑫", "2024/01/02", "100.00", "东"), ("0002", "鼎盛", "2024/01/03", "250.50", "西")]
NEW = [("0001", "华鑫", "2024-01-02", 100.0, "E"), ("0002", "鼎盛", "2024-01-03", "250.5", "W")]
STRAY = ("0009", "新客户", "2024-02-01", 120, "E")


@dataclass
class Watchtower:
    """An office with one rollout whose migration can be compared, signed and watched."""

    office: Office
    clock: SetClock
    folder: Path

    @property
    def state(self) -> Rollout:
        """Return the rollout."""
        return self.office.rollout(KEY)

    @property
    def payload(self) -> object:
        """Return what is on record of the migration."""
        return self.state.evidence["migration"].payload

    @property
    def outcome(self) -> Outcome:
        """Return how the gate stands."""
        return self.state.verdicts["moved"].outcome

    def write_plan(self, written: ReconciliationPlan) -> None:
        """Put the plan down."""
        (self.folder / "plan.yaml").write_text(written.model_dump_json(exclude_none=True), encoding="utf-8")

    def compare(self) -> None:
        """Compare in full and put the result on record."""
        collect(self.office, KEY, SWEEP, source=SOURCE)

    def sign(self) -> None:
        """Let finance sign what is on record."""
        gate = self.state.playbook.gate("moved_signed")
        assert isinstance(gate, SignOffGate)
        seen = gate.shown_digest(self.state.facts)
        self.office.submit(KEY, c.Actor(key="wang_fang"), c.GiveSignOff(gate=gate.key, seen=seen))

    def look(self, *, patient: bool = False) -> Watched:
        """Look at all checks, an hour later."""
        self.clock.forward(hours=1)
        return watch(self.office, KEY, SWEEP, due=Round(SOURCE), patient=patient)


@pytest.fixture
def tower(tmp_path: Path) -> Iterator[Watchtower]:
    """An office whose small migration agrees, is on record and signed."""
    clock, folder = SetClock(), tmp_path / "sources"
    folder.mkdir()
    with closing(
        open_store(f"sqlite:///{tmp_path / 's.db'}", origin="p.test/l", key=tmp_path / "key")
    ) as store:
        office = Office(
            desk=Desk(store=store, clock=clock),
            store=store,
            clock=clock,
            dispatcher=Dispatcher(store=store, clock=clock, channels=()),
            orchestrator=None,
            library=PlaybookLibrary(),
            sources=Sources(sources={"crm": (SOURCE,)}),
            sources_folder=folder,
            company=tmp_path / "organisation.yaml",
            home=tmp_path,
            language=Language.EN,
        )
        tower = Watchtower(office, clock, folder)
        tower.write_plan(plan(customers(control_totals=[by_region()])))
        write_export(folder, OLD)
        write_target(folder, NEW)
        judging = rule(
            ReconciliationGate, key="agrees", owner="data_steward", evidence="migration", checks=["customers"]
        )
        moved = composite_gate("moved", judging, sign_off_gate("moved_signed", "migration"))
        starting = c.StartRollout(title=text("CRM"), playbook=playbook_with(moved), team=team())
        office.submit(KEY, c.Actor(key="chen_hao"), starting)
        office.submit(KEY, c.Actor(key="chen_hao"), c.OpenPhase(phase=PHASE))
        tower.compare()
        tower.sign()
        yield tower


def test_what_stands_as_signed_leaves_no_entry(tower: Watchtower) -> None:
    """The look is remembered beside the ledger, and puts the next one off for a day."""
    version = tower.state.version
    tower.clock.forward(days=1)
    assert [one.checks for one in to_watch(tower.office, tower.state)] == [("customers",)]
    assert tower.look() == Watched(("customers",))
    assert (tower.state.version, to_watch(tower.office, tower.state)) == (version, ())


def test_files_that_lie_there_as_before_are_not_read_again(
    tower: Watchtower, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Size and times say enough since the comparison; a file that was touched is read, and found to be the same."""
    read: list[list[str]] = []

    def seen(*_: object, only: list[str], **__: object) -> tuple[object, ...]:
        read.append(only)
        return ()

    monkeypatch.setattr("tasks.adapters.reconcile.stamped", seen)
    tower.look()
    write_export(tower.folder, OLD)
    tower.look()
    assert read == [["customers"]]


def test_untouched_files_are_confirmed_without_comparing_them(
    tower: Watchtower, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that evidence does not go stale at the price of a comparison."""
    compared: list[object] = []
    monkeypatch.setattr("tasks.adapters.reconcile.reconcile", lambda *_, **__: compared.append(1))
    before = tower.state.evidence["migration"]
    tower.clock.forward(days=7)
    tower.compare()
    after = tower.state.evidence["migration"]
    assert (after.digest, after.observed_at > before.observed_at, compared) == (before.digest, True, [])


def test_drift_is_on_record_with_its_reason_and_the_gate_opens_again(tower: Watchtower) -> None:
    """A customer more than signed, with the credit that came along and where."""
    assert tower.outcome is Outcome.PASSED
    write_target(tower.folder, [*NEW, STRAY])
    found = tower.look()
    assert found.trouble is not None
    assert (
        found.trouble.en
        == "target (Customers): 1 row more than signed, total of credit_limit (region E) +120.00"
    )
    assert found.trouble.zh == "新系统“客户主数据”：比签核时多 1 行，credit_limit（region E）合计 +120.00"
    assert (tower.outcome, tower.state.sign_offs) == (Outcome.FAILED, ())


def test_after_drift_the_full_comparison_is_due_and_its_result_is_signed_anew(tower: Watchtower) -> None:
    """Only then is it clear what differs; put right, it waits for its signature."""
    write_target(tower.folder, [*NEW, STRAY])
    tower.look()
    write_target(tower.folder, NEW)
    assert due(tower.office, tower.state) == (SOURCE,)
    tower.compare()
    assert tower.outcome is Outcome.PENDING
    tower.sign()
    assert (tower.outcome, tower.look().standing) == (Outcome.PASSED, ("customers",))


def test_a_changed_file_is_watched_before_it_is_compared(tower: Watchtower) -> None:
    """At once, whatever the schedule says: once compared anew, what was signed would be gone from the record."""
    write_target(tower.folder, [*NEW, STRAY])
    assert to_watch(tower.office, tower.state) == (Round(SOURCE),)


@pytest.mark.parametrize("spoilt", ["gone", "garbage", "other plan", "no plan"])
def test_what_cannot_be_read_is_invalid(tower: Watchtower, spoilt: str) -> None:
    """A file that is gone or no table, a plan that is another or none: never silently fine."""
    match spoilt:
        case "gone":
            (tower.folder / "new.sqlite").unlink()
        case "garbage":
            (tower.folder / "new.sqlite").write_bytes(b"no database at all" * 100)
        case "other plan":
            tower.write_plan(plan(customers(tolerance="0.01")))
        case _:
            (tower.folder / "plan.yaml").unlink()
    found = tower.look()
    assert isinstance(tower.payload, Unreadable)
    assert (tower.outcome, found.trouble) == (Outcome.INVALID, tower.payload.reason)


def test_a_server_that_is_down_is_tried_again_and_invalid_in_the_end(
    tower: Watchtower, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A task tries again first; without an answer the gate is not left green."""

    def silent(*_: object, **__: object) -> object:
        raise OutsideError("the server does not answer; try again")

    write_target(tower.folder, NEW)
    monkeypatch.setattr("tasks.adapters.reconcile.stamped", silent)
    with pytest.raises(OutsideError):
        tower.look(patient=True)
    before = tower.outcome
    tower.look()
    assert (before, tower.outcome) == (Outcome.PASSED, Outcome.INVALID)


def test_the_task_records_drift_and_the_next_one_shows_what_differs(tower: Watchtower) -> None:
    """On Prefect's pages: a sheet with the verdict and where the report lies, and the heat map as an image."""
    shown = ShownArtifacts()
    write_target(tower.folder, [*NEW[1:], STRAY])
    tower.clock.forward(hours=1)
    watch_migration.fn(tower.office, KEY, SWEEP, due=Round(SOURCE))
    reconcile.fn(tower.office, KEY, SWEEP, source=SOURCE, artifacts=shown)
    sheet = shown.text("crm-2026-reconciliation-migration")
    assert "🔴 They differ: not to be signed" in sheet
    assert "report.en.html" in sheet
    assert shown.text("crm-2026-reconciliation-migration-map").startswith("data:image/svg+xml;base64,")


def test_reports_and_differences_are_kept_beside_the_record(tower: Watchtower) -> None:
    """In both languages and linked; of what agrees there is no file of differences."""
    write_target(tower.folder, [*NEW, STRAY])
    tower.compare()
    folder = tower.office.home / "reconciliations" / KEY / "migration"
    kinds = sorted(file.name.split(".", 1)[1] for file in folder.iterdir())
    (differences,) = folder.glob("*.differences.csv")
    (page,) = folder.glob(f"{differences.name.split('.')[0]}.report.zh.html")
    assert kinds == ["differences.csv", *["report.en.html"] * 2, *["report.zh.html"] * 2]
    assert differences.name in page.read_text(encoding="utf-8")
    assert "0009" in differences.read_text(encoding="utf-8-sig")


def test_without_a_signature_or_a_stamp_there_is_nothing_to_watch(tower: Watchtower) -> None:
    """What nobody signed, and what was compared under `watch: never`."""
    tower.write_plan(plan(customers(watch="never")))
    tower.compare()
    tower.sign()
    tower.clock.forward(days=3)
    assert isinstance(tower.payload, Reconciliation)
    assert (tower.payload.stamps, to_watch(tower.office, tower.state)) == ((), ())


@pytest.mark.parametrize("notes", ["[]", '{"migration/customers": 5}'])
def test_spoilt_notes_cost_a_look(tower: Watchtower, notes: str) -> None:
    """And nothing else."""
    tower.look()
    (tower.office.home / "watches" / f"{KEY}.json").write_text(notes)
    assert tower.look().standing == ("customers",)


def test_notes_that_cannot_be_kept_cost_a_look(tower: Watchtower) -> None:
    """The disk beside the database is full: no draft of them can be written."""
    with no_file_grows_beyond(0):
        assert [tower.look().standing for _ in range(2)] == [("customers",)] * 2


@pytest.mark.postgresql
def test_a_real_database_that_moves_is_found_out(
    tower: Watchtower, postgresql_schema_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three orders slip into the new system after sign-off: the watch says so, and the full comparison is due."""
    url = postgresql_schema_url.replace("+psycopg", "")
    monkeypatch.setenv("OLD", url)
    source = orders.in_postgresql(url, orders.former(300), variable="OLD")
    target = orders.in_postgresql(url, orders.former(300), variable="OLD", table="moved")
    written = orders.plan(source, target).model_dump(mode="json", exclude_none=True)
    written["checks"][0]["key"] = "customers"
    tower.write_plan(ReconciliationPlan.model_validate(written))
    tower.compare()
    tower.sign()
    assert tower.look().standing == ("customers",)
    with psycopg.connect(url) as connection:
        connection.execute(
            "insert into moved select 'Z' || id, customer, ordered, quantity, price, 40, remark, paid, 'WH00' from moved limit 3"
        )
    found = tower.look()
    assert found.trouble is not None
    assert (
        found.trouble.en
        == "target (Orders): 3 rows more than signed, total of amount (warehouse WH00) +120.00"
    )
    assert (tower.outcome, due(tower.office, tower.state)) == (Outcome.FAILED, (SOURCE,))
