"""Commands made from what was typed: a wrong value becomes one sentence that names option and fix."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.mistake import Mistake
from playbooks.model.calendar import Calendar
from playbooks.model.errors import InputError
from playbooks.model.strict_yaml.mending import mending
from playbooks.model.strict_yaml.model_shape import ModelShape

Model = TypeVar("Model", bound=BaseModel)

#: Fields whose option or argument is called otherwise, in one kind of value or in all.
OPTIONS = {
    "id": "--request-id",
    "key": "--as",
    "rollout": "ROLLOUT",
    "gate": "GATE",
    "action": "ACTION",
    "issue": "ISSUE",
    "evidence": "KEY",
    "metric": "METRIC",
    "person": "PERSON",
    "value": "VALUE",
    "readings": "VALUE",
    "compensating_control": "--control",
    "expires_at": "--until",
    "performed_by": "--by",
    "promise": "--except",
    "exceptions": "--except",
    "recycle_to": "--to",
    "cutover_on": "--cutover-on",
    "freeze_exception": "--despite-freeze",
    "completed": "--on",
    "observed_at": "--observed",
    "chosen": "--key",
    "CommentOnGate.text": "TEXT",
    "RaiseIssue.title": "TITLE",
    "AddActionItem.title": "TITLE",
    "Delegate.to": "TO",
}


def commanded(kind: type[Model], **fields: object) -> Model:
    """Return the command, or any other value, of these fields."""
    try:
        return kind.model_validate(fields)
    except ValidationError as wrong:
        detail = wrong.errors(include_url=False)[0]
        name = next((part for part in reversed(detail["loc"]) if isinstance(part, str)), "")
        what = mending(detail, (name,), ModelShape(kind, None))
        called = OPTIONS.get(f"{kind.__name__}.{name}") or OPTIONS.get(name)
        option = called or f"--{name.replace('_', '-')}"
        raise Mistake(w.WRONG_VALUE, option=option, what=what) from None


def close_of(day: date, calendar: Calendar) -> datetime:
    """Return the close of business of a day where the rollout is: what a date given as a limit means."""
    return _moment(day, calendar.hours.ends, calendar)


def noon_of(day: date, calendar: Calendar) -> datetime:
    """Return noon of a day where the rollout is: what a date given for a fact means."""
    return _moment(day, time(12), calendar)


def read_day(text: str) -> date:
    """Return a day written like 2026-01-31."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Mistake(w.NO_DAY, day=text) from None


def required(wanted: Mapping[str, object]) -> None:
    """Refuse a call in which an option that this use needs is missing."""
    absent = [name for name, value in wanted.items() if value is None]
    if absent:
        raise Mistake(w.OPTION_MISSING, option=tuple(absent))


def _moment(day: date, at: time, calendar: Calendar) -> datetime:
    try:
        return datetime.combine(day, at, ZoneInfo(calendar.time_zone)).astimezone(UTC)
    except OverflowError:
        raise InputError("{day} is out of reach of any calendar; name a nearer day.", day=day) from None
