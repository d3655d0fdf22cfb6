"""`phasegate up` as people run it: found by every terminal, whole again after a kill, gone when it is told to end."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from config.settings import ADDRESS_FILE, Settings
from flows.entrypoints.server import free_port
from tests.integration.cli.small_company import PROJECT, begin, ended, started, variables
from tests.integration.conftest import wait_until

pytestmark = [pytest.mark.prefect, pytest.mark.crash]


class Up:
    """The running product."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.said = home.parent / "up.log"
        with self.said.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "flows.entrypoints.cli", "up", "--port", str(free_port())],
                cwd=PROJECT,
                env={**os.environ, **variables(home)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def says(self, words: str) -> bool:
        """Tell whether it has said this by now; it must not have ended before."""
        said = self.said.read_text(encoding="utf-8")
        assert words in said or self.process.poll() is None, said
        return words in said

    def children(self) -> set[int]:
        """Return the processes that it keeps."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return set(map(int, listed.split()))


def named(process: int, words: str) -> bool:
    """Tell whether these words are in a process's command."""
    return words.encode() in Path(f"/proc/{process}/cmdline").read_bytes()


def answers(url: str) -> bool:
    """Tell whether Prefect answers there."""
    try:
        return httpx.get(f"{url}/health", timeout=1.0, trust_env=False).is_success
    except httpx.TransportError:
        return False


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    """The product at a home in which a rollout has begun."""
    begin(tmp_path / "home")
    running = Up(tmp_path / "home")
    yield running
    running.process.kill()
    running.process.wait()


def test_up_serves_survives_a_kill_and_ends_whole(up: Up) -> None:
    """One life of it, as each start takes a quarter of a minute."""
    wait_until(lambda: up.says("Ctrl-C ends it"))
    url = Settings.from_environment({"PHASEGATE_HOME": str(up.home)}).prefect_api_url
    assert url is not None
    assert answers(url)
    # Nothing is set in this terminal, and yet the decision's run starts at once: not 6, undelivered.
    assert ended(started(up.home, "start", "small", "--key", "small-2")).code == 0

    (server,) = (child for child in up.children() if named(child, "prefect_server"))
    os.kill(server, signal.SIGKILL)
    wait_until(lambda: up.says("Prefect was started again") and answers(url))

    kept = up.children()
    up.process.send_signal(signal.SIGTERM)
    assert up.process.wait(timeout=60) == 0
    assert not [child for child in kept if Path(f"/proc/{child}").exists()]
    assert not (up.home / ADDRESS_FILE).exists()
