"""Slack over signed HTTP, for those who have a public address: the seal first, then the size, then Bolt."""

from collections.abc import Sequence
from logging import Logger

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from flows.entrypoints.slack_app.signature import Seal

PATH = "/slack/events"
LARGEST_BODY = 2**20


def web_app(app: AsyncApp, seal: Seal, log: Logger) -> web.Application:
    """Return the web application with its one address."""

    async def received(request: web.Request) -> web.StreamResponse:
        body = await _body(request)
        if body is None:
            return web.Response(status=413)
        if not seal.genuine(request.headers, body):
            log.warning("a request to %s is not Slack's, or was changed on its way: refused", PATH)
            return web.Response(status=401)
        return await _answered(app, request, body)

    site = web.Application(client_max_size=LARGEST_BODY)
    site.router.add_post(PATH, received)
    return site


async def _body(request: web.Request) -> bytes | None:
    """Return the raw body, or None where it is too long."""
    body = bytearray()
    async for chunk in request.content.iter_chunked(2**16):
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


async def _answered(app: AsyncApp, request: web.Request, body: bytes) -> web.StreamResponse:
    headers: dict[str, str | Sequence[str]] = dict(request.headers.items())
    try:
        asked = AsyncBoltRequest(body=body.decode(), query=request.query_string, headers=headers)
    except ValueError:  # signed, and still nothing that can be read
        return web.Response(status=400)
    return await to_aiohttp_response(await app.async_dispatch(asked))
