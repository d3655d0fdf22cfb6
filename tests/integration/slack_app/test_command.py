"""`phasegate slack`: set up, look, preview, run."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flows.entrypoints.cli.running import run
from flows.entrypoints.workspace import Installation, install
from flows.entrypoints.workspace.web_api.manifest import check_manifest
from tests.simulators.slack_world import GATE, ROLLOUT, SlackWorld, entered, variables

PROJECT = Path(__file__).parents[3]


def slack_variables(world: SlackWorld) -> dict[str, str]:
    """Return the variables with which a process finds the workspace."""
    return variables(world.home) | {
        "PHASEGATE_SLACK_BOT_TOKEN": world.workspace.bot_token,
        "PHASEGATE_SLACK_APP_TOKEN": world.workspace.app_token,
        "PHASEGATE_SLACK_API_URL": world.workspace.api_url,
        "PHASEGATE_SLACK_CHANNEL": world.channel,
    }


@pytest.fixture
def alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home's variables, without any of Slack's."""
    for name, value in variables(home).items():
        monkeypatch.setenv(name, value)
    return home


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("words", [[], ["--url", "https://gates.test.example/slack/events"]])
def test_the_manifest_is_one_that_slack_takes(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    """It registers what the app needs, for Socket Mode and for HTTP."""
    assert run(["slack", "manifest", *words]) == 0
    written = json.loads(capsys.readouterr().out)
    assert check_manifest(written) == []
    assert install(written).knows("/phasegate")


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(
    ("words", "variable"),
    [([], "PHASEGATE_SLACK_BOT_TOKEN"), (["--http", "3000"], "PHASEGATE_SLACK_BOT_TOKEN")],
)
def test_without_tokens_nothing_starts(
    capsys: pytest.CaptureFixture[str], words: list[str], variable: str
) -> None:
    """The sentence names the variable."""
    assert run(["slack", "run", *words]) == 2
    assert variable in capsys.readouterr().err


def test_case_28_http_without_a_secret_does_not_start(
    alone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty secret is no secret."""
    assert alone.exists()
    monkeypatch.setenv("PHASEGATE_SLACK_BOT_TOKEN", "xoxb-token")
    monkeypatch.setenv("PHASEGATE_SLACK_SIGNING_SECRET", "")
    assert run(["slack", "run", "--http", "3000"]) == 2
    assert "PHASEGATE_SLACK_SIGNING_SECRET" in capsys.readouterr().err


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("about", [GATE, "initiation"])
def test_a_preview_sends_nothing(capsys: pytest.CaptureFixture[str], about: str) -> None:
    """The blocks come out as JSON, in the reader's language."""
    assert run(["slack", "preview", ROLLOUT, about, "--for", "finn"]) == 0
    blocks = json.loads(capsys.readouterr().out)["blocks"]
    assert blocks[0]["type"] == "header"
    assert run(["slack", "preview", ROLLOUT, about, "--link"]) == 0
    assert capsys.readouterr().out.startswith("https://app.slack.com/block-kit-builder/#%7B")


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("words", [["nothing"], [GATE, "--for", "nobody"]])
def test_a_preview_of_nothing_is_refused(words: list[str]) -> None:
    """What is not there is not found."""
    assert run(["slack", "preview", ROLLOUT, *words]) == 3


@pytest.mark.anyio
async def test_the_doctor_finds_a_sound_app_sound(
    world: SlackWorld, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every template is one that Slack takes."""
    for name, value in slack_variables(world).items():
        monkeypatch.setenv(name, value)
    assert await asyncio.to_thread(run, ["slack", "doctor", "--json"]) == 0
    found = {check["check"]: check["grade"] for check in json.loads(capsys.readouterr().out)["checks"]}
    assert found == dict.fromkeys(("tokens", "workspace", "scopes", "people", "templates"), "ok")


@pytest.mark.anyio
async def test_the_doctor_names_what_is_missing(
    world: SlackWorld, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A scope that is not granted, and somebody whom Slack does not know."""
    for name, value in slack_variables(world).items():
        monkeypatch.setenv(name, value)
    granted = world.workspace.state.installation.scopes - {"im:history"}
    world.workspace.state.installation = Installation(scopes=granted)
    world.workspace.deactivate("U0PAM")
    assert await asyncio.to_thread(run, ["slack", "doctor"]) == 1
    said = capsys.readouterr().out
    assert "missing: im:history" in said
    assert "not found: pam" in said


@pytest.mark.anyio
async def test_the_app_runs_until_it_is_told_to_stop(home: Path) -> None:
    """Started as people start it: it connects twice, decides, and ends in good order."""
    async with entered(home, served_at_once=False) as world:
        process = await asyncio.to_thread(_started, world)
        try:
            await world.workspace.wait_for(lambda: len(world.workspace.socket_mode.connections) == 2, 60.0)
            (card,) = await world.asked("fay")
            assert (await world.decide("fay", card, "gate_approve")).closed
        finally:
            process.send_signal(signal.SIGTERM)
            code = await asyncio.to_thread(process.wait, 30)
        assert code == 0


def _started(world: SlackWorld) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "flows.entrypoints.cli", "slack", "run"],
        cwd=PROJECT,
        env={**os.environ, **slack_variables(world)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_looking_at_the_status_loads_nothing_of_slack() -> None:
    """A list must answer at once."""
    script = (
        "import sys, flows.bootstrap, flows.entrypoints.cli.menu, flows.entrypoints.cli.status;"
        "print([name for name in ('slack_sdk', 'slack_bolt', 'aiohttp') if name in sys.modules])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == "[]"
