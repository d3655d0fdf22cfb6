"""Prefect's REST API as the product uses it: against a real server, and against one that misbehaves."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from flows.entrypoints.server import free_port
from playbooks.model.errors import InputError, NotFoundError, OutsideError
from tasks.adapters.orchestrator import PrefectApi, ResumeOutcome, RunCondition
from tests.integration.conftest import Sample, ask, wait_until
from tests.simulators.scripted_server import Answer, scripted_server

NOBODY = UUID(int=0)
FAR_AHEAD = "2099-01-01T00:00:00Z"


def start_later(sample: Sample) -> UUID:
    """Create a run that no worker takes for now."""
    deployment = ask(sample.server, "/deployments/name/sample/warm")["id"]
    order = {
        "parameters": {"journal": str(sample.journal)},
        "state": {"type": "SCHEDULED", "state_details": {"scheduled_time": FAR_AHEAD}},
    }
    return UUID(ask(sample.server, f"/deployments/{deployment}/create_flow_run", order)["id"])


@pytest.mark.prefect
def test_suspended_run_is_resumed_once(sample: Sample) -> None:
    """The first wish resumes the run; one that comes too late says that nothing was suspended any more."""
    run_id = sample.start("suspend")
    sample.wait_for(run_id, RunCondition.SUSPENDED)
    assert [sample.api.resume(run_id) for _ in range(2)] == [
        ResumeOutcome.RESUMED,
        ResumeOutcome.NOT_SUSPENDED,
    ]


@pytest.mark.prefect
def test_runs_that_cannot_be_resumed_are_told_apart(sample: Sample) -> None:
    """Scheduled, finished and unknown runs each have their own answer."""
    finished = sample.start("return")
    sample.wait_for(finished, RunCondition.FINISHED)
    assert [sample.api.resume(run_id) for run_id in (start_later(sample), finished, NOBODY)] == [
        ResumeOutcome.NOT_SUSPENDED,
        ResumeOutcome.FINISHED,
        ResumeOutcome.GONE,
    ]


@pytest.mark.prefect
def test_conditions_of_many_runs(sample: Sample) -> None:
    """Conditions come in one answer per page, and an unknown run is gone."""
    scheduled = start_later(sample)
    strangers = [uuid4() for _ in range(250)]
    conditions = sample.api.alive([*strangers, scheduled])
    assert conditions.pop(scheduled) is RunCondition.SCHEDULED
    assert conditions == dict.fromkeys(strangers, RunCondition.GONE)


@pytest.mark.prefect
def test_report_tells_since_when(sample: Sample) -> None:
    """The sweep must know how long a run has been in its condition."""
    before = datetime.now(UTC)
    run_id = start_later(sample)
    since = sample.api.report([run_id])[run_id].since
    assert since is not None
    assert before <= since <= datetime.now(UTC)


@pytest.mark.prefect
def test_runs_are_found_by_their_tags(sample: Sample) -> None:
    """A run is found by all of its tags, with the others it has and with its condition."""
    tags = ["rollout:y", uuid4().hex]
    run_id = sample.api.start(
        "sample/warm", {"journal": str(sample.journal), "behaviour": "suspend"}, tags=tags
    )
    sample.wait_for(run_id, RunCondition.SUSPENDED)
    (found,) = sample.api.tagged(tags[1:])
    assert (found.id, found.tags, found.report.condition) == (run_id, frozenset(tags), RunCondition.SUSPENDED)
    assert sample.api.tagged([*tags, "phase:design"]) == ()


@pytest.mark.prefect
def test_same_key_starts_one_run(sample: Sample) -> None:
    """Asking twice with one key starts one run, which carries the name and the tags asked for."""
    key = uuid4().hex
    parameters = {"journal": str(sample.journal)}
    first, second = (
        sample.api.start("sample/warm", parameters, run_name="one", tags=["rollout:x"], idempotency_key=key)
        for _ in range(2)
    )
    run = ask(sample.server, f"/flow_runs/{first}")
    assert first == second
    assert (run["name"], run["tags"]) == ("one", ["rollout:x"])


@pytest.mark.prefect
@pytest.mark.parametrize(
    ("deployment", "error"),
    [("sample/none", NotFoundError), ("a/b/c d?", NotFoundError), ("sample", InputError)],
)
def test_unknown_deployment_is_named(sample: Sample, deployment: str, error: type[InputError]) -> None:
    """A deployment that is not there, or is written wrongly, is an error of the input."""
    with pytest.raises(error, match=deployment.replace("?", r"\?")):
        sample.api.start(deployment, {})


@pytest.mark.prefect
def test_dead_run_is_marked_crashed_but_no_finished_one(sample: Sample) -> None:
    """The sweep may mark a run that is open; what has ended, or is unknown, stays as it is."""
    run_id = start_later(sample)
    assert [sample.api.fail(run, "no worker has it") for run in (run_id, run_id, NOBODY)] == [
        True,
        False,
        False,
    ]
    assert sample.api.alive([run_id]) == {run_id: RunCondition.CRASHED}


@pytest.mark.prefect
@pytest.mark.parametrize("behaviour", ["suspend", "later"])
def test_run_without_process_is_cancelled_at_once(sample: Sample, behaviour: str) -> None:
    """Nobody has to stop a run that no process works at."""
    run_id = start_later(sample) if behaviour == "later" else sample.start(behaviour)
    if behaviour == "suspend":
        sample.wait_for(run_id, RunCondition.SUSPENDED)
    assert sample.api.cancel(run_id, "phase closed")
    assert sample.state_name(run_id) == "Cancelled"


@pytest.mark.prefect
def test_event_told_twice_is_recorded_once(sample: Sample) -> None:
    """An event that is sent again after a doubtful delivery does not count twice."""
    name, moment = f"phasegate.sample.{uuid4().hex}", datetime.now(UTC)
    for _ in range(2):
        sample.api.emit(name, resource="phasegate.rollout.crm-1", payload={"gate": "D03"}, occurred=moment)
    query = {"filter": {"event": {"name": [name]}}}

    def recorded() -> list[dict[str, object]]:
        return [event["payload"] for event in ask(sample.server, "/events/filter", query)["events"]]

    wait_until(lambda: bool(recorded()))
    assert recorded() == [{"gate": "D03"}]


@pytest.mark.prefect
def test_server_is_healthy(sample: Sample) -> None:
    """A server that answers is healthy."""
    assert sample.api.healthy()


def test_nobody_there_is_an_outside_error() -> None:
    """A server that does not listen is named, with what to look at; to ask for its health is no error."""
    api = PrefectApi(f"http://127.0.0.1:{free_port()}/api")
    assert not api.healthy()
    with pytest.raises(OutsideError, match="is the server running"):
        api.alive([NOBODY])


def test_busy_server_is_asked_again() -> None:
    """To be unavailable passes: the second answer counts."""
    with scripted_server([Answer(503), Answer(200, b"[]")]) as script:
        conditions = PrefectApi(f"http://127.0.0.1:{script.port}").alive([NOBODY])
    assert conditions == {NOBODY: RunCondition.GONE}
    assert len(script.requests) == 2


@pytest.mark.parametrize(
    ("answer", "said"),
    [(Answer(503), "HTTP 503"), (Answer(500), "HTTP 500"), (Answer(200, delay=1.0), "ReadTimeout")],
)
def test_trouble_is_an_outside_error(answer: Answer, said: str) -> None:
    """A server in trouble, or too slow, is an error of the outside that says what it was."""
    with scripted_server([answer]) as script, pytest.raises(OutsideError, match=said):
        PrefectApi(f"http://127.0.0.1:{script.port}", timeout=0.5).alive([NOBODY])


PAGE, LOGIN = Answer(200, b"<html>maintenance</html>"), Answer(302)
STATE_OF_TOMORROW = Answer(200, f'[{{"id": "{NOBODY}", "state": {{"type": "DREAMING"}}}}]'.encode())
CALLS: dict[str, Callable[[PrefectApi], object]] = {
    "report": lambda api: api.report([NOBODY]),
    "resume": lambda api: api.resume(NOBODY),
    "start": lambda api: api.start("a/b", {}),
    "tagged": lambda api: api.tagged(["rollout:x"]),
    "fail": lambda api: api.fail(NOBODY, "dead"),
    "cancel": lambda api: api.cancel(NOBODY, "over"),
    "emit": lambda api: api.emit("e", resource="r", payload={}, occurred=datetime.now(UTC)),
}


@pytest.mark.parametrize("answer", [PAGE, LOGIN, STATE_OF_TOMORROW], ids=["page", "login", "state"])
@pytest.mark.parametrize("call", CALLS)
def test_an_answer_that_is_not_prefects_is_an_outside_error(answer: Answer, call: str) -> None:
    """A proxy's page, a redirect to a login: no call takes it for an answer, nor for a yes."""
    with scripted_server([answer]) as script, pytest.raises(OutsideError, match="is not Prefect"):
        CALLS[call](PrefectApi(f"http://127.0.0.1:{script.port}"))


def test_a_run_is_not_created_by_a_page() -> None:
    """The deployment is found, and then the proxy answers."""
    found = Answer(200, f'{{"id": "{NOBODY}"}}'.encode())
    with scripted_server([found, PAGE]) as script, pytest.raises(OutsideError, match="create_flow_run"):
        PrefectApi(f"http://127.0.0.1:{script.port}").start("a/b", {})


def test_a_host_that_cannot_be_a_name_is_an_outside_error() -> None:
    """Looking it up fails before anything is asked."""
    with pytest.raises(OutsideError, match="UnicodeError"):
        PrefectApi("http://prefect..example.com/api").alive([NOBODY])


def test_refusal_is_an_input_error() -> None:
    """What the server refuses as wrong is passed on with its reason, and not tried again."""
    with scripted_server([Answer(422, b'{"detail": "no such field"}')]) as script:
        with pytest.raises(InputError, match="no such field"):
            PrefectApi(f"http://127.0.0.1:{script.port}").alive([NOBODY])
        assert len(script.requests) == 1


def test_client_does_not_import_prefect() -> None:
    """The command line answers fast because Prefect itself stays out of it."""
    code = "import sys, tasks.adapters.orchestrator; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
