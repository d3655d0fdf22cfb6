"""Prefect's server as this product starts it: the stock application, kept from two long waits that SQLite costs it.

- Two writers that meet cost one of them a 503, and Prefect's clients wait two seconds after that unless the answer
  names a time. The writer that won is done within milliseconds, so a fifth of a second is named.
- Garbage is collected in a thread of its own. A cursor that a failed statement left behind waits, while it is freed, for
  whatever its connection is doing by then; in the thread of the event loop, that may be waiting for a lock whose
  holder cannot go on without the loop: nobody is answered for the minute that SQLite is told to be patient.
"""

import argparse
import gc
import os
import threading
from http import HTTPStatus

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

RETRY_AFTER = b"0.2"
KEEP_ALIVE_SECONDS = 5
COLLECT_EVERY_SECONDS = 2.0


class RetrySoon:
    """An application whose answers "service unavailable" name the time after which to ask again."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def answer(message: Message) -> None:
            if message.get("status") == HTTPStatus.SERVICE_UNAVAILABLE:
                message = {**message, "headers": [*message["headers"], (b"retry-after", RETRY_AFTER)]}
            await send(message)

        await self._app(scope, receive, answer)


def collect_aside(stopped: threading.Event, *, every: float = COLLECT_EVERY_SECONDS) -> threading.Thread:
    """Collect garbage in a thread of its own, until told to stop."""

    def collect() -> None:
        while not stopped.wait(every):
            gc.collect()

    gc.disable()
    thread = threading.Thread(target=collect, name="garbage", daemon=True)
    thread.start()
    return thread


def main() -> None:
    """Read the command line and serve until interrupted or terminated."""
    from prefect.server.api.server import create_app

    parser = argparse.ArgumentParser(prog="python -m flows.entrypoints.prefect_server", description=__doc__)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    level = os.environ.get("PREFECT_SERVER_LOGGING_LEVEL", "WARNING").lower()
    app = create_app(final=True)
    gc.freeze()  # the application itself is no garbage, and need not be looked through
    collect_aside(threading.Event())
    uvicorn.run(
        RetrySoon(app),
        host=options.host,
        port=options.port,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        log_level=level,
    )


if __name__ == "__main__":
    main()
