"""Prefect's server as this product starts it: the stock application, whose "try again" also says when.

On SQLite two writers that meet cost one of them a 503, and Prefect's clients wait two seconds after that unless the
answer names a time. The writer that won is done within milliseconds, so a fifth of a second is named.
"""

import argparse
import os
from http import HTTPStatus

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

RETRY_AFTER = b"0.2"
KEEP_ALIVE_SECONDS = 5


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


def main() -> None:
    """Read the command line and serve until interrupted or terminated."""
    from prefect.server.api.server import create_app

    parser = argparse.ArgumentParser(prog="python -m flows.entrypoints.prefect_server", description=__doc__)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    level = os.environ.get("PREFECT_SERVER_LOGGING_LEVEL", "WARNING").lower()
    uvicorn.run(
        RetrySoon(create_app(final=True)),
        host=options.host,
        port=options.port,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        log_level=level,
    )


if __name__ == "__main__":
    main()
