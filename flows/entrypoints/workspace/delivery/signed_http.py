"""HTTP mode: requests to the app's Request URL, signed as Slack signs them."""

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from flows.entrypoints.workspace.delivery.parcel import Kind, Parcel
from flows.entrypoints.workspace.payload import read_object
from flows.entrypoints.workspace.state import State

_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"
_OK = 200


def sign(secret: str, stamp: str, body: str) -> str:
    """Return the signature of a body at a time."""
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256)
    return f"v0={digest.hexdigest()}"


def written(parcel: Parcel) -> tuple[str, str]:
    """Return the body of a parcel and its content type."""
    if parcel.kind is Kind.EVENT:
        return json.dumps(parcel.payload), _JSON
    if parcel.kind is Kind.COMMAND:
        return urlencode(parcel.payload), _FORM
    return urlencode({"payload": json.dumps(parcel.payload)}), _FORM


@dataclass(slots=True)
class SignedHttp:
    """Posts parcels to the Request URL, if the app has one."""

    state: State
    request_url: str = ""
    _session: ClientSession | None = field(default=None)

    async def send(self, parcel: Parcel, attempt: int) -> bool:
        """Post once; the answer within the deadline is the acknowledgement."""
        body, content_type = written(parcel)
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": sign(self.state.signing_secret, stamp, body),
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": parcel.trouble}
        try:
            async with self._client().post(self.request_url, data=body.encode(), headers=headers) as response:
                return await _read(response, parcel)
        except TimeoutError:
            parcel.trouble = "http_timeout"
        except ClientError:
            parcel.trouble = "connection_failed"
        return False

    async def send_blindly(self, parcel: Parcel, attempt: int) -> bool:
        """Post the same once more and forget the answer."""
        return await self.send(Parcel(parcel.kind, parcel.payload, parcel.envelope_id), attempt)

    def _client(self) -> ClientSession:
        if self._session is None:
            timeout = ClientTimeout(total=self.state.behaviour.acknowledge_within)
            self._session = ClientSession(timeout=timeout)
        return self._session

    async def close(self) -> None:
        """Close the connections to the app."""
        if self._session is not None:
            await self._session.close()
            # The transports close in the next turn of the loop, and say so if nobody lets them.
            await asyncio.sleep(0)


async def _read(response: ClientResponse, parcel: Parcel) -> bool:
    answer = await response.text()
    if response.status != _OK:
        parcel.trouble = "http_error"
        return response.headers.get("X-Slack-No-Retry") == "1"
    parcel.acknowledge((read_object(answer) or {"text": answer}) if answer else None)
    return True
