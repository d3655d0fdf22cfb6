"""What can have happened to the runs that look after a phase."""

from typing import Literal

from playbooks.model.frozen import Frozen, Prose
from playbooks.model.phase import PhaseKey
from playbooks.model.text import Text


class PhaseRunStarted(Frozen):
    """A run took the phase on; writes of any other run are refused from here on."""

    type: Literal["phase.run.started"] = "phase.run.started"
    phase: PhaseKey
    run: str
    attempt: int


class PhaseRunWakeRequested(Frozen):
    """Something changed that the waiting run must act on."""

    type: Literal["phase.run.wake_requested"] = "phase.run.wake_requested"
    phase: PhaseKey
    run: str
    because: Text


class PhaseRunWoken(Frozen):
    """The run was entered again because it was asked to."""

    type: Literal["phase.run.woken"] = "phase.run.woken"
    phase: PhaseKey
    run: str


class PhaseRunWokenUnbidden(Frozen):
    """The run was resumed although nothing had been decided: nothing changes, the attempt is on record."""

    type: Literal["phase.run.woken_unbidden"] = "phase.run.woken_unbidden"
    phase: PhaseKey
    run: str


class PhaseRunLost(Frozen):
    """The current run was found dead."""

    type: Literal["phase.run.lost"] = "phase.run.lost"
    phase: PhaseKey
    run: str
    reason: Prose
