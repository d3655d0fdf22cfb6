"""The inventory of the example company: columns, gaps, waves and the cutover window."""

from dataclasses import replace

import pytest

from tasks.adapters.sources.specification import Sources
from tasks.take_inventory import take_inventory
from tests.integration.own_work.conftest import Work

KEY = "crm-2026-inventory"


def inventory(work: Work) -> str:
    """Take the inventory and return what is shown."""
    take_inventory.fn(work.office, work.state.key, artifacts=work.shown)
    return work.shown.text(KEY)


def test_every_column_of_the_exports_is_counted(work: Work) -> None:
    """Codes and phones have their validity; their values are not shown."""
    text = inventory(work)
    assert "legacy/customers\\_raw.csv (1,860 rows)" in text
    assert "legacy/orders.csv (21,000 rows)" in text
    assert "| credit\\_code | unified social credit code | 0 | 1,800 |" in text
    assert "1,860 of 1,860 valid" in text


def test_no_personal_data_are_shown(work: Work) -> None:
    """No phone number of the export stands in the artifact."""
    phone = (
        (work.folder / "legacy" / "customers.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[6]
    )
    assert phone not in inventory(work)


def test_gaps_follow_the_record(work: Work) -> None:
    """Before the evidence everything is open."""
    assert "| No gap is left without a decision | ○ open |" in inventory(work)
    work.bring("fit_gap", "tang.yu")
    assert "| No gap is left without a decision | ✓ done |" in inventory(work)


def test_waves_start_in_sales(work: Work) -> None:
    """It hurts most there; days come from the calendar."""
    assert "| 1 | Sales | 2026-06-08 | pilot: it hurts most here |" in inventory(work)


@pytest.mark.parametrize(
    ("go_live", "words"),
    [
        ("2026-07-20", "The cutover on 2026-07-20 has no frozen day within 10 days."),
        (
            "2026-07-06",
            "✗ The cutover on 2026-07-06 is only 3 days away from the freeze of 2026-06-29 to 2026-07-03",
        ),
        ("2026-07-01", "✗ The cutover on 2026-07-01 falls into the freeze"),
    ],
)
def test_the_window_is_held_against_frozen_days(work: Work, go_live: str, words: str) -> None:
    """A conflict is named, with the next free day."""
    calendar = work.folder / "calendar.yaml"
    calendar.write_text(calendar.read_text(encoding="utf-8").replace("2026-07-20", go_live), encoding="utf-8")
    text = inventory(work)
    assert words in text
    assert ("The next free day is 2026-07-14." in text) is (go_live != "2026-07-20")


def test_without_calendar_and_sources_it_says_what_to_add(work: Work) -> None:
    """The work goes on."""
    (work.folder / "calendar.yaml").unlink()
    work.office = replace(work.office, sources=Sources(sources={}))
    text = inventory(work)
    assert "calendar.yaml: There is no calendar yet. Add it" in text
    assert "The sources file names no reconciliation for this playbook" in text


def test_a_calendar_without_this_system_says_so(work: Work) -> None:
    """Another system's days are not this one's."""
    (work.folder / "calendar.yaml").write_text("erp: {}\n")
    assert "calendar.yaml holds no dates for the system crm." in inventory(work)
