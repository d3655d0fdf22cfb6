"""Prefect's own server as a child of the product: started, watched until it answers, stopped.

- It listens on loopback only, keeps its SQLite database in `<home>/prefect` and its log in `<home>/logs`.
- It ends with the process that started it, even if that one is killed (on Linux, see `lifeline.py`).
- About 6 s pass before it answers, all of it Prefect's imports; 17 s at first, when the database is made.
"""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from config.settings import ADDRESS_FILE
from flows.entrypoints import lifeline
from flows.entrypoints.companion import Companion
from playbooks.model.errors import OutsideError
from playbooks.model.text import Text
from tasks.adapters.draft import drafted

_HOST = "127.0.0.1"
_LOOK_AGAIN = 0.05
_GRACE_SECONDS = 10.0
_LOG_LINES_SHOWN = 5


def free_port() -> int:
    """Return a loopback port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])


def in_use(port: int) -> bool:
    """Tell whether somebody listens on a loopback port."""
    with socket.socket() as probe:
        return probe.connect_ex((_HOST, port)) == 0


PREFECT = Companion("prefect-server", Text(zh="Prefect", en="Prefect"), ("flows.entrypoints.prefect_server",))


class PrefectServer:
    """A Prefect server that lives as long as the `with` block."""

    def __init__(self, home: Path, *, port: int | None = None, patience: float = 90.0) -> None:
        self._home = home.absolute()
        self._port = port if port is not None else free_port()
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of the API."""
        return f"http://{_HOST}:{self._port}/api"

    @property
    def pid(self) -> int | None:
        """The server's process, None while there is none."""
        return self._process.pid if self._process else None

    @property
    def log(self) -> Path:
        """The server's log."""
        return PREFECT.log(self._home)

    def environment(self) -> dict[str, str]:
        """Return what a process needs in its environment to work with this server."""
        return {
            "PREFECT_HOME": str(self._home / "prefect"),
            "PREFECT_API_URL": self.url,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            # The server names a short time after which to ask again; so often, that is as patient as ever.
            "PREFECT_CLIENT_MAX_RETRIES": "50",
            "DO_NOT_TRACK": "1",
        }

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the server and return when it answers."""
        if in_use(self._port):
            raise OutsideError(
                "Port {port} is taken: stop the program that listens there, or choose another port.",
                port=self._port,
            )
        self._process = self._spawn()
        try:
            self._wait_until_healthy(self._process)
            self._leave_address()
        except BaseException:
            self.stop()
            raise

    def revived(self) -> subprocess.Popen[bytes]:
        """Return the server's process, a new one where it has ended by itself; what waits for it asks again."""
        if self._process is None or self._process.poll() is not None:
            self._process = self._spawn()
        return self._process

    def stop(self) -> None:
        """Stop the server; it gets some time to finish what it is doing."""
        if self._process is None:
            return
        self._take_address_back()
        self._process.terminate()
        try:
            self._process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    @property
    def _address(self) -> Path:
        """Where every command that uses this home looks for the server."""
        return self._home / ADDRESS_FILE

    def _leave_address(self) -> None:
        with drafted(self._address) as stream:  # nobody ever reads half of it
            stream.write(f"{self.url}\n")

    def _take_address_back(self) -> None:
        """Leave the address of a server that was started at this home since."""
        if self._address.is_file() and self._address.read_text(encoding="utf-8").strip() == self.url:
            self._address.unlink()

    def _spawn(self) -> subprocess.Popen[bytes]:
        (self._home / "prefect").mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        tied = (sys.executable, "-I", lifeline.__file__, str(os.getpid()))
        server = (sys.executable, "-m", *PREFECT.words, "--host", _HOST, "--port", str(self._port))
        with self.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603 (our own interpreter and module)
                [*tied, *server],
                env={"PREFECT_SERVER_LOGGING_LEVEL": "WARNING", **os.environ, **self.environment()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # An interrupt from the terminal is the product's business; it stops the server in order.
                start_new_session=True,
            )

    def _wait_until_healthy(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + self._patience
        while not self._answers():
            if process.poll() is not None:
                raise OutsideError(
                    "The Prefect server ended at its start; see {log}: {lines}",
                    log=self.log,
                    lines=self._last_words(),
                )
            if time.monotonic() > deadline:
                raise OutsideError(
                    "The Prefect server did not answer within {seconds:.0f} s; see {log}: {lines}",
                    seconds=self._patience,
                    log=self.log,
                    lines=self._last_words(),
                )
            time.sleep(_LOOK_AGAIN)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health", timeout=1.0, trust_env=False).is_success
        except httpx.TransportError:
            return False

    def _last_words(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return " | ".join(line.strip() for line in lines[-_LOG_LINES_SHOWN:])
