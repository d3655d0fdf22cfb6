"""Keeps other web sites out: a page elsewhere must not drive this workspace through the visitor's browser.

- `Host` must be this server by address or `localhost`, so that no foreign name can be made to point here.
- `Origin`, which browsers send and SDKs do not, must be this server.
"""

from collections.abc import Awaitable, Callable

from aiohttp import web

_NAMES = ("127.0.0.1", "localhost", "[::1]")


def is_own(request: web.Request) -> bool:
    """Tell whether a request was meant for this server and made by its own page or by no page."""
    own = request.headers.get("Host", "")
    name, _, port = own.rpartition(":")
    if name not in _NAMES or not port.isdecimal():
        return False
    if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"} and not _is_visit(
        request
    ):
        return False
    return request.headers.get("Origin", f"http://{own}") == f"http://{own}"


def _is_visit(request: web.Request) -> bool:
    """Tell whether somebody follows a link to a page here, which changes nothing."""
    return request.method == "GET" and request.headers.get("Sec-Fetch-Dest") == "document"


@web.middleware
async def guard(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse what comes from elsewhere."""
    if not is_own(request):
        return web.Response(status=403, text="This workspace answers its own pages and local programs only.")
    return await handler(request)
