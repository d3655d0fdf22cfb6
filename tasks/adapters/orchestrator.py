"""Talks to Prefect's REST API, without importing Prefect: the command line and the portal must stay fast.

- Every call ends within its time: no answer, or the answer "in trouble", is an `OutsideError`.
- "Service unavailable" is asked again meanwhile: on SQLite, Prefect says so whenever two writers meet.
- Nothing here decides anything. Losing Prefect loses run history, never a decision.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from ssl import create_default_context
from typing import Literal, TypeVar
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

import httpx
from pydantic import AwareDatetime, BaseModel, JsonValue, TypeAdapter, ValidationError

from playbooks.model.errors import InputError, NotFoundError, OutsideError
from tasks.adapters.channels.failures import DownError

_PAUSE_BEFORE_RETRY = 0.1
_RUNS_PER_PAGE = 200
_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})
_GONE = HTTPStatus.NOT_FOUND


class ResumeOutcome(StrEnum):
    """What came of the wish to resume a run."""

    RESUMED = "resumed"
    NOT_SUSPENDED = "not_suspended"
    FINISHED = "finished"
    GONE = "gone"


class RunCondition(StrEnum):
    """What a phase run is doing, as far as the product cares."""

    SCHEDULED = "scheduled"
    RUNNING = "running"
    SUSPENDED = "suspended"
    FINISHED = "finished"
    CRASHED = "crashed"
    GONE = "gone"


_StateType = Literal[
    "SCHEDULED", "PENDING", "RUNNING", "CANCELLING", "PAUSED", "COMPLETED", "FAILED", "CANCELLED", "CRASHED"
]
# A pending run has been taken by a worker, a cancelling one has not ended: neither may be started anew.
_CONDITIONS: Mapping[_StateType, RunCondition] = {
    "SCHEDULED": RunCondition.SCHEDULED,
    "PENDING": RunCondition.RUNNING,
    "RUNNING": RunCondition.RUNNING,
    "CANCELLING": RunCondition.RUNNING,
    "PAUSED": RunCondition.SUSPENDED,
    "COMPLETED": RunCondition.FINISHED,
    "FAILED": RunCondition.FINISHED,
    "CANCELLED": RunCondition.FINISHED,
    "CRASHED": RunCondition.CRASHED,
}
_ENDED = {RunCondition.FINISHED: ResumeOutcome.FINISHED, RunCondition.CRASHED: ResumeOutcome.FINISHED}


@dataclass(frozen=True, slots=True)
class RunReport:
    """The condition of a run and, where it is known, since when."""

    condition: RunCondition
    since: datetime | None


@dataclass(frozen=True, slots=True)
class TaggedRun:
    """A run found by its tags."""

    id: UUID
    tags: frozenset[str]
    report: RunReport


class _State(BaseModel):
    type: _StateType
    timestamp: AwareDatetime | None = None

    def report(self) -> RunReport:
        return RunReport(_CONDITIONS[self.type], self.timestamp)


class _Run(BaseModel):
    id: UUID
    state: _State | None = None
    tags: frozenset[str] = frozenset()

    def report(self) -> RunReport:
        return self.state.report() if self.state else RunReport(RunCondition.SCHEDULED, None)


class _Identity(BaseModel):
    id: UUID


class _Transition(BaseModel):
    status: str


Said = TypeVar("Said")
_RUNS = TypeAdapter(list[_Run])
_IDENTITY, _TRANSITION = TypeAdapter(_Identity), TypeAdapter(_Transition)


class PrefectApi:
    """A Prefect server, seen from the rest of the product."""

    def __init__(self, url: str, *, timeout: float = 5.0, password: str | None = None) -> None:
        self._url = url.rstrip("/")
        self._timeout = timeout
        # Made once: trusting the system's authorities takes longer than a request on this machine.
        self._verify = create_default_context() if self._url.startswith("https:") else False
        name, _, secret = (password or "").partition(":")
        # A proxy of the company has no way to this machine's own server.
        self._by_proxy = httpx.URL(self._url).host not in _THIS_MACHINE
        self._auth = httpx.BasicAuth(name, secret) if password else None

    def healthy(self) -> bool:
        """Tell whether the server answers and can reach its database."""
        try:
            return self._ask("GET /ready").is_success
        except OutsideError:
            return False

    def resume(self, run_id: UUID) -> ResumeOutcome:
        """Resume a suspended run; of any other run, tell why it was not resumed."""
        # Asked first, because Prefect answers "internal error" to the resuming of a run it does not know.
        if self.report([run_id])[run_id].condition is RunCondition.SUSPENDED:
            answer = self._ask(f"POST /flow_runs/{run_id}/resume")
            if self._accepted(answer):
                return ResumeOutcome.RESUMED
        condition = self.report([run_id])[run_id].condition
        if condition is RunCondition.GONE:
            return ResumeOutcome.GONE
        return _ENDED.get(condition, ResumeOutcome.NOT_SUSPENDED)

    def start(
        self,
        deployment: str,
        parameters: Mapping[str, JsonValue],
        *,
        run_name: str | None = None,
        tags: Sequence[str] = (),
        idempotency_key: str | None = None,
    ) -> UUID:
        """Start a run of a deployment, named "flow/deployment"; the same key starts one run only."""
        order: dict[str, JsonValue] = {
            "parameters": dict(parameters),
            "tags": list(tags),
            "name": run_name,
            "idempotency_key": idempotency_key,
        }
        order_path = f"POST /deployments/{self._deployment_id(deployment)}/create_flow_run"
        answer = self._ask(order_path, {key: value for key, value in order.items() if value is not None})
        if answer.is_client_error:
            raise InputError(
                "Prefect refused to start {deployment!r}: {reason}",
                deployment=deployment,
                reason=_reason(answer),
            )
        return self._read(answer, _IDENTITY).id

    def alive(self, run_ids: Sequence[UUID]) -> dict[UUID, RunCondition]:
        """Return the condition of each run."""
        return {run_id: report.condition for run_id, report in self.report(run_ids).items()}

    def report(self, run_ids: Sequence[UUID]) -> dict[UUID, RunReport]:
        """Return the condition of each run, and since when it holds."""
        reports = dict.fromkeys(run_ids, RunReport(RunCondition.GONE, None))
        for start in range(0, len(run_ids), _RUNS_PER_PAGE):
            page = [str(run_id) for run_id in run_ids[start : start + _RUNS_PER_PAGE]]
            answer = self._ask("POST /flow_runs/filter", {"flow_runs": {"id": {"any_": list(page)}}})
            reports |= {run.id: run.report() for run in self._read(answer, _RUNS)}
        return reports

    def tagged(self, tags: Sequence[str]) -> tuple[TaggedRun, ...]:
        """Return the runs with all of these tags, newest first; no more than a page of them."""
        wanted: JsonValue = {"tags": {"all_": list(tags)}}
        order: JsonValue = {
            "flow_runs": wanted,
            "sort": "EXPECTED_START_TIME_DESC",
            "limit": _RUNS_PER_PAGE,
        }
        found = self._read(self._ask("POST /flow_runs/filter", order), _RUNS)
        return tuple(TaggedRun(run.id, run.tags, run.report()) for run in found)

    def fail(self, run_id: UUID, reason: str) -> bool:
        """Mark a dead run as crashed; a run that has ended, or is not known, is left alone."""
        return self._enter_state(run_id, state="CRASHED", reason=reason)

    def cancel(self, run_id: UUID, reason: str) -> bool:
        """Cancel a run: a suspended one at once, a running one as soon as its worker has stopped it."""
        # Prefect rejects `Cancelling` for a suspended run, and puts it into `Cancelled` instead.
        was_open = self.report([run_id])[run_id].condition in (RunCondition.SCHEDULED, RunCondition.SUSPENDED)
        return self._enter_state(run_id, state="CANCELLED" if was_open else "CANCELLING", reason=reason)

    def emit(
        self, event: str, *, resource: str, payload: Mapping[str, JsonValue], occurred: datetime
    ) -> None:
        """Publish an event; telling the same event again changes nothing."""
        identity = uuid5(NAMESPACE_URL, f"{event}\n{resource}\n{occurred.isoformat()}")
        told: JsonValue = {
            "id": str(identity),
            "occurred": occurred.isoformat(),
            "event": event,
            "resource": {"prefect.resource.id": resource},
            "payload": dict(payload),
        }
        answer = self._good(self._ask("POST /events", [told]))
        if answer.status_code != HTTPStatus.NO_CONTENT:
            raise self._strange(answer)

    def _enter_state(self, run_id: UUID, *, state: str, reason: str) -> bool:
        body: JsonValue = {"state": {"type": state, "message": reason}}
        return self._accepted(self._ask(f"POST /flow_runs/{run_id}/set_state", body))

    def _deployment_id(self, deployment: str) -> UUID:
        flow, slash, name = deployment.partition("/")
        if not (flow and slash and name):
            raise InputError(
                "Deployment {deployment!r}: write it as 'flow-name/deployment-name'.", deployment=deployment
            )
        answer = self._ask(f"GET /deployments/name/{quote(flow, safe='')}/{quote(name, safe='')}")
        if answer.status_code == _GONE:
            raise NotFoundError(
                "Prefect at {url} has no deployment {deployment!r}; create it first.",
                url=self._url,
                deployment=deployment,
            )
        return self._read(answer, _IDENTITY).id

    def _accepted(self, answer: httpx.Response) -> bool:
        if answer.status_code == _GONE:
            return False
        return self._read(answer, _TRANSITION).status == "ACCEPT"

    def _read(self, answer: httpx.Response, kind: TypeAdapter[Said]) -> Said:
        """Return what Prefect said; a page of a proxy, or a redirect to a login, is not its answer."""
        try:
            return kind.validate_json(self._good(answer).content)
        except ValidationError:
            raise self._strange(answer) from None

    def _strange(self, answer: httpx.Response) -> OutsideError:
        return OutsideError(
            "What answers {path} at {url} is not Prefect (HTTP {status}); check the address, and the proxy before it.",
            path=answer.request.url.path,
            url=self._url,
            status=answer.status_code,
        )

    def _good(self, answer: httpx.Response) -> httpx.Response:
        if answer.is_client_error:
            raise InputError(
                "Prefect at {url} refused {path}: {reason}",
                url=self._url,
                path=answer.request.url.path,
                reason=_reason(answer),
            )
        if not answer.is_success:
            raise self._strange(answer)
        return answer

    def _ask(self, request: str, body: JsonValue = None) -> httpx.Response:
        """Send one request, again while the server is busy, until the time is up."""
        deadline = time.monotonic() + self._timeout
        while True:
            answer = self._send(request, body, left=deadline - time.monotonic())
            if not answer.is_server_error:
                return answer
            if answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
                raise self._trouble(answer, request)
            if time.monotonic() + 2 * _PAUSE_BEFORE_RETRY > deadline:
                raise DownError(self._trouble(answer, request).phrase)
            time.sleep(_PAUSE_BEFORE_RETRY)

    def _trouble(self, answer: httpx.Response, request: str) -> OutsideError:
        return OutsideError(
            "Prefect at {url} is in trouble (HTTP {status} for {request}); look into the "
            "server's log and try again.",
            url=self._url,
            status=answer.status_code,
            request=request,
        )

    def _send(self, request: str, body: JsonValue, *, left: float) -> httpx.Response:
        method, path = request.split(" ", 1)
        try:
            # A connection per request: a kept one may have been closed by the server a moment ago.
            with httpx.Client(
                auth=self._auth, timeout=left, trust_env=self._by_proxy, verify=self._verify
            ) as client:
                return client.request(method, self._url + path, json=body)
        except (httpx.HTTPError, UnicodeError) as problem:
            raise DownError(
                "Prefect at {url} did not answer {request} ({kind}); is the server running?",
                url=self._url,
                request=request,
                kind=type(problem).__name__,
            ) from problem


def _reason(answer: httpx.Response) -> str:
    """Return what the server says about a refusal, in one line."""
    said = " ".join(answer.text.split())
    return said[:300] or f"HTTP {answer.status_code}"
