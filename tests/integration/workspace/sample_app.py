"""A small real Slack app, made with slack-bolt as anybody would: a message with buttons, forms, a command, a home."""

from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from flows.entrypoints.workspace import Workspace


def plain(text: str) -> dict[str, Any]:
    """Return a text object without markup."""
    return {"type": "plain_text", "text": text}


def button(action_id: str, **more: object) -> dict[str, Any]:
    """Return a button."""
    return {"type": "button", "action_id": action_id, "text": plain(action_id), **more}


def request(*actions: str) -> list[dict[str, Any]]:
    """Return the blocks of a message with buttons."""
    text = {"type": "section", "block_id": "text", "text": {"type": "mrkdwn", "text": "*Sign off?*"}}
    return [text, {"type": "actions", "block_id": "act", "elements": [button(name) for name in actions]}]


def form(callback_id: str = "reason", **more: object) -> dict[str, Any]:
    """Return a modal that asks for a reason of at least five letters."""
    element = {"type": "plain_text_input", "action_id": "text", "min_length": 5}
    block = {"type": "input", "block_id": "why", "label": plain("Why?"), "element": element}
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain("Reason"),
        "submit": plain("Send"),
        "blocks": [block],
        **more,
    }


def read(answer: AsyncSlackResponse) -> dict[str, Any]:
    """Return what a call was answered."""
    assert isinstance(answer.data, dict)
    return answer.data


def client_of(workspace: Workspace, token: str = "") -> AsyncWebClient:
    """Return slack-sdk's client with the retry handlers that every app should have."""
    client = AsyncWebClient(token=token or workspace.bot_token, base_url=workspace.api_url, timeout=10)
    handlers: list[AsyncRetryHandler] = [
        AsyncConnectionErrorRetryHandler(),
        AsyncRateLimitErrorRetryHandler(max_retry_count=3),
        AsyncServerErrorRetryHandler(max_retry_count=2),
    ]
    client.retry_handlers = handlers
    return client


class SampleApp:
    """The app and what it was told."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.client = client_of(workspace)
        self.heard: list[dict[str, Any]] = []
        self.bolt = AsyncApp(client=self.client, signing_secret=workspace.signing_secret)
        self.bolt.action("approve")(self.note)
        self.bolt.action("choose")(self.note)
        self.bolt.action("ask")(self.ask)
        self.bolt.view("reason")(self.take)
        self.bolt.command("/gate")(self.gate)
        self.bolt.event("app_home_opened")(self.show_home)
        self.bolt.event("message")(self.note_event)
        self.bolt.event("app_mention")(self.note_event)
        self.handlers: list[AsyncSocketModeHandler] = []

    async def connect(self) -> None:
        """Open one Socket Mode connection."""
        handler = AsyncSocketModeHandler(self.bolt, self.workspace.app_token, ping_interval=1)
        self.handlers.append(handler)
        before = len(self.workspace.socket_mode.connections)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await self.workspace.wait_for(lambda: len(self.workspace.socket_mode.connections) > before)

    async def close(self) -> None:
        """Close all connections."""
        while self.handlers:
            await self.handlers.pop().close_async()  # type: ignore[no-untyped-call]

    async def note(self, ack: Any, body: dict[str, Any]) -> None:  # noqa: ANN401 (as Bolt gives it)
        """Acknowledge and remember."""
        await ack()
        self.heard.append(body)

    async def note_event(self, body: dict[str, Any]) -> None:
        """Remember an event."""
        self.heard.append(body)

    async def ask(self, ack: Any, body: dict[str, Any]) -> None:  # noqa: ANN401
        """Open the form."""
        await ack()
        await self.client.views_open(trigger_id=body["trigger_id"], view=form())

    async def take(self, ack: Any, body: dict[str, Any]) -> None:  # noqa: ANN401
        """Take the form, unless the reason is a bad one."""
        text = body["view"]["state"]["values"]["why"]["text"]["value"]
        if "bad" in text:
            await ack(response_action="errors", errors={"why": "Not that."})
            return
        self.heard.append(body)
        await ack()

    async def gate(self, ack: Any, body: dict[str, Any]) -> None:  # noqa: ANN401
        """Answer the command."""
        self.heard.append(body)
        await ack(text=f"You said {body['text']}")

    async def show_home(self, event: dict[str, Any]) -> None:
        """Publish the App Home."""
        blocks = [{"type": "header", "text": plain("Yours")}, *request("approve", "ask")]
        await self.client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    async def post(self, channel_id: str, *actions: str) -> str:
        """Post a message with buttons and return its time stamp."""
        blocks = request(*(actions or ("approve", "ask")))
        answer = await self.client.chat_postMessage(channel=channel_id, text="Sign off?", blocks=blocks)
        return str(answer["ts"])
