"""Deployments: applies `config/prefect.yaml` to a Prefect server, so that the file is the only list of what is deployed."""

from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.flows import Flow, load_flow_from_entrypoint
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType
from pydantic import Field

from flows.entrypoints.worker import WarmWorker
from playbooks.model.errors import InputError
from playbooks.model.frozen import Frozen
from playbooks.model.strict_yaml import load_model, parse_yaml

FILE = Path(__file__).parents[2] / "config" / "prefect.yaml"
POOL = "phasegate"


class CronSchedule(Frozen):
    """A schedule by the calendar of a time zone."""

    cron: str
    timezone: str


class IntervalSchedule(Frozen):
    """A schedule by seconds."""

    interval: int = Field(ge=10)


class Limit(Frozen):
    """How many runs of a deployment may be at work, and what happens to one more."""

    limit: int = Field(ge=1)
    collision_strategy: ConcurrencyLimitStrategy


class Pool(Frozen):
    """The work pool of a deployment."""

    name: Literal["phasegate"]


class Deployment(Frozen):
    """One deployment, in the form `prefect deploy` reads."""

    name: str
    entrypoint: str
    description: str
    tags: tuple[str, ...]
    work_pool: Pool
    concurrency_limit: Limit | None = None
    schedules: tuple[CronSchedule | IntervalSchedule, ...] = ()


class Deployments(Frozen):
    """The whole file."""

    name: str
    deployments: tuple[Deployment, ...]


def read_deployments(file: Path = FILE) -> tuple[Deployment, ...]:
    """Return the deployments in the file; raises InputError naming file, line, key and the fix."""
    return load_model(parse_yaml(file.read_bytes(), name=file.name), Deployments).deployments


def deploy(*, pool_type: str = WarmWorker.type, schedules: bool = True) -> tuple[str, ...]:
    """Create the work pool and apply every deployment to the server of this environment; return their names.

    Without `schedules` these are deployed but at rest: nothing runs by itself.
    """
    with get_client(sync_client=True) as client:
        _create_pool(client, pool_type)
    return tuple(_applied(deployment, active=schedules) for deployment in read_deployments())


def _create_pool(client: SyncPrefectClient, pool_type: str) -> None:
    template = WarmWorker.get_default_base_job_template() if pool_type == WarmWorker.type else {}
    client.create_work_pool(
        WorkPoolCreate(name=POOL, type=pool_type, base_job_template=template), overwrite=True
    )


def _applied(deployment: Deployment, *, active: bool) -> str:
    flow: Flow[..., Any] = load_flow_from_entrypoint(deployment.entrypoint)
    made = RunnerDeployment.from_flow(
        flow,
        deployment.name,
        schedules=[_schedule(schedule, active=active) for schedule in deployment.schedules],
        concurrency_limit=_limit(deployment.concurrency_limit),
        description=f"{deployment.description}\n\n{flow.description or ''}",
        tags=list(deployment.tags),
        work_pool_name=POOL,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    made.apply()
    return f"{flow.name}/{deployment.name}"


def _limit(limit: Limit | None) -> ConcurrencyLimitConfig | None:
    if limit is None:
        return None
    return ConcurrencyLimitConfig(limit=limit.limit, collision_strategy=limit.collision_strategy)


def _schedule(schedule: CronSchedule | IntervalSchedule, *, active: bool) -> Schedule:
    match schedule:
        case CronSchedule(cron=cron, timezone=zone):
            return Cron(cron, timezone=zone, active=active)
        case IntervalSchedule(interval=seconds):
            return Interval(timedelta(seconds=seconds), active=active)
    raise InputError("A schedule has either cron and timezone, or interval; correct config/prefect.yaml.")
