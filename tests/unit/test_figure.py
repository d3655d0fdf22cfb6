"""Figures as people write them, with the unit in the reader's language."""

from decimal import Decimal

import pytest

from playbooks.model.figure import counted, measured, plain, retold, unit_name


@pytest.mark.parametrize(
    ("figure", "written"),
    [
        ("80", "80"),
        ("48.0", "48"),
        ("97.50", "97.5"),
        ("-0.5", "-0.5"),
        ("100", "100"),
        ("1e400", "1e+400"),
        ("1.50e40", "1.50e+40"),
        ("0", "0"),
        ("-0.0", "0"),
        ("NaN", "NaN"),
    ],
)
def test_figures_are_written_plainly(figure: str, written: str) -> None:
    """Without idle zeros, and in powers of ten only where nobody could read them otherwise."""
    assert plain(Decimal(figure)) == written


def test_a_movement_has_its_sign() -> None:
    """A plus is said, too, and nothing has none."""
    assert [plain(Decimal(moved), signed=True) for moved in ("2.0", "-0.5", "0.0")] == ["+2", "-0.5", "0"]


@pytest.mark.parametrize(
    ("figure", "unit", "zh", "en"),
    [
        ("48.0", "hours", "48 小时", "48 hours"),
        ("1.0", "hours", "1 小时", "1 hour"),
        ("3", "days", "3 天", "3 days"),
        ("1.5", "小时", "1.5 小时", "1.5 hours"),
        ("2", "Hours", "2 小时", "2 hours"),
        ("12.0", "%", "12%", "12%"),
        ("7", "kg", "7 kg", "7 kg"),
        ("7", " ", "7", "7"),
    ],
)
def test_a_unit_is_said_in_the_language(figure: str, unit: str, zh: str, en: str) -> None:
    """One that has no name is shown as it is written, a sign stands at the figure."""
    said = measured(Decimal(figure), unit)
    assert (said.zh, said.en) == (zh, en)


@pytest.mark.parametrize(
    ("unit", "zh", "en"),
    [("hours", "小时", "hours"), ("hour", "小时", "hours"), ("套", "套", "套"), ("", "–", "–")],
)
def test_a_unit_stands_alone(unit: str, zh: str, en: str) -> None:
    """At the head of a column; a unit nobody wrote is a dash."""
    said = unit_name(unit)
    assert (said.zh, said.en) == (zh, en)


def test_a_long_unit_breaks_nothing() -> None:
    """It is cut."""
    assert len(measured(Decimal(1), "单位" * 2000).zh) < 60


@pytest.mark.parametrize(
    ("words", "zh"),
    [
        ("48.0 hours", "48 小时"),
        ("61 %", "61%"),
        ("Charter 2048", "Charter 2048"),
        ("two hours", "two hours"),
    ],
)
def test_what_was_recorded_is_said_as_today(words: str, zh: str) -> None:
    """A recorded figure with a known unit; the title of a document stays."""
    assert retold(words).zh == zh


def test_one_of_a_thing_is_not_many() -> None:
    """None and many are."""
    assert [counted(count, "open issue") for count in (0, 1, 1200)] == [
        "0 open issues",
        "1 open issue",
        "1,200 open issues",
    ]
