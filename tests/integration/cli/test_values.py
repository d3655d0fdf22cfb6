"""What is typed becomes a value, or a mistake that names the place."""

from datetime import UTC, date, datetime

import pytest
from pydantic import BaseModel

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.commanded import close_of, commanded, noon_of, read_day, required
from flows.entrypoints.cli.mistake import Mistake, shortened
from flows.entrypoints.cli.naming import named_after
from playbooks.model.calendar import Calendar
from playbooks.model.commands import CommentOnGate, HoldRollout, RaiseIssue, RequestWaiver
from playbooks.model.errors import InputError
from playbooks.model.people_commands import Delegate
from playbooks.model.text import Language

SHANGHAI, HONOLULU = Calendar(), Calendar(time_zone="Pacific/Honolulu")


def test_a_day_as_a_limit_means_its_close_of_business() -> None:
    """18:00 where the rollout is."""
    assert close_of(date(2026, 3, 1), SHANGHAI) == datetime(2026, 3, 1, 10, tzinfo=UTC)


def test_a_day_as_a_fact_means_its_noon() -> None:
    """12:00 where the rollout is."""
    assert noon_of(date(2026, 3, 1), HONOLULU) == datetime(2026, 3, 1, 22, tzinfo=UTC)


def test_a_day_beyond_all_calendars_is_refused() -> None:
    """The last evening of the year 9999 has no UTC in Honolulu."""
    with pytest.raises(InputError, match="nearer day"):
        close_of(date.max, HONOLULU)


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-02-30", "31.01.2026"])
def test_a_day_that_is_none_is_refused(text: str) -> None:
    """The sentence shows how a day is written."""
    with pytest.raises(Mistake, match="2026-01-31"):
        read_day(text)


def test_sound_fields_make_a_command() -> None:
    """Nothing is added."""
    assert commanded(HoldRollout, reason=" audit ") == HoldRollout(reason="audit")


def test_a_mistake_names_the_option_in_both_languages() -> None:
    """The option is called as it was typed, not as the field is called."""
    with pytest.raises(Mistake) as caught:
        commanded(RequestWaiver, gate="g", owner="o", reason="r", compensating_control="", expires_at=None)
    assert caught.value.phrase.to(Language.EN).startswith("--control: ")
    assert caught.value.phrase.to(Language.ZH).startswith("--control：")


def test_every_missing_option_is_named_at_once() -> None:
    """So that a person types the command a second time and not a fifth."""
    with pytest.raises(Mistake, match="--b, --c"):
        required({"--a": 1, "--b": None, "--c": None})


def test_what_is_repeated_in_a_message_is_short() -> None:
    """However long it was typed, on one line and without broken signs."""
    assert len(shortened("x" * 10_000)) == 300
    assert shortened("a\n b\ud800") == "a b\\ud800"


def test_a_mistake_can_hold_what_was_typed() -> None:
    """Braces in it are signs like any other."""
    assert "{0}" in str(Mistake(w.NO_DAY, day="{0}"))


def test_a_made_key_stays_the_same_for_the_same_request() -> None:
    """A retry must say the same as the first try."""
    request = "01900000-0000-7000-8000-0000deadbeef"
    assert named_after("issue", request) == named_after("issue", request) == "issue-deadbeef"


@pytest.mark.parametrize(
    ("kind", "fields", "called"),
    [
        (CommentOnGate, {"gate": "g", "text": ""}, "TEXT"),
        (RaiseIssue, {"issue": "i", "title": "", "severity": 2}, "TITLE"),
        (Delegate, {"person": "p", "to": "?"}, "TO"),
        (HoldRollout, {"reason": ""}, "--reason"),
    ],
)
def test_an_argument_is_not_called_an_option(
    kind: type[BaseModel], fields: dict[str, object], called: str
) -> None:
    """What stands by its place has no dashes."""
    with pytest.raises(Mistake, match=f"^{called}: "):
        commanded(kind, **fields)
