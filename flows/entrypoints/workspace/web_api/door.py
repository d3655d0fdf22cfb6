"""The door of the Web API: token, faults, scope and rate come before the method, as at Slack."""

import asyncio
import math
from dataclasses import dataclass

from aiohttp import web

from flows.entrypoints.workspace.errors import SlackError
from flows.entrypoints.workspace.faults import Fault
from flows.entrypoints.workspace.payload import Payload
from flows.entrypoints.workspace.state import Call, State
from flows.entrypoints.workspace.web_api.arguments import Arguments, read_arguments
from flows.entrypoints.workspace.web_api.methods import METHODS, Method


class Upstream(Exception):  # noqa: N818 (it is no error of ours)
    """Something in front of Slack answers with a bare status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


@dataclass(frozen=True, slots=True)
class WebApi:
    """Answers calls of `/api/<method>`."""

    state: State

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one call and note it down."""
        name = request.match_info["method"]
        arguments = Arguments({})
        try:
            arguments = await read_arguments(request)
            body = await self._carry_out(request, name, arguments)
            status, headers = 200, dict[str, str]()
        except SlackError as error:
            body, status, headers = _refusal(error)
        except Upstream as upstream:
            self.state.calls.append(Call(name, arguments.given, upstream.status, "upstream"))
            return web.Response(status=upstream.status, text="upstream error")
        shown = {key: value for key, value in arguments.given.items() if key != "token"}
        self.state.calls.append(Call(name, shown, status, str(body.get("error", ""))))
        self.state.changes.announce()
        headers["X-OAuth-Scopes"] = ",".join(sorted(self.state.installation.scopes))
        return web.json_response(body, status=status, headers=headers)

    async def _carry_out(self, request: web.Request, name: str, arguments: Arguments) -> Payload:
        await asyncio.sleep(self.state.behaviour.latency)
        method = self._allowed(request, name, arguments)
        fault = self.state.faults.next(name)
        await asyncio.sleep(fault.delay)
        if not fault.too_late:
            _meet(fault, request)
        self.state.require(method.scope)
        wait = self.state.rates.excess(name, tier=method.tier, channel=arguments.text("channel"))
        if wait:
            raise SlackError("ratelimited", retry_after=wait)
        answer: Payload = {"ok": True, **method.carry_out(self.state, arguments)}
        _meet(fault, request)
        if arguments.warning:
            answer |= {"warning": arguments.warning, "response_metadata": {"warnings": [arguments.warning]}}
        return answer

    def _allowed(self, request: web.Request, name: str, arguments: Arguments) -> Method:
        """Return the method if the token is one for it."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        token = token or arguments.text("token")
        if not token:
            raise SlackError("not_authed")
        if token not in {self.state.bot_token, self.state.app_token}:
            raise SlackError("invalid_auth")
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        if method.with_app_token != (token == self.state.app_token):
            raise SlackError("not_allowed_token_type")
        return method


def _refusal(error: SlackError) -> tuple[Payload, int, dict[str, str]]:
    body: Payload = {"ok": False, "error": error.code, **error.details}
    if error.retry_after is None:
        return body, 200, {}
    return body, 429, {"Retry-After": str(math.ceil(error.retry_after))}


def _meet(fault: Fault, request: web.Request) -> None:
    """Let a call end as its fault says; one without an end goes on."""
    if fault.drop:
        if request.transport is not None:
            request.transport.close()
        raise ConnectionResetError("this fault drops the connection")
    if fault.status:
        raise Upstream(fault.status)
    if fault.retry_after is not None:
        raise SlackError("ratelimited", retry_after=fault.retry_after)
    if fault.error:
        raise SlackError(fault.error)
