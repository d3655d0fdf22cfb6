"""`plan` and `calendar` at the command line: dates, conflicts, make-up days, what is provisional."""

from pathlib import Path

import pytest

from config.example.targets import HERE
from flows.entrypoints.cli.exit_code import ExitCode
from tests.integration.cli.conftest import Phasegate


@pytest.fixture(autouse=True)
def example_company(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001  # sets the environment first
    """Work with the example company, whose calendar has everything."""
    monkeypatch.setenv("PHASEGATE_ORGANISATION", str(HERE / "organisation.yaml"))


def test_a_plan_shows_phases_and_what_is_in_the_way(phasegate: Phasegate) -> None:
    """The cutover into the year-end close is named with the next free day."""
    ended = phasegate("plan", "erp", "--from", "2026-08-27")
    assert ended.code == ExitCode.DONE
    assert "Year-end close and stock count" in ended.out
    assert "next free day: 2027-" in ended.out


def test_a_plan_for_scripts_holds_the_same(phasegate: Phasegate) -> None:
    """Phases with dates and spans, conflicts in both languages, provisional years."""
    found = phasegate("plan", "erp", "--from", "2026-08-27", "--json").document
    assert [phase["first"] for phase in found["phases"]][:2] == ["2026-08-27", "2026-09-22"]
    assert found["conflicts"][0]["what"]["zh"].startswith("切换 ")
    assert found["provisional"] == [2027]


def test_a_plan_around_national_day_steps_over_it(phasegate: Phasegate) -> None:
    """A start inside the holiday moves to the first working day after it."""
    found = phasegate("plan", "crm", "--from", "2026-10-03", "--json").document
    assert found["phases"][0]["first"] == "2026-10-08"
    assert found["conflicts"][0]["free"] == "2026-10-08"


def test_a_provisional_year_is_said_to_be_one(phasegate: Phasegate) -> None:
    """In the words that managers can repeat."""
    ended = phasegate("plan", "crm", "--from", "2028-02-14")
    assert "provisional, the holiday schedule of 2028 is not published yet" in ended.out


def test_a_plan_in_chinese(phasegate: Phasegate) -> None:
    """The same in the other language."""
    ended = phasegate("plan", "erp", "--from", "2026-08-27", "--lang", "zh")
    assert "落在冻结期（年结与年终盘点）" in ended.out
    assert "暂定，2027 年放假安排尚未公布" in ended.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("plan", "wms2"), ExitCode.NOT_FOUND, "no playbook"),
        (("plan", "crm", "--from", "soon"), ExitCode.USAGE, "2026-01-31"),
        (("plan", "crm", "--from", "0001-01-01"), ExitCode.NOT_FOUND, "1970"),
        (("calendar", "--year", "9999"), ExitCode.NOT_FOUND, "1970"),
        (("calendar", "--person", "nobody"), ExitCode.NOT_FOUND, "organisation file"),
    ],
)
def test_what_cannot_be_planned_is_said(
    phasegate: Phasegate, words: tuple[str, ...], code: ExitCode, said: str
) -> None:
    """Which playbook, which day, which year, which person."""
    ended = phasegate(*words)
    assert (ended.code, said in ended.err) == (code, True)


def test_the_calendar_of_2026_shows_make_up_days(phasegate: Phasegate) -> None:
    """In a table for people and a document for scripts."""
    found = phasegate("calendar", "--year", "2026", "--json").document
    assert found["make_up_days"] == [
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
    ]
    assert (found["working_days"], found["provisional"]) == (248, False)
    assert "National Day" in phasegate("calendar", "--year", "2026").out


def test_the_calendar_shows_freezes_in_words(phasegate: Phasegate) -> None:
    """When, why and what."""
    out = phasegate("calendar", "--year", "2026").out
    assert "last 3 business days of each month Month-end close (cutover, go-live)" in out


def test_an_unpublished_year_is_provisional(phasegate: Phasegate) -> None:
    """At the head of the table and in the document."""
    assert "not published yet" in phasegate("calendar", "--year", "2029").out
    assert phasegate("calendar", "--year", "2029", "--json").document["provisional"] is True


def test_a_persons_calendar_has_the_persons_clock(phasegate: Phasegate) -> None:
    """The days are the company's."""
    found = phasegate("calendar", "--year", "2026", "--person", "daniel.tan", "--json").document
    assert (found["time_zone"], found["hours"]["from"]) == ("Asia/Singapore", "09:30")
    assert found["working_days"] == 248


def test_a_start_warns_of_what_is_in_the_way(phasegate: Phasegate, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rollout begins all the same."""
    monkeypatch.setattr("flows.entrypoints.cli.start.schedule", _in_the_way)
    ended = phasegate("start", "crm", "--key", "crm-9", "--as", "xu.wen")
    assert ended.code == ExitCode.DONE
    assert "nobody works then" in ended.err


def _in_the_way(*_: object) -> object:
    from datetime import date

    from playbooks.model.phase import PhaseKey
    from playbooks.model.phase_schedule import Conflict, PlannedPhase, Schedule
    from playbooks.model.text import Text

    day, what = date(2026, 10, 1), Text(zh="无人上班", en="nobody works then")
    planned = PlannedPhase(phase=PhaseKey.INITIATION, first=day, last=day)
    conflict = Conflict(phase=PhaseKey.INITIATION, day=day, what=what, free=None)
    return Schedule(phases=(planned,), conflicts=(conflict,), provisional=())


def listing_crm(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work with the example company after it has listed its CRM among the systems in use."""
    written = (HERE / "organisation.yaml").read_text(encoding="utf-8")
    listed = 'systems_in_use:\n  - {key: crm, name: {zh: "旧客户系统", en: "Old CRM"}}\n'
    (home / "organisation.yaml").write_text(written.replace("systems_in_use:\n", listed), encoding="utf-8")
    monkeypatch.setenv("PHASEGATE_ORGANISATION", str(home / "organisation.yaml"))


def test_a_plan_says_whether_what_it_stands_on_is_in_use(
    phasegate: Phasegate, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the organisation file; what is not listed there has to be introduced first."""
    assert "stands on CRM, which is not under systems_in_use" in phasegate("plan", "erp").out
    listing_crm(home, monkeypatch)
    assert "stands on CRM, which is in use already" in phasegate("plan", "erp").out
    facts = phasegate("plan", "erp", "--json").document
    assert facts["stands_on"] == [{"system": "crm", "in_use": True}]


def test_a_system_in_use_is_built_on(
    phasegate: Phasegate, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ERP is refused before CRM is listed, and starts afterwards; the ledger tells why."""
    refused = phasegate("start", "erp", "--as", "xu.wen")
    assert refused.code == ExitCode.REFUSED
    assert "list it under systems_in_use" in refused.err
    listing_crm(home, monkeypatch)
    begun = phasegate("start", "erp", "--key", "erp-1", "--as", "xu.wen")
    assert begun.code in (ExitCode.DONE, ExitCode.UNDELIVERED)
    assert "in use already (organisation file)" in begun.err
    assert "crm in use already" in phasegate("ledger", "show", "--rollout", "erp-1").out.replace("\n", " ")
