"""A mail server on the loopback: TLS from the start or on demand, a login, and whatever refusals it is told to give."""

import socketserver
import ssl
import threading
from base64 import b64decode
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.simulators.facts import NOW

USER, PASSWORD = "phasegate", "hunter2+secret"


@dataclass(slots=True)
class FakeMailServer:
    """What it received, and what it answers instead of taking a letter: a reply by the first word of a command."""

    letters: list[EmailMessage] = field(default_factory=list)
    replies: dict[str, str] = field(default_factory=dict)
    port: int = 0
    starttls: bool = True
    encrypted: bool = False

    def said(self, word: str, otherwise: str) -> str:
        """Return the reply to a command."""
        return self.replies.get(word, otherwise)


def certificate(folder: Path) -> Path:
    """Return a file with a key and a certificate for the loopback address, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=3650))
        .not_valid_after(NOW + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "loopback.pem"
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


class _Server(socketserver.ThreadingTCPServer):
    """A server that knows what it is to answer."""

    def __init__(self, fake: FakeMailServer, context: ssl.SSLContext, *, tls: bool) -> None:
        self.fake, self.context, self.tls = fake, context, tls
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no news."""


class _Handler(socketserver.StreamRequestHandler):
    """One conversation."""

    def handle(self) -> None:
        """Greet, then obey one command after the other."""
        if self._server.tls:
            self._encrypt()
        self._reply(self._server.fake.said("CONNECT", "220 loopback"))
        while line := self.rfile.readline():
            word, _, rest = line.decode().strip().partition(" ")
            if not self._obeyed(word.upper(), rest):
                return

    @property
    def _server(self) -> _Server:
        return cast("_Server", self.server)

    @property
    def _encrypted(self) -> bool:
        return isinstance(self.connection, ssl.SSLSocket)

    def finish(self) -> None:
        """Close the connection that encryption has put in the place of the first one."""
        super().finish()
        self.connection.close()

    def _encrypt(self) -> None:
        self.connection = self._server.context.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", 0)
        self._server.fake.encrypted = True

    def _obeyed(self, word: str, rest: str) -> bool:
        match word:
            case "EHLO":
                self._reply(self._offers())
            case "STARTTLS":
                self._reply("220 go ahead")
                self._encrypt()
            case "AUTH":
                self._reply(_welcome(rest))
            case "DATA":
                self._take()
            case _:
                self._reply(self._server.fake.said(word, "221 bye" if word == "QUIT" else "250 fine"))
        return word != "QUIT"

    def _offers(self) -> str:
        fake = self._server.fake
        lines = ["loopback", *(["STARTTLS"] if fake.starttls and not self._encrypted else []), "AUTH PLAIN"]
        return "\r\n".join([*(f"250-{each}" for each in lines[:-1]), f"250 {lines[-1]}"])

    def _take(self) -> None:
        self._reply("354 go ahead")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        reply = self._server.fake.said("DATA", "250 taken")
        if reply.startswith("250"):
            self._server.fake.letters.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self._reply(reply)

    def _reply(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


def _welcome(given: str) -> str:
    _, user, password = b64decode(given.partition(" ")[2]).decode().split("\0")
    # A careless server repeats what it was told; nobody else may.
    right = (user, password) == (USER, PASSWORD)
    return "235 welcome" if right else f"535 no such user with password {password}"


@contextmanager
def mail_server(pem: Path, *, tls: bool = False) -> Generator[FakeMailServer]:
    """Serve mail on a free loopback port."""
    fake = FakeMailServer()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with _Server(fake, context, tls=tls) as server:
        fake.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield fake
        finally:
            server.shutdown()
            thread.join()
