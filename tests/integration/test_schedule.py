"""What is deployed with a schedule runs by itself: Prefect puts down the runs to come."""

import pytest

from flows.entrypoints.server import PrefectServer
from tests.integration.conftest import ask

pytestmark = pytest.mark.prefect


def test_prefect_puts_scheduled_runs_down(prefect_server: PrefectServer) -> None:
    """Its scheduler works with the libraries that are pinned: with SQLAlchemy 2.1 it could insert no run."""
    flow = ask(prefect_server, "/flows/", {"name": "scheduled"})["id"]
    every = {"schedule": {"interval": 300}, "active": True}
    made = ask(prefect_server, "/deployments/", {"name": "sweep", "flow_id": flow, "schedules": [every]})[
        "id"
    ]
    ask(prefect_server, f"/deployments/{made}/schedule", {"min_runs": 3})
    found = ask(prefect_server, "/flow_runs/filter", {"deployments": {"id": {"any_": [made]}}})
    assert len(found) >= 3
    assert {run["state_type"] for run in found} == {"SCHEDULED"}
