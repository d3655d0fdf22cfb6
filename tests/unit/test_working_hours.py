"""Working hours: from opening to closing less the breaks, and refused where they make no sense."""

from datetime import time

import pytest
from pydantic import ValidationError

from playbooks.model.working_hours import WorkingHours


def hours(begins: str, ends: str, *breaks: tuple[str, str]) -> WorkingHours:
    """Return working hours as a file gives them."""
    given = [{"from": first, "to": last} for first, last in breaks]
    return WorkingHours.model_validate({"from": begins, "to": ends, "breaks": given})


def test_the_usual_day_has_eight_hours_in_two_parts() -> None:
    """Nine to twelve and one to six."""
    assert WorkingHours().parts == ((time(9), time(12)), (time(13), time(18)))


@pytest.mark.parametrize(
    ("breaks", "parts"),
    [
        ((), 1),
        ((("12:00", "13:30"),), 2),
        ((("10:00", "10:15"), ("12:00", "13:00"), ("15:30", "15:45")), 4),
        ((("08:00", "09:00"),), 1),
        ((("16:00", "17:00"),), 1),
        ((("12:00", "13:00"), ("13:00", "13:30")), 2),
    ],
)
def test_breaks_part_the_day(breaks: tuple[tuple[str, str], ...], parts: int) -> None:
    """A break at the edge, or right after another, leaves no empty part."""
    assert len(hours("08:00", "17:00", *breaks).parts) == parts


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"from": "18:00", "to": "09:00", "breaks": []}, "09:00 is not after 18:00"),
        ({"from": "09:00", "to": "09:00", "breaks": []}, "09:00 is not after 09:00"),
        (
            {"from": "09:00", "to": "18:00", "breaks": [{"from": "08:00", "to": "09:30"}]},
            "breaks must lie within",
        ),
        ({"from": "09:00", "to": "12:00"}, "breaks must lie within"),
        (
            {"breaks": [{"from": "12:00", "to": "13:00"}, {"from": "12:30", "to": "14:00"}]},
            "in order and apart",
        ),
        ({"from": "09:00", "to": "10:00", "breaks": [{"from": "09:00", "to": "10:00"}]}, "no working time"),
        ({"from": "09:00+08:00", "to": "18:00+08:00"}, "leave the time zone out"),
    ],
)
def test_hours_that_make_no_sense_are_refused(given: dict[str, object], said: str) -> None:
    """Each with what to correct."""
    with pytest.raises(ValidationError, match=said):
        WorkingHours.model_validate(given)


def test_hours_survive_json() -> None:
    """The ledger keeps them under the names of the model, files under from and to."""
    kept = hours("08:30", "17:30", ("12:00", "13:00"))
    assert WorkingHours.model_validate_json(kept.model_dump_json()) == kept
