"""`channels test`: each channel says how it took a message; what is set up wrong is one sentence."""

from pathlib import Path

import pytest

from tests.integration.cli.conftest import Phasegate
from tests.simulators.robots import FakeRobot, Service, robot

PLAN = """
robots:
  - {key: room, kind: dingtalk, webhook: {env: ROOM_WEBHOOK}}
  - {key: other, kind: wecom, webhook: {env: OTHER_WEBHOOK}}
"""


@pytest.fixture
def planned(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # sets the environment first
    """A channels file that the settings name."""
    file = home / "channels.yaml"
    file.write_text(PLAN, encoding="utf-8")
    monkeypatch.setenv("PHASEGATE_CHANNELS", str(file))
    return file


def served(monkeypatch: pytest.MonkeyPatch, **robots: FakeRobot) -> None:
    """Let the variables name these robots."""
    for name, fake in robots.items():
        monkeypatch.setenv(f"{name.upper()}_WEBHOOK", fake.url)


def test_every_channel_gets_a_message(
    planned: Path, phasegate: Phasegate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And says that it took it."""
    with robot(Service.DINGTALK) as room, robot(Service.WECOM) as other:
        served(monkeypatch, room=room, other=other)
        ended = phasegate("channels", "test", "--to", "sue")
    assert planned.exists()
    assert (ended.code, len(room.taken), len(other.taken)) == (0, 1, 1)
    assert "✓ room" in ended.out


def test_a_channel_that_fails_is_named_with_its_reason(
    planned: Path, phasegate: Phasegate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are tried all the same, and no secret is printed."""
    with robot(Service.DINGTALK) as room:
        served(monkeypatch, room=room)
        ended = phasegate("channels", "test", "--to", "sue", "--json")
    found = ended.document["channels"]
    assert planned.exists()
    assert (ended.code, found["room"]["ok"], found["other"]["ok"]) == (1, True, False)
    assert "OTHER_WEBHOOK is not set" in found["other"]["failure"]
    assert "TOPSECRET" not in ended.out + ended.err


def test_one_channel_can_be_tried_alone(
    planned: Path, phasegate: Phasegate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else is bothered."""
    with robot(Service.DINGTALK) as room, robot(Service.WECOM) as other:
        served(monkeypatch, room=room, other=other)
        assert phasegate("channels", "test", "room", "--to", "sue").code == 0
        assert (planned.exists(), len(room.taken), len(other.taken)) == (True, 1, 0)


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--to", "nobody"), "--to"), (("pigeon", "--to", "sue"), "no channel 'pigeon'")],
)
def test_a_wrong_call_is_one_sentence(
    planned: Path, phasegate: Phasegate, words: tuple[str, ...], said: str
) -> None:
    """It says what there is."""
    ended = phasegate("channels", "test", *words)
    assert planned.exists()
    assert (ended.code, said in ended.err) == (2, True)


def test_without_a_channels_file_the_sentence_names_the_variable(phasegate: Phasegate) -> None:
    """Nothing is sent."""
    ended = phasegate("channels", "test", "--to", "sue")
    assert (ended.code, "PHASEGATE_CHANNELS" in ended.err) == (2, True)


def test_decisions_go_out_over_the_channels(
    planned: Path, phasegate: Phasegate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the letters of every other command."""
    with robot(Service.DINGTALK) as room, robot(Service.WECOM) as other:
        served(monkeypatch, room=room, other=other)
        assert phasegate("hold", "small-1", "--reason", "budget").code == 0
        assert (planned.exists(), len(room.taken) > 0, len(other.taken)) == (True, True, 0)
