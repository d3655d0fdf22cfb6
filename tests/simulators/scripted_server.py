"""An HTTP server that gives the answers it was told to give, one after the other, the last one for ever."""

import threading
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its status, its body, and how long it is in coming."""

    status: int
    body: bytes = b"{}"
    delay: float = 0.0


@dataclass(slots=True)
class Script:
    """The answers to come and the requests that were made."""

    answers: list[Answer]
    requests: list[str] = field(default_factory=list)
    port: int = 0

    def next_for(self, request: str) -> Answer:
        """Note a request and return its answer."""
        self.requests.append(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def scripted_server(answers: Sequence[Answer]) -> Generator[Script]:
    """Serve the answers on a free loopback port."""
    script = Script(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = script.next_for(f"{self.command} {self.path}")
            time.sleep(answer.delay)
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        do_POST = do_GET  # noqa: N815 (named by the standard library)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (so named by the base)
            """Keep the tests' output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        script.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield script
        server.shutdown()
        thread.join()
