"""A verb: a Prefect task as this product uses them: never cached, tried again only when something outside was down."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from prefect.cache_policies import NO_CACHE
from prefect.client.schemas import State
from prefect.client.schemas.objects import TaskRun
from prefect.tasks import Task

from playbooks.model.errors import OutsideError

P = ParamSpec("P")
R = TypeVar("R")

TRIES_AGAIN = 2
PAUSE_SECONDS = 2


def verb(run_name: str, *tags: str, outside: bool = False) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Make a function a task; `outside` tells that it reaches outside, where a second try may help and does no harm.

    Args:
        run_name: how a run is named in Prefect; `{parameter}` is replaced by its value.
        tags: what the runs can be filtered by in Prefect.
        outside: try again after an `OutsideError`.
    """

    def decorate(function: Callable[P, R]) -> Task[P, R]:
        return Task(
            function,
            task_run_name=run_name,
            tags=list(tags),
            cache_policy=NO_CACHE,
            persist_result=False,
            retries=TRIES_AGAIN if outside else 0,
            retry_delay_seconds=PAUSE_SECONDS,
            retry_condition_fn=outside_was_down if outside else None,
        )

    return decorate


def outside_was_down(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:  # noqa: ARG001  # Prefect's shape
    """Tell whether a failed task run is worth another try."""
    failure = state.result(raise_on_failure=False)
    return isinstance(failure, OutsideError)
