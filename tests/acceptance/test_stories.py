"""The stories of the example company, played from the first step to the last: CRM, and ERP on top of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO

import pytest
from rich.console import Console

from flows.entrypoints.demo import stage
from flows.entrypoints.demo.narrator import Narrator
from playbooks.model import events as e
from playbooks.model.commands import PhaseDecision
from playbooks.model.evidence import Checklist, Document, ItemState, Reconciliation
from playbooks.model.ledger.verification import Level
from playbooks.model.phase import PhaseKey
from playbooks.model.refusal import RefusalCode
from playbooks.model.rollout import RolloutStatus
from playbooks.model.text import Language
from playbooks.model.verdict import Outcome
from tasks.adapters.office import Office

ROLLOUTS = ("crm", "erp")


@dataclass(frozen=True, slots=True)
class Played:
    """Where the stories happened, and what the narrator said about the second."""

    office: Office
    told: str

    def events(self, rollout: str) -> tuple[e.Event, ...]:
        """Return everything on record about a rollout, in order."""
        return tuple(row.event for row in self.office.store.entries(rollout=rollout))

    def outcomes(self, rollout: str, gate: str) -> tuple[Outcome, ...]:
        """Return how a gate was judged, one after the other, each change once."""
        judged = [event.verdict for event in self.events(rollout) if isinstance(event, e.GateJudged)]
        found = [verdict.outcome for verdict in judged if verdict.gate == gate]
        return tuple(now for before, now in zip([None, *found], found, strict=False) if now is not before)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Play ERP in an empty home, which is turned away at first and has CRM played before it."""
    console = Console(file=StringIO(), record=True, width=400)
    office = stage.quick(tmp_path_factory.mktemp("home"), "erp", Narrator(console, Language.ZH))
    try:
        yield Played(office, console.export_text())
    finally:
        office.store.close()


@pytest.mark.parametrize("rollout", ROLLOUTS)
def test_a_story_ends_with_a_completed_rollout(played: Played, rollout: str) -> None:
    """All five phases are closed, each by a go of the sponsor."""
    state = played.office.rollout(rollout)
    decisions = [record.decision for record in state.phases.values()]
    assert state.status is RolloutStatus.COMPLETED
    assert {decision and decision.decision for decision in decisions} == {PhaseDecision.GO}


def test_the_ledger_of_both_verifies(played: Played) -> None:
    """Every entry, checkpoint and read table agrees; nothing is left in the outbox."""
    assert played.office.store.verify(Level.FULL).trouble is None
    assert played.office.store.undelivered() == 0


def test_erp_is_refused_before_crm_stands(played: Played) -> None:
    """The very first entry is the refusal; the same wish is granted once CRM is in operation."""
    first = played.office.store.entries(limit=1)[0]
    assert isinstance(first.event, e.CommandRefused)
    assert (first.rollout, first.event.code) == ("erp", RefusalCode.NOT_READY)
    assert "被拒绝" in played.told


def test_no_cutover_takes_place_in_the_year_end_close(played: Played) -> None:
    """The first go into operation is refused; the second names the first business day of the year."""
    codes = [event.code for event in played.events("erp") if isinstance(event, e.CommandRefused)]
    decision = played.office.rollout("erp").phases[PhaseKey.VALIDATION].decision
    assert RefusalCode.FROZEN in codes
    assert decision is not None
    assert decision.cutover_on == date(2027, 1, 4)


def test_refusals_of_each_kind_are_on_record(played: Played) -> None:
    """Own work, no right, gates not met: three wishes of the CRM story are refused."""
    codes = [event.code for event in played.events("crm") if isinstance(event, e.CommandRefused)]
    assert codes == [RefusalCode.OWN_WORK, RefusalCode.NOT_ENTITLED, RefusalCode.NOT_READY]


def test_goals_fail_first_and_the_missing_letters_are_named(played: Played) -> None:
    """The first draft lacks baseline and date; the second passes."""
    assert played.outcomes("crm", "goals_smart") == (Outcome.PENDING, Outcome.FAILED, Outcome.PASSED)
    assert "缺 M 可衡量：基线、目标值与单位；T 有期限" in played.told


@pytest.mark.parametrize(("rollout", "evidence"), [("crm", "uat"), ("erp", "bill_accuracy")])
def test_a_sign_off_lapses_and_is_given_again(played: Played, rollout: str, evidence: str) -> None:
    """The evidence under a signature changes, the signature goes, and the same person signs anew."""
    events = played.events(rollout)
    lapsed = [event for event in events if isinstance(event, e.SignOffLapsed)]
    gone = next(event for event in lapsed if event.because.en.endswith(f"changed: {evidence}"))
    later = [event for event in events[events.index(gone) :] if isinstance(event, e.SignOffGiven)]
    assert (gone.gate, gone.person) in {(event.sign_off.gate, event.sign_off.person) for event in later}


@pytest.mark.parametrize("rollout", ROLLOUTS)
def test_the_first_load_is_refused_and_the_second_agrees(played: Played, rollout: str) -> None:
    """Nothing loaded is invalid; the first load fails; the second waits for signatures and passes."""
    wanted = (Outcome.PENDING, Outcome.INVALID, Outcome.FAILED, Outcome.PENDING, Outcome.PASSED)
    assert played.outcomes(rollout, "data_migration")[:5] == wanted


def test_signed_data_that_drift_open_their_gate_again_and_are_signed_anew(played: Played) -> None:
    """Three orders entered after sign-off: found by the watch, told to those concerned, repaired, signed once more."""
    again = (Outcome.FAILED, Outcome.PENDING, Outcome.PASSED)
    assert played.outcomes("crm", "data_migration")[5:] == again
    lapsed = [event for event in played.events("crm") if isinstance(event, e.SignOffLapsed)]
    drift = "target (Past and open orders): 3 rows more than signed, total of amount (stage ordered) +120.00"
    assert [one.person for one in lapsed if drift in one.because.en] == ["guo.fang", "liang.jing"]


def test_each_step_of_data_governance_is_on_record_with_what_it_found(played: Played) -> None:
    """Four documents made by the commands' code; the checklist's other items are told by the steward."""
    state, evidence = played.office.rollout("crm"), "data_governance"
    items = ("inventory", "standards", "cleansing", "mapping")
    documents = [state.evidence[f"{evidence}.{item}"].payload for item in items]
    kept = [played.office.store.document(one.sha256) for one in documents if isinstance(one, Document)]
    checklist = state.evidence[evidence].payload
    assert [content is not None for content in kept] == [True] * len(items)
    assert isinstance(checklist, Checklist)
    assert {checklist.items[item] for item in items} == {ItemState.DONE}


def test_the_load_is_reconciled_by_the_merge_map_people_decided_on(played: Played) -> None:
    """60 of 1,860 customers were merged; the first load brings 24 of them back, the second none."""
    found = [
        event.evidence.payload.result.checks[0]
        for event in played.events("crm")
        if isinstance(event, e.EvidenceRecorded) and isinstance(event.evidence.payload, Reconciliation)
    ]
    figures = [(check.rows_source, check.merged, check.missing, check.extra) for check in found]
    assert (figures[0], figures[-1]) == ((1800, 60, 9, 24), (1800, 60, 0, 0))


@pytest.mark.parametrize("language", Language)
def test_each_reconciliation_of_a_story_leaves_its_report(played: Played, language: Language) -> None:
    """Not agreeing, drifted, agreeing: a page for each result, named in the narration; and all differences as a file."""
    folder = played.office.home / "reconciliations" / "erp" / "migration"
    assert len(list(folder.glob(f"*.report.{language}.html"))) == 2
    assert len(list(folder.glob("*.differences.csv"))) == 1
    assert played.told.count("对账报告：") == 2


def test_a_figure_is_short_and_recovers(played: Played) -> None:
    """Follow-ups on time fall short for two weeks and reach the mark again."""
    outcomes = played.outcomes("crm", "follow_up_steady")
    assert Outcome.FAILED in outcomes
    assert outcomes[-1] is Outcome.PASSED


@pytest.mark.parametrize("rollout", ROLLOUTS)
def test_a_waiver_has_an_end_and_leaves_the_gate_failed(played: Played, rollout: str) -> None:
    """The sponsor waives the late devices; the verdict stays as it is, and the waiver expires."""
    events = played.events(rollout)
    (granted,) = [event.waiver for event in events if isinstance(event, e.WaiverGranted)]
    assert (granted.gate, granted.granted_by) == ("workplace_ready", "lin.guohua")
    assert played.outcomes(rollout, granted.gate)[-1] is Outcome.FAILED
    assert e.WaiverExpired(gate=granted.gate) in events


def test_crm_is_sent_back_once_and_done_again(played: Played) -> None:
    """Adoption sends the rollout back to design; both have a second round."""
    decided = [event for event in played.events("crm") if isinstance(event, e.PhaseGateDecided)]
    back = [event.recycle_to for event in decided if event.decision is PhaseDecision.RECYCLE]
    rounds = {key: record.round for key, record in played.office.rollout("crm").phases.items()}
    assert back == [PhaseKey.DESIGN]
    assert (rounds[PhaseKey.DESIGN], rounds[PhaseKey.ADOPTION], rounds[PhaseKey.VALIDATION]) == (2, 2, 1)


@pytest.mark.parametrize("rollout", ROLLOUTS)
def test_retrospectives_are_held_with_minutes_in_both_languages(played: Played, rollout: str) -> None:
    """Two for each phase, and the minutes are kept under the digest on record."""
    held = played.office.rollout(rollout).retrospectives
    minutes = [(played.office.store.document(digest) or b"").decode() for digest in held.values()]
    assert len(held) >= 2 * len(PhaseKey)
    assert all("周回顾" in text and "Weekly retrospective" in text for text in minutes)


@pytest.mark.parametrize("rollout", ROLLOUTS)
def test_issues_are_raised_and_solved(played: Played, rollout: str) -> None:
    """What broke down was reported, and nothing is left open."""
    issues = played.office.rollout(rollout).issues.values()
    assert issues
    assert not [issue.key for issue in issues if issue.open]


def test_the_narrator_tells_the_surprises(played: Played) -> None:
    """A lapsed signature, a waiver, a retrospective and the end are told by name."""
    for words in (
        "赵强的签核失效",
        "（豁免）",
        "☰ 周回顾 2026-W37",
        "★ 恒信五金推行企业资源计划系统：项目完成",
    ):
        assert words in played.told
