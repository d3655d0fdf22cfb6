"""A rollout takes up what changed in its company's calendar: a schedule that was published, a day of its own, a freeze."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.example.targets import HERE
from config.settings import Settings
from flows.bootstrap import office as open_office
from playbooks.model.commands import Actor, ActorKind
from playbooks.model.deadline_events import CalendarRevised
from playbooks.model.errors import InputError
from tasks.adapters.office import Office
from tasks.adapters.organisation import revising, starting
from tasks.adapters.ports import Receipt

KEY = "crm-9"
TIMER = Actor(key="attend", kind=ActorKind.SYSTEM)
COUNTRY = "  country: CN\n"
FAR = 2199


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office of the example company with a rollout that has begun; its organisation file can be changed."""
    file = tmp_path / "organisation.yaml"
    shutil.copy(HERE / "organisation.yaml", file)
    shutil.copy(HERE / "calendar.yaml", tmp_path)
    opened = open_office(
        Settings.from_environment({"PHASEGATE_HOME": str(tmp_path), "PHASEGATE_ORGANISATION": str(file)})
    )
    opened.submit(KEY, Actor(key="xu.wen"), starting(opened, "crm"))
    try:
        yield opened
    finally:
        opened.store.close()


def write(office: Office, *, country: str) -> None:
    """Change the calendar in the organisation file."""
    text = office.company.read_text(encoding="utf-8")
    office.company.write_text(text.replace(COUNTRY, country), encoding="utf-8")


def revised(office: Office) -> list[CalendarRevised]:
    """Let the sweep look at the calendar, and return what came of it."""
    command = revising(office, office.rollout(KEY))
    if command is None:
        return []
    answer = office.submit(KEY, TIMER, command)
    assert isinstance(answer, Receipt)
    return [event for event in answer.events if isinstance(event, CalendarRevised)]


def test_a_rollout_begins_with_the_days_of_its_country(office: Office) -> None:
    """They are kept in the ledger, so nothing is looked up when it is read again."""
    calendar = office.rollout(KEY).calendar
    assert calendar.holidays
    assert {window.key for window in calendar.freezes} >= {"month_close", "crm.planned.1"}


def test_while_nothing_changes_nothing_is_revised(office: Office) -> None:
    """However often the sweep comes by."""
    assert [revised(office), revised(office)] == [[], []]


def test_a_schedule_that_is_published_is_taken_up_once(office: Office) -> None:
    """Whether the look-up has it or the company has written it down."""
    write(office, country=f"{COUNTRY}  published_through: {FAR}\n")
    (event,) = revised(office)
    assert event.because.en == f"the holiday schedule of {FAR} was published"
    assert revised(office) == []


def test_a_day_of_the_companys_own_is_taken_up(office: Office) -> None:
    """And only in the days to come."""
    write(office, country=f'{COUNTRY}  holidays: ["2020-01-06", "{FAR}-01-07"]\n')
    (event,) = revised(office)
    assert f"{FAR}-01-07" in event.because.en
    assert "2020" not in event.because.en


def test_a_faulty_file_is_named(office: Office) -> None:
    """The sweep reports it, and the rollout goes by the calendar it has."""
    write(office, country="  country: Utopia\n")
    with pytest.raises(InputError, match=r"organisation\.yaml"):
        revising(office, office.rollout(KEY))
