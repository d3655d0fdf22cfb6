"""A company's own calendar: its days count before the country's, its years are as certain as they are published."""

from datetime import date

import pytest
from pydantic import ValidationError

from playbooks.model.calendar import Calendar, Weekday
from playbooks.model.company_calendar import CompanyCalendar, PublicDays
from playbooks.model.text import Text

HOLIDAY, MADE_UP, PLAIN = date(2026, 10, 1), date(2026, 10, 10), date(2026, 10, 12)
PUBLIC = PublicDays(
    off={HOLIDAY: Text(zh="国庆节", en="National Day")},
    worked=frozenset({MADE_UP}),
    week=tuple(Weekday)[:5],
    published_through=2026,
)


def company(**given: object) -> CompanyCalendar:
    """Return a calendar as an organisation file gives it."""
    return CompanyCalendar.model_validate(given)


@pytest.mark.parametrize(
    ("given", "worked"),
    [
        ({}, (False, True, True)),
        ({"worked_weekends": [HOLIDAY]}, (True, True, True)),
        ({"holidays": [MADE_UP]}, (False, False, True)),
        ({"holidays": [PLAIN]}, (False, True, False)),
    ],
    ids=["as decreed", "works on the holiday", "stays at home on the make-up day", "a day of its own"],
)
def test_the_company_has_the_last_word(given: dict[str, object], worked: tuple[bool, ...]) -> None:
    """On a holiday, on a make-up day, on any day."""
    joined = company(**given).joined(PUBLIC)
    assert tuple(joined.works(day) for day in (HOLIDAY, MADE_UP, PLAIN)) == worked


@pytest.mark.parametrize(
    ("stated", "through"),
    [({}, 2026), ({"published_through": 2027}, 2027), ({"published_through": 2025}, 2026)],
)
def test_a_schedule_written_down_by_the_company_is_certain(stated: dict[str, object], through: int) -> None:
    """As soon as it is published, whether the look-up knows it or not."""
    assert company(**stated).joined(PUBLIC).published_through == through


@pytest.mark.parametrize(("given", "saturday"), [({}, False), ({"week": ["mon", "sat"]}, True)])
def test_the_working_week_is_the_countrys_unless_stated(given: dict[str, object], saturday: bool) -> None:  # noqa: FBT001  # parametrized
    """Many a small company works six days."""
    assert company(**given).joined(PUBLIC).works(date(2026, 10, 17)) is saturday


def test_what_is_kept_is_a_plain_calendar() -> None:
    """The ledger holds days, not the name of a country to be looked up again."""
    assert type(company(country="CN").joined(PUBLIC)) is Calendar
    assert type(company(country="CN").own) is Calendar


@pytest.mark.parametrize(
    "given",
    [{"country": "China"}, {"week": []}, {"week": ["someday"]}, {"time_zone": "Mars/Base"}, {"days": []}],
)
def test_a_calendar_that_cannot_be_is_refused(given: dict[str, object]) -> None:
    """A week without a working day among them."""
    with pytest.raises(ValidationError):
        company(**given)
