"""The warm worker against a real Prefect server: how runs end, what they are given, what they survive."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

from flows.entrypoints.worker import check_options
from playbooks.model.errors import InputError
from tasks.adapters.orchestrator import ResumeOutcome, RunCondition
from tests.integration.conftest import (
    PATIENCE,
    PROJECT,
    Sample,
    ask,
    deploy,
    has_pool,
    start_worker,
    wait_until,
)
from tests.simulators.sample_flow import SAID

pytestmark = pytest.mark.prefect


def lives(pid: int) -> bool:
    """Tell whether a process is there and no zombie."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def messages(sample: Sample, run_id: UUID) -> list[str]:
    """Return what a run has logged."""
    query = {"logs": {"flow_run_id": {"any_": [str(run_id)]}}}
    return [line["message"] for line in ask(sample.server, "/logs/filter", query)]


@pytest.mark.parametrize(
    ("behaviour", "condition", "name"),
    [
        ("return", RunCondition.FINISHED, "Completed"),
        ("suspend", RunCondition.SUSPENDED, "Suspended"),
        ("fail", RunCondition.FINISHED, "Failed"),
        ("die", RunCondition.CRASHED, "Crashed"),
    ],
)
def test_the_end_of_a_run_is_reported(
    sample: Sample, behaviour: str, condition: RunCondition, name: str
) -> None:
    """Suspending is no failure, failing is no crash, and a killed process is a crash."""
    run_id = sample.start(behaviour)
    sample.wait_for(run_id, condition)
    assert sample.state_name(run_id) == name


def test_resumed_run_enters_the_flow_again(sample: Sample) -> None:
    """Every resume enters the flow from the top, even at once, while the former process is still leaving."""
    run_id = sample.start("suspend")
    for count in (1, 2):
        sample.wait_for_entries(count)
        sample.wait_for(run_id, RunCondition.SUSPENDED)
        assert sample.api.resume(run_id) is ResumeOutcome.RESUMED
    assert sample.wait_for_entries(3)["pid"] != sample.entries()[0]["pid"]


def test_cancelled_run_is_stopped(sample: Sample) -> None:
    """A running run that somebody cancels is stopped, and counts as cancelled, not as crashed."""
    run_id = sample.start("linger")
    pid = int(sample.wait_for_entries(1)["pid"])
    assert sample.api.cancel(run_id, "no longer wanted")
    wait_until(lambda: sample.state_name(run_id) == "Cancelled")
    assert not lives(pid)


def test_log_lines_reach_prefect(sample: Sample) -> None:
    """What a flow logs is to be read in Prefect's UI, though its process has left without ceremony."""
    run_id = sample.start("return")
    wait_until(lambda: SAID in messages(sample, run_id))
    assert messages(sample, run_id).count(SAID) == 1


def test_deployment_chooses_folder_and_environment(sample: Sample, tmp_path: Path) -> None:
    """Job variables give a run its working folder and its environment."""
    deploy(sample.server, "elsewhere", "warm", working_dir=str(tmp_path), env={"SAMPLE_GIVEN": "yes"})
    sample.start("return", "elsewhere")
    entry = sample.wait_for_entries(1)
    assert (entry["directory"], entry["given"]) == (str(tmp_path), "yes")


def test_folder_that_is_not_there_is_named(sample: Sample, tmp_path: Path) -> None:
    """A working folder that does not exist ends the run, and the log says which one it is."""
    deploy(sample.server, "nowhere", "warm", working_dir=str(tmp_path / "nowhere"))
    run_id = sample.start("return", "nowhere")
    sample.wait_for(run_id, RunCondition.CRASHED)
    wait_until(lambda: any("nowhere" in message for message in messages(sample, run_id)))


def test_dead_warm_process_is_replaced(sample: Sample) -> None:
    """When the warm process is killed its runs are reported crashed, and the next run finds a new one."""
    run_id = sample.start("linger")
    pid = int(sample.wait_for_entries(1)["pid"])
    warm_process = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(warm_process, signal.SIGKILL)
    sample.wait_for(run_id, RunCondition.CRASHED)
    sample.wait_for(sample.start("return"), RunCondition.FINISHED)
    assert not lives(pid)


@pytest.mark.parametrize(
    ("which", "condition"),
    [(signal.SIGKILL, RunCondition.RUNNING), (signal.SIGTERM, RunCondition.CRASHED)],
)
def test_no_run_outlives_its_worker(sample: Sample, which: signal.Signals, condition: RunCondition) -> None:
    """A killed worker tells nobody, which leaves its run to the sweep; a stopped one reports its run."""
    pool = f"doomed-{which}"
    with start_worker(sample.server, pool) as worker:
        try:
            wait_until(lambda: has_pool(sample.server, pool))
            deploy(sample.server, pool, pool)
            run_id = sample.start("linger", pool)
            pid = int(sample.wait_for_entries(1)["pid"])
        finally:
            worker.send_signal(which)
    wait_until(lambda: not lives(pid))
    # A server that is busy takes the report when it comes to it.
    wait_until(lambda: sample.api.alive([run_id])[run_id] is condition)


def test_stock_worker_runs_the_same_deployment(sample: Sample) -> None:
    """Prefect's own process worker needs nothing but the project on the path."""
    ask(sample.server, "/work_pools/", {"name": "stock", "type": "process"})
    deploy(sample.server, "stock", "stock")
    run_id = sample.start("suspend", "stock")
    command = [sys.executable, "-m", "prefect", "worker", "start", "--run-once", "--pool", "stock"]
    environment = {**os.environ, **sample.server.environment(), "PYTHONPATH": str(PROJECT)}
    subprocess.run(command, env=environment, cwd=sample.journal.parent, check=True, timeout=PATIENCE)
    assert sample.api.alive([run_id])[run_id] is RunCondition.SUSPENDED


def test_worker_outlasts_its_server(sample: Sample) -> None:
    """A worker whose server is restarted goes on as if nothing had happened."""
    sample.server.stop()
    sample.server.start()
    sample.wait_for(sample.start("return"), RunCondition.FINISHED)
    assert len(sample.entries()) == 1


@pytest.mark.parametrize(
    ("preload", "limit", "named"),
    [(["flows.no_such"], 1, "flows.no_such"), (["no.such"], 1, "no.such"), (["flows"], 0, "--limit")],
)
def test_wrong_options_are_refused(preload: list[str], limit: int, named: str) -> None:
    """What the worker cannot work with is refused before anything is started."""
    with pytest.raises(InputError, match=named):
        check_options(preload, limit)
