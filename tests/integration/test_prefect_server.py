"""The Prefect server as a child of the product: refusals that help, and nothing left behind."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config.settings import Settings
from flows.entrypoints import lifeline
from flows.entrypoints.server import PrefectServer, in_use
from playbooks.model.errors import OutsideError
from tests.integration.conftest import wait_until

PARENT = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-I", sys.argv[1], str(os.getpid()), "sleep", "300"])
print(child.pid, flush=True)
time.sleep(300)
"""


def test_taken_port_is_refused(tmp_path: Path) -> None:
    """Somebody else's server is never taken for our own."""
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        port = somebody.getsockname()[1]
        with pytest.raises(OutsideError, match=f"Port {port} is taken"):
            PrefectServer(tmp_path, port=port).start()


def test_server_that_is_late_is_stopped_and_its_log_named(tmp_path: Path) -> None:
    """A server that does not answer in time is not left running, and the message says where to look."""
    server = PrefectServer(tmp_path, patience=0.0)
    with pytest.raises(OutsideError, match=r"did not answer .*prefect-server\.log"):
        server.start()
    assert not in_use(int(server.url.split(":")[2].split("/")[0]))


def test_server_that_ends_at_its_start_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last lines of the log are in the message: here, what is wrong with a setting."""
    monkeypatch.setenv("PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS", "often")
    with pytest.raises(OutsideError, match=r"ended at its start.*prefect-server\.log"):
        PrefectServer(tmp_path).start()


@pytest.fixture
def sleeper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers that do nothing, and are healthy."""
    monkeypatch.setattr(PrefectServer, "_spawn", lambda _: subprocess.Popen(["sleep", "300"]))
    monkeypatch.setattr(PrefectServer, "_wait_until_healthy", lambda *_: None)


@pytest.mark.usefixtures("sleeper")
def test_a_server_leaves_its_address_at_home_while_it_runs(tmp_path: Path) -> None:
    """Every command that uses this home finds it there, and nothing once it has ended."""
    with PrefectServer(tmp_path) as server:
        found = Settings.from_environment({"PHASEGATE_HOME": str(tmp_path)}).prefect_api_url
        assert found == server.url
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("sleeper")
def test_the_address_of_a_later_server_stays(tmp_path: Path) -> None:
    """Whoever ends takes back no more than his own."""
    earlier, later = PrefectServer(tmp_path), PrefectServer(tmp_path)
    earlier.start()
    with later:
        earlier.stop()
        found = Settings.from_environment({"PHASEGATE_HOME": str(tmp_path)}).prefect_api_url
    assert found == later.url


@pytest.mark.usefixtures("sleeper")
def test_a_server_that_was_killed_is_started_again(tmp_path: Path) -> None:
    """A living one is left alone; the new one ends with the product like the first."""
    with PrefectServer(tmp_path) as server:
        first = server.revived()
        assert server.revived() is first
        first.kill()
        first.wait()
        second = server.revived()
        assert second.poll() is None
    assert second.poll() is not None


def test_child_of_a_killed_parent_ends() -> None:
    """A killed product leaves no server behind."""
    parent = subprocess.Popen([sys.executable, "-c", PARENT, lifeline.__file__], stdout=subprocess.PIPE)
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    wait_until(lambda: not Path(f"/proc/{child}").exists())


def test_child_of_a_parent_that_is_gone_ends_at_once() -> None:
    """Whoever was orphaned before the tie was made must not live on."""
    command = [sys.executable, "-I", lifeline.__file__, str(os.getpid() + 1), "sleep", "300"]
    assert subprocess.run(command, check=False).returncode == -signal.SIGTERM
