"""Judge a gate: have the desk judge it as of now, and show the verdict as the task run's state."""

import logging
from typing import Any

from prefect import get_run_logger
from prefect.client.schemas import State
from prefect.client.schemas.objects import StateType
from prefect.logging import get_logger

from playbooks.model.commands import Actor, JudgeGates
from playbooks.model.text import Language
from playbooks.model.verdict import Outcome, Verdict
from tasks.adapters.office import Office
from tasks.verb import verb

#: A waiting gate is neither a success nor a fault: Prefect's neutral grey.
SHOWN_AS = {
    Outcome.PASSED: StateType.COMPLETED,
    Outcome.PENDING: StateType.CANCELLED,
    Outcome.FAILED: StateType.FAILED,
    Outcome.INVALID: StateType.FAILED,
}


@verb("gate: {title}", "gate")
def judge_gate(office: Office, rollout: str, actor: Actor, *, gate: str, title: str) -> State[Any]:
    """Record the verdict if it changed and return it as a state that a PMO can read in the list of task runs.

    The title is a parameter because Prefect names the run after it.
    """
    phase = office.rollout(rollout).playbook.phase_of(gate)
    if phase is not None:
        office.submit(rollout, actor, JudgeGates(phase=phase, gate=gate))
    verdict = office.rollout(rollout).verdicts.get(gate)
    if verdict is None:
        return State(type=StateType.CANCELLED, name="Not judged", message=f"{title}: the phase is not open")
    get_run_logger().info(
        "%s: %s", verdict.outcome.label.to(office.language), verdict.reason.to(office.language)
    )
    return shown(verdict, office.language)


def shown(verdict: Verdict, language: Language) -> State[Any]:
    """Return the verdict as a Prefect state: its outcome as name, its reason as message."""
    name = verdict.outcome.label.to(language).capitalize()
    return State(type=SHOWN_AS[verdict.outcome], name=name, message=verdict.reason.to(language))


class VerdictsOnly(logging.Filter):
    """Keeps Prefect from calling a gate that waits or fails an ERROR of the run: the verdict has been logged as what it is."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drop Prefect's own closing lines of gate runs."""
        ours = str(getattr(record, "task_run_name", "")).startswith("gate: ")
        return not (ours and record.levelno >= logging.ERROR and " state" in record.msg)


get_logger("prefect.task_runs").addFilter(VerdictsOnly())
