"""Prefect's server says when to ask again and frees its garbage aside; nothing else of it changes."""

import asyncio
import gc
import threading
import weakref

import pytest
from starlette.types import Message, Receive, Scope, Send

from flows.entrypoints.prefect_server import RetrySoon, collect_aside


def answered(status: int) -> list[Message]:
    """Return what the wrapped application sends when the inner one answers with a status."""
    sent: list[Message] = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001  # an application's shape
        await send({"type": "http.response.start", "status": status, "headers": [(b"x", b"y")]})
        await send({"type": "http.response.body", "body": b"{}"})

    async def receive() -> Message:
        return {"type": "http.request"}

    async def keep(message: Message) -> None:
        sent.append(message)

    asyncio.run(RetrySoon(inner)({"type": "http"}, receive, keep))
    return sent


def test_whoever_met_another_writer_comes_back_at_once() -> None:
    """Without a time, Prefect's clients wait two seconds."""
    start, body = answered(503)
    assert start["headers"] == [(b"x", b"y"), (b"retry-after", b"0.2")]
    assert body == {"type": "http.response.body", "body": b"{}"}


@pytest.mark.parametrize("status", [200, 404, 500])
def test_other_answers_stay_as_they_are(status: int) -> None:
    """Only "service unavailable" is about trying again."""
    assert answered(status)[0]["headers"] == [(b"x", b"y")]


class Cycle:
    """Something that refers to itself, so that only the collector frees it."""

    def __init__(self) -> None:
        self.myself = self


def test_garbage_is_freed_by_another_thread() -> None:
    """Whatever waits while it is freed keeps nobody else waiting."""
    freed, stopped, freeing = threading.Event(), threading.Event(), list[str]()

    def note() -> None:
        freeing.append(threading.current_thread().name)
        freed.set()

    try:
        thread = collect_aside(stopped, every=0.01)
        weakref.finalize(Cycle(), note)
        assert freed.wait(10)
    finally:
        gc.enable()
        stopped.set()
    thread.join(10)
    assert freeing == ["garbage"]
