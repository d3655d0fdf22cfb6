"""Prefect takes what is shown: every key, every kind, attached to the run, once while nothing changes."""

import pytest
from prefect import flow
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.entrypoints.server import PrefectServer
from playbooks.model.phase import PhaseKey
from tasks.diagnose import diagnose
from tasks.publish import publish
from tests.integration.conftest import ask
from tests.integration.own_work.conftest import ROLLOUT, Work

pytestmark = pytest.mark.prefect


def run(work: Work, server: PrefectServer) -> None:
    """Work on the first phase twice inside one flow run, as a resumed run does."""

    @flow(persist_result=False)
    def phase() -> None:
        for _ in range(2):
            diagnose(work.office, work.state.key)
            publish(work.office, ROLLOUT, phase=PhaseKey.INITIATION)

    with temporary_settings({PREFECT_API_URL: server.url}):
        phase()


def test_prefect_shows_each_artifact_once(work: Work, prefect_server: PrefectServer) -> None:
    """All kinds arrive under keys of their own, with the flow run they belong to."""
    work.at("2026-03-20 18:00")
    work.collect("kpi.on_time_follow_up")
    run(work, prefect_server)
    found = ask(prefect_server, "/artifacts/filter", {"limit": 200})
    keys = [artifact["key"] for artifact in found]
    assert len(keys) == len(set(keys)) == len(work.state.plan(PhaseKey.INITIATION).gates) + 5
    assert {artifact["type"] for artifact in found} == {"markdown", "progress", "image"}
    assert len({artifact["flow_run_id"] for artifact in found} - {None}) == 1
