"""Cases 24 to 28: requests over HTTP that are not Slack's, or not as Slack sent them."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from flows.entrypoints.slack_app.app import LOG, bolt_app
from flows.entrypoints.slack_app.signature import Seal
from flows.entrypoints.slack_app.signed_http import PATH, web_app
from flows.entrypoints.workspace.delivery.signed_http import sign, written
from playbooks.model.errors import InputError
from tests.simulators.slack_world import ROLLOUT, SlackWorld, entered

pytestmark = pytest.mark.anyio

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class SignedDoor:
    """The app's address, a session to knock with, and the secret."""

    world: SlackWorld
    url: str
    session: ClientSession

    @property
    def secret(self) -> str:
        """Return the signing secret."""
        return self.world.workspace.signing_secret

    def sealed(self, body: bytes, stamp: str = "") -> dict[str, str]:
        """Return the headers with which Slack would send this."""
        stamp = stamp or str(int(time.time()))
        signature = sign(self.secret, stamp, body.decode())
        return {
            "Content-Type": FORM,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature,
        }

    async def post(self, body: bytes, headers: dict[str, str]) -> int:
        """Send a request and return the status."""
        async with self.session.post(self.url, data=BytesIO(body), headers=headers) as answer:
            return answer.status


@pytest.fixture
async def signed(home: Path) -> AsyncIterator[SignedDoor]:
    """The app behind signed HTTP."""
    async with entered(home, served_at_once=False) as world:
        seal = Seal(world.workspace.signing_secret)
        server = TestServer(web_app(bolt_app(world.door), seal, LOG))
        await server.start_server()
        url = str(server.make_url(PATH))
        world.workspace.request_url = url
        async with ClientSession() as session:
            yield SignedDoor(world, url, session)
        await world.door.handover.finished()
        await server.close()


BODY = b"payload=%7B%22type%22%3A%22block_actions%22%7D"


@pytest.mark.parametrize(
    "signature",
    [None, "", "v0=", "v0=" + "0" * 64, "V0={}", "v0={upper}", "v0={short}", "v0=é", "v1={}"],
)
async def test_case_24_wrong_signature(signed: SignedDoor, signature: str | None) -> None:
    """Whatever is wrong with it, the answer is 401."""
    headers = signed.sealed(BODY)
    true = headers.pop("X-Slack-Signature").removeprefix("v0=")
    if signature is not None:
        headers["X-Slack-Signature"] = signature.format(true, upper=true.upper(), short=true[:-1])
    assert await signed.post(BODY, headers) == 401


@pytest.mark.parametrize("body", [b"\xff\xfe", b"payload=%7Bnot json", b"{", b""])
async def test_case_24_nothing_is_read_before_it_is_checked(signed: SignedDoor, body: bytes) -> None:
    """A body that no parser can read gets the same answer as any other."""
    headers = {"X-Slack-Request-Timestamp": str(int(time.time())), "X-Slack-Signature": "v0=" + "0" * 64}
    assert await signed.post(body, headers) == 401


@pytest.mark.parametrize(
    "stamp",
    ["", "abc", "9" * 5000, "{arabic}", "-170000000", "{old}", "{ahead}", "{now}.0", " {now}", "0{now}"],
)
async def test_case_25_wrong_timestamp(signed: SignedDoor, stamp: str) -> None:
    """Correctly signed, and still refused: the moment is not one that Slack would send."""
    now = int(time.time())
    arabic = "".join(chr(0x660 + int(digit)) for digit in str(now))
    stamp = stamp.format(now=now, arabic=arabic, old=now - 301, ahead=now + 90)
    headers = signed.sealed(BODY, stamp or "0")
    headers["X-Slack-Request-Timestamp"] = stamp
    assert await signed.post(BODY, headers) == 401


async def test_case_26_exact_replay(signed: SignedDoor) -> None:
    """The decision stands once; the recorded request is refused when it comes again."""
    world = signed.world
    world.record()
    world.ask()
    await asyncio.to_thread(world.office.dispatcher.deliver)
    card = await world.card("fay")
    await world.decide("fay", card, "gate_approve")
    body, _ = written(world.workspace.journal[-1])
    headers = signed.sealed(body.encode(), str(int(time.time()) - 5))
    first, second = [await signed.post(body.encode(), headers) for _ in range(2)]
    assert (first, second) == (200, 401)
    assert world.events("sign_off.given") == 1


async def test_case_27_a_proxy_that_encodes_anew(
    signed: SignedDoor, caplog: pytest.LogCaptureFixture
) -> None:
    """The order of the fields changed: refused, and the log says why in a line."""
    body = b"command=%2Fphasegate&text=help&team_id=T0LOCAL001&user_id=U0FAY"
    headers = signed.sealed(body)
    changed = urlencode(sorted(parse_qsl(body.decode()), reverse=True)).encode()
    with caplog.at_level(logging.WARNING, logger=LOG.name):
        assert await signed.post(changed, headers) == 401
    assert "changed on its way" in caplog.text


@pytest.mark.parametrize("secret", ["", "  "])
def test_case_28_no_signing_secret(secret: str) -> None:
    """The door does not open without a secret."""
    with pytest.raises(InputError, match="PHASEGATE_SLACK_SIGNING_SECRET"):
        Seal(secret)


async def test_a_body_that_is_too_long_is_not_read(signed: SignedDoor) -> None:
    """More than a megabyte is cut off."""
    body = b"x" * (2**20 + 1)
    assert await signed.post(body, signed.sealed(body)) == 413


async def test_a_request_in_good_order_is_answered(signed: SignedDoor) -> None:
    """The slash command works over HTTP as it does over Socket Mode."""
    await signed.world.human("fay").slash(signed.world.channel, "/phasegate", f"gates {ROLLOUT}")
    assert "Paper signed" in str(signed.world.human("fay").sees.ephemerals)
