"""What can have happened about deadlines: missed, taken further up, a request closed, the calendar revised."""

from enum import StrEnum
from typing import Literal

from playbooks.model.calendar import Calendar
from playbooks.model.frozen import Digest, Frozen, Instant, Key
from playbooks.model.phase import PhaseKey
from playbooks.model.text import Text


class ReminderStage(StrEnum):
    """When a reminder comes: the business day before, on the day, or after it."""

    HEADS_UP = "heads_up"
    DUE = "due"
    OVERDUE = "overdue"


class DeadlineMissed(Frozen):
    """A deadline that leads to something was found missed; `last_call`: a request is about to be closed."""

    type: Literal["deadline.missed"] = "deadline.missed"
    about: Key
    phase: PhaseKey
    people: tuple[Key, ...]
    due: Instant
    text: Text
    last_call: bool = False


class Escalated(Frozen):
    """Something late was taken to the next role of its chain; it gives nobody a new right."""

    type: Literal["deadline.escalated"] = "deadline.escalated"
    about: Key
    phase: PhaseKey
    step: int
    role: Key
    people: tuple[Key, ...]
    late: tuple[Key, ...]
    due: Instant
    text: Text


class RequestTimedOut(Frozen):
    """Nobody answered a request to sign in time, so it was closed; the gate has failed until it is asked again."""

    type: Literal["sign_off.timed_out"] = "sign_off.timed_out"
    gate: Key
    people: tuple[Key, ...]
    inputs: Digest
    due: Instant
    because: Text


class CalendarRevised(Frozen):
    """The rollout goes by another calendar from here on; `due` are the new planned ends of open phases."""

    type: Literal["calendar.revised"] = "calendar.revised"
    calendar: Calendar
    due: dict[PhaseKey, Instant]
    because: Text
