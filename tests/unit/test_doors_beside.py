"""What `phasegate up` runs beside Prefect's server: as the settings say, and with the reason where it does not."""

from pathlib import Path

import pytest

from config.settings import Settings
from flows.entrypoints.companion import Companion
from flows.entrypoints.doors_beside import PORTAL_PORT, beside, local_port
from flows.entrypoints.household import Fallen, Risen
from flows.entrypoints.up import line_of, told

BOT = {"PHASEGATE_SLACK_BOT_TOKEN": "xoxb-1"}
SOCKET = {**BOT, "PHASEGATE_SLACK_APP_TOKEN": "xapp-1"}
SEALED = {**BOT, "PHASEGATE_SLACK_SIGNING_SECRET": "0123456789"}
PAGE = {"PHASEGATE_PORTAL_URL": "https://gates.example.com"}


def run_by(environment: dict[str, str], *, port: int | None = None) -> dict[str, bool]:
    """Return by name whether each process runs."""
    found = beside(Settings.from_environment(environment), slack_port=port)
    return {one.companion.name: one.runs for one in found}


@pytest.mark.parametrize(
    ("environment", "port", "portal", "slack"),
    [
        ({}, None, False, False),
        (PAGE, None, True, False),
        (BOT, None, False, False),
        (SOCKET, None, False, True),
        ({**PAGE, **SOCKET}, None, True, True),
        (SEALED, None, False, False),
        (SEALED, 3000, False, True),
        (BOT, 3000, False, False),
    ],
)
def test_each_runs_where_its_settings_are_made(
    environment: dict[str, str], port: int | None, *, portal: bool, slack: bool
) -> None:
    """The worker always does."""
    assert run_by(environment, port=port) == {"worker": True, "portal": portal, "slack-app": slack}


@pytest.mark.parametrize(
    ("environment", "port", "named"),
    [
        ({}, None, "PHASEGATE_PORTAL_URL"),
        ({}, None, "PHASEGATE_SLACK_BOT_TOKEN"),
        (BOT, None, "PHASEGATE_SLACK_APP_TOKEN"),
        (BOT, 3000, "PHASEGATE_SLACK_SIGNING_SECRET"),
    ],
)
def test_why_something_does_not_run_names_the_setting(
    environment: dict[str, str], port: int | None, named: str
) -> None:
    """In both languages."""
    found = beside(Settings.from_environment(environment), slack_port=port)
    lines = [line_of(one, Path("home")) for one in found if not one.runs]
    assert any(named in line.en and named in line.zh for line in lines)


@pytest.mark.parametrize(
    ("url", "port"),
    [
        (None, PORTAL_PORT),
        ("https://gates.example.com", PORTAL_PORT),
        ("https://gates.example.com:9000/x", PORTAL_PORT),
        ("http://127.0.0.1:9001", 9001),
        ("http://localhost:9002/gates", 9002),
        ("http://localhost", PORTAL_PORT),
    ],
)
def test_the_page_listens_at_its_own_port_or_behind_a_proxy(url: str | None, port: int) -> None:
    """A public address belongs to the proxy in front."""
    assert local_port(url) == port


def test_a_process_that_runs_is_told_with_its_log() -> None:
    """One line each."""
    worker, *_ = beside(Settings.from_environment({}))
    line = line_of(worker, Path("home"))
    assert line.en == "✓ Worker: at most 4 runs at once, log home/logs/worker.log"
    assert line.zh == "✓ 工作进程：最多同时运行 4 个，日志 home/logs/worker.log"


def companion() -> Companion:
    """Return the worker."""
    return beside(Settings.from_environment({}))[0].companion


def test_a_fall_is_told_with_its_last_words(tmp_path: Path) -> None:
    """What happened, what it said, when it is back."""
    log = companion().log(tmp_path)
    log.parent.mkdir()
    log.write_text("starting\nThe port is taken.\n")
    line = told(Fallen(companion(), 1, 2.0), tmp_path).en
    assert line.startswith("✗ Worker ended (code 1): The port is taken; it is started again in 2 s, log ")


def test_a_rise_is_told() -> None:
    """In a few words."""
    assert told(Risen(companion()), Path("home")).zh == "✓ 工作进程已重新启动"
