"""The least an app can do in Slack, in a process of its own: what is left of the latencies without the product.

It acks whatever comes over Socket Mode, with slack-sdk alone. A slash command makes it write a message in several
direct conversations afresh, all at once: the text is the conversations and time stamps, separated by blanks.
"""

import asyncio
import json
import os

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient


async def main() -> None:
    """Echo until killed."""
    web = AsyncWebClient(os.environ["PHASEGATE_SLACK_BOT_TOKEN"], os.environ["PHASEGATE_SLACK_API_URL"])
    clients = [
        SocketModeClient(os.environ["PHASEGATE_SLACK_APP_TOKEN"], web_client=web, ping_interval=5)
        for _ in range(2)
    ]
    for client in clients:
        client.socket_mode_request_listeners.append(echo)
        await client.connect()  # type: ignore[no-untyped-call]  # not annotated
    await asyncio.Event().wait()


async def echo(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
    """Ack, and write messages afresh where that is asked for."""
    await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))
    if request.type == "slash_commands":
        await afresh(client.web_client, str(request.payload["text"]).split())


async def afresh(web: AsyncWebClient, places: list[str]) -> None:
    """Write what a card is about to have, in every place at once."""
    blocks = json.loads(os.environ["BLOCKS"])
    pairs = [place.split("/") for place in places]
    await asyncio.gather(
        *(web.chat_update(channel=channel, ts=ts, text="card", blocks=blocks) for channel, ts in pairs)
    )


if __name__ == "__main__":
    asyncio.run(main())
