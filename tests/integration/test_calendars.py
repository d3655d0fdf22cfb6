"""Public holidays: China's make-up days agree with a second opinion, unpublished years are provisional, companies overrule."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar  # type: ignore[import-untyped]  # a second opinion, without types
import pytest

from config.example.targets import HERE
from playbooks.model.company_calendar import CompanyCalendar
from playbooks.model.errors import InputError
from playbooks.model.organisation import Organisation
from tasks.adapters.calendars import calendar_of_years, holiday_names, public_days, rollout_calendar
from tasks.adapters.organisation import company_calendar, read_organisation

#: Every year that the second opinion knows.
YEARS = sorted({day.year for day in chinese_calendar.constants.holidays})
PUBLISHED = 2026
#: Made a working day by the notice for 2006, which the second opinion does not apply to the year before.
DIFFERING = frozenset({date(2005, 12, 31)})


def example(**calendar: object) -> Organisation:
    """Return the example company with another calendar."""
    stated = CompanyCalendar.model_validate({"country": "CN", **calendar})
    return read_organisation(HERE / "organisation.yaml").model_copy(update={"calendar": stated})


def days_of(year: int) -> list[date]:
    """Return the days of a year."""
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_the_second_opinion(year: int) -> None:
    """Working days and days off of China, day by day, in each year both know."""
    calendar = calendar_of_years(example(), range(year, year + 1))
    differing = [day for day in days_of(year) if calendar.works(day) != chinese_calendar.is_workday(day)]
    assert set(differing) <= DIFFERING


def test_the_make_up_days_of_2026_are_worked() -> None:
    """Six weekend days."""
    calendar = calendar_of_years(example(), range(2026, 2027))
    worked = ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
    assert sorted(calendar.worked_weekends) == [date.fromisoformat(f"2026-{day}") for day in worked]


@pytest.mark.parametrize(
    ("year", "provisional"), [(2025, False), (PUBLISHED, False), (2028, True), (2030, True)]
)
def test_a_year_without_a_schedule_is_provisional(year: int, provisional: bool) -> None:  # noqa: FBT001  # parametrized
    """Its statutory days are known, its make-up days are not."""
    calendar = rollout_calendar(example(), date(PUBLISHED, 3, 2))
    assert calendar.provisional(date(year, 6, 1)) is provisional


def test_years_beyond_the_look_up_are_provisional_everywhere() -> None:
    """Nobody has looked up what happens in ten years."""
    calendar = rollout_calendar(example(country="DE"), date(2026, 3, 2))
    assert [calendar.provisional(date(year, 1, 1)) for year in (2026, 2030, 2031)] == [False, False, True]


@pytest.mark.parametrize(
    ("country", "subdivision", "day", "off"),
    [
        ("DE", None, "2026-10-03", True),
        ("DE", "BY", "2026-01-06", True),
        ("DE", "BE", "2026-01-06", False),
        ("SG", None, "2026-08-10", True),
        ("SA", None, "2026-03-06", True),
        ("SA", None, "2026-03-08", False),
    ],
)
def test_other_countries_have_their_own_days(
    country: str, subdivision: str | None, day: str, off: object
) -> None:
    """And their own weekends: Friday in Saudi Arabia."""
    calendar = calendar_of_years(example(country=country, subdivision=subdivision), range(2026, 2027))
    assert calendar.works(date.fromisoformat(day)) is not off


@pytest.mark.parametrize(("country", "subdivision"), [("ZZ", None), ("CN", "XX")])
def test_an_unknown_country_is_refused_with_the_fix(country: str, subdivision: str | None) -> None:
    """The sentence names the place in the file."""
    with pytest.raises(InputError, match="correct country and subdivision under calendar"):
        public_days(country, subdivision, range(2026, 2027))


def test_holidays_have_names_in_both_languages() -> None:
    """As the calendar command shows them."""
    name = holiday_names(example(), range(2026, 2027))[date(2026, 10, 1)]
    assert (name.zh, name.en) == ("国庆节", "National Day")


def test_without_a_country_only_weekends_are_off() -> None:
    """And the days that the company lists."""
    stated = example(country=None, holidays=["2026-03-03"])
    calendar = rollout_calendar(stated, date(2026, 3, 2))
    assert [calendar.works(date(2026, 10, 1)), calendar.works(date(2026, 3, 3))] == [True, False]
    assert holiday_names(stated, range(2026, 2027)) == {}


@pytest.mark.parametrize(("playbook", "planned"), [("crm", 2), ("erp", 3), ("wms", 0)])
def test_the_frozen_days_of_a_system_join_its_calendar(playbook: str, planned: int) -> None:
    """Beside the company's own freezes, which concern every system."""
    calendar = company_calendar(HERE / "organisation.yaml", playbook, date(2026, 3, 2))
    own = [window.key for window in calendar.freezes if ".planned." not in window.key]
    assert len(calendar.freezes) - len(own) == planned
    assert own == ["month_close", "order_peak", "vendor_release"]


def test_the_calendar_is_in_the_companys_time_zone(tmp_path: Path) -> None:
    """Unless it names one of its own."""
    text = (HERE / "organisation.yaml").read_text(encoding="utf-8")
    file = tmp_path / "organisation.yaml"
    file.write_text(text.replace("time_zone: Asia/Shanghai", "time_zone: Europe/Berlin", 1), encoding="utf-8")
    assert read_organisation(file).working_calendar.time_zone == "Europe/Berlin"
