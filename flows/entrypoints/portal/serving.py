"""Serving the page: on this machine's loopback unless told otherwise, until it is interrupted."""

import asyncio
import signal
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from flows.entrypoints.portal.application import Portal
from playbooks.model.errors import OutsideError
from playbooks.model.phrase import system_fault

HOST, PORT = "127.0.0.1", 8765
#: How long the rest of a body that was refused is still taken in, so that a browser shows why.
LINGER_SECONDS = 10.0


@asynccontextmanager
async def serving(
    portal: Portal, *, host: str = HOST, port: int = PORT, linger: float = LINGER_SECONDS
) -> AsyncGenerator[int]:
    """Serve the page; yields the port, which is a free one where 0 is asked for."""
    # No access log: the address of a page is the right to decide.
    runner = web.AppRunner(portal.application(), access_log=None, handle_signals=False, lingering_time=linger)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            raise OutsideError(
                "The address {host}:{port} cannot be used ({reason}); choose another port.",
                host=host,
                port=port,
                reason=system_fault(error),
            ) from error
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def serve(portal: Portal, *, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve the page until the process is told to end; `ready` hears the address, which without a public one is local."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    async with serving(portal, host=host, port=port) as bound:
        portal.url = portal.url or local_url(host, bound)
        ready(portal.url)
        await ended.wait()


def local_url(host: str, port: int) -> str:
    """Return the address of a page that is not published anywhere."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
