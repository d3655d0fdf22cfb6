"""Clients of Slack's Web API that wait as long as Slack asks, and try again when it stumbles.

Both obey `Retry-After`; without handlers of our own the SDK only tries a lost connection again.
"""

from functools import cache
from ssl import SSLContext, create_default_context
from typing import TYPE_CHECKING

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

SECONDS = 10
SLACK = "https://slack.com/api/"


def web_client(token: str, url: str = SLACK) -> WebClient:
    """Return the client for what is sent from anywhere."""
    return WebClient(
        token=token,
        base_url=url,
        timeout=SECONDS,
        ssl=_trusted(),
        retry_handlers=[
            ConnectionErrorRetryHandler(max_retry_count=2),
            RateLimitErrorRetryHandler(max_retry_count=3),
            ServerErrorRetryHandler(max_retry_count=2),
        ],
    )


def sending_client(token: str, url: str = SLACK) -> WebClient:
    """Return the client for new messages: where a call may have taken effect, trying again is not its business."""
    return WebClient(
        token=token,
        base_url=url,
        timeout=SECONDS,
        ssl=_trusted(),
        retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=3)],
    )


@cache
def _trusted() -> SSLContext:
    """Return the authorities to trust, read once: left to the SDK, they are read again for every call."""
    return create_default_context()


def async_web_client(token: str, url: str = SLACK) -> "AsyncWebClient":
    """Return the client of the app, which must not block."""
    from slack_sdk.http_retry.builtin_async_handlers import (  # noqa: PLC0415  # aiohttp, for the app alone
        AsyncConnectionErrorRetryHandler,
        AsyncRateLimitErrorRetryHandler,
        AsyncServerErrorRetryHandler,
    )
    from slack_sdk.web.async_client import AsyncWebClient  # noqa: PLC0415  # same

    return AsyncWebClient(
        token=token,
        base_url=url,
        timeout=SECONDS,
        retry_handlers=[
            AsyncConnectionErrorRetryHandler(max_retry_count=2),
            AsyncRateLimitErrorRetryHandler(max_retry_count=3),
            AsyncServerErrorRetryHandler(max_retry_count=2),
        ],
    )
