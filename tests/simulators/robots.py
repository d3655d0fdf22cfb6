"""Group robots of DingTalk, Feishu and WeCom on the loopback: they check signatures, count, and say no with HTTP 200."""

import base64
import hashlib
import hmac
import json
import socket
import struct
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

LIMIT = 20
#: Signs that come out wrong when they are encoded twice.
SIGNING = "SEC+/=&%ä"


class Service(StrEnum):
    """Which service a robot belongs to."""

    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    WECOM = "wecom"


@dataclass(slots=True)
class FakeRobot:
    """A robot: what it took, and what it is told to do instead of taking more."""

    service: Service
    secret: str = ""
    now: float = 1_790_000_000.0
    taken: list[dict[str, Any]] = field(default_factory=list)
    port: int = 0
    #: Given to every request before the robot looks at it.
    status: int = 200
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    reset: bool = False
    silent: bool = False
    #: Set when the test is over, so that nobody is kept waiting for a silent robot.
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Return the webhook address; its token is a secret."""
        return f"http://127.0.0.1:{self.port}/robot/send?access_token=TOPSECRET"

    def answer(self, query: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return what the service says to a message, and keep the message if it takes it."""
        fault = self._fault(query, body)
        if fault is None:
            self.taken.append(body)
        code, words = fault or (0, "ok")
        if self.service is Service.FEISHU:
            return {"code": code, "msg": words, "data": {}}
        return {"errcode": code, "errmsg": words}

    def _fault(self, query: str, body: dict[str, Any]) -> tuple[int, str] | None:
        if len(self.taken) >= LIMIT:
            return {
                Service.DINGTALK: (410100, "send too fast, exceed 20 times per minute"),
                Service.FEISHU: (11232, "frequency limited"),
                Service.WECOM: (45009, "api freq out of limit"),
            }[self.service]
        if self.secret and not self._signed(query, body):
            return {
                Service.DINGTALK: (310000, "sign not match"),
                Service.FEISHU: (
                    19021,
                    "sign match fail or timestamp is not within one hour from current time",
                ),
            }[self.service]
        return None

    def _signed(self, query: str, body: dict[str, Any]) -> bool:
        if self.service is Service.DINGTALK:
            # Decoded once and no more: what was encoded twice does not match, as with the real service.
            given = dict(pair.split("=", 1) for pair in query.split("&"))
            moment, sign = given.get("timestamp", ""), unquote(given.get("sign", ""))
            key, text, seconds = self.secret, f"{moment}\n{self.secret}", float(moment or 0) / 1000
        else:
            moment, sign = str(body.get("timestamp", "")), str(body.get("sign", ""))
            key, text, seconds = f"{moment}\n{self.secret}", "", float(moment or 0)
        expected = base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()
        return sign == expected and abs(seconds - self.now) < 3600


@contextmanager
def robot(service: Service, *, secret: str = "") -> Generator[FakeRobot]:
    """Serve a robot on a free loopback port."""
    fake = FakeRobot(service, secret)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            if fake.silent:
                fake.over.wait(30)
                return
            if fake.reset:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                return
            query = self.path.partition("?")[2]
            given = (
                fake.body
                if fake.body is not None
                else json.dumps(fake.answer(query, json.loads(content))).encode()
            )
            self.send_response(fake.status)
            for name, value in {"Content-Length": str(len(given)), **fake.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(given)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (so named by the base)
            """Keep the tests' output clean."""

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """A connection that was cut on purpose is no news."""

    with Quiet(("127.0.0.1", 0), Handler) as server:
        fake.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield fake
        finally:
            fake.over.set()
            server.shutdown()
            thread.join()
