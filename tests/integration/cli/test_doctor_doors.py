"""The doctor looks at the ways to people: channels file, decision page, Slack; each with one sentence and what to do."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.integration.cli.conftest import Phasegate
from tests.simulators.portal import house
from tests.simulators.robots import Service, robot

ROBOT = "robots:\n  - {key: room, kind: dingtalk, webhook: {env: ROOM_WEBHOOK}, secret: {env: ROOM_SECRET}}\n"
MAIL = "email: {host: mail.example.com, sender: pmo@example.com, user: {env: MAIL_USER}, password: {env: MAIL_PASSWORD}}\n"
SECRETS = {"ROOM_WEBHOOK": "https://oapi.dingtalk.com/robot/send?access_token=x", "ROOM_SECRET": "SEC"}


@pytest.fixture
def variables(home: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:  # noqa: ARG001  # sets the environment
    """The environment, in which the secrets of one robot are set."""
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def planned(variables: pytest.MonkeyPatch, text: str) -> None:
    """Let the settings name a channels file."""
    file = Path(os.environ["PHASEGATE_HOME"]) / "channels.yaml"
    file.write_text(text, encoding="utf-8")
    variables.setenv("PHASEGATE_CHANNELS", str(file))


def check(phasegate: Phasegate, name: str, *words: str) -> Any:  # noqa: ANN401  # as JSON is
    """Return what is found about a part."""
    checks = phasegate("doctor", *words, "--json").document["checks"]
    return next(one for one in checks if one["check"] == name)


@pytest.mark.parametrize("part", ["channels", "portal", "slack"])
def test_what_is_not_used_is_in_order(phasegate: Phasegate, part: str) -> None:
    """And it is said that it is not used, and what follows."""
    found = check(phasegate, part)
    assert (found["grade"], "not" in found["found"]["en"], "未设置" in found["found"]["zh"]) == (
        "ok",
        True,
        True,
    )


@pytest.mark.parametrize(
    ("text", "grade", "said"),
    [
        (ROBOT, "ok", "room"),
        (ROBOT.replace("ROOM_SECRET", "OTHER_SECRET"), "fail", "OTHER_SECRET"),
        (ROBOT + MAIL, "fail", "MAIL_USER, MAIL_PASSWORD"),
        ("robots: []\n", "warn", "no sender"),
        (ROBOT + "people: {nobody: [room]}\n", "warn", "nobody"),
        (ROBOT.replace("kind", "roles: [astronaut], kind"), "warn", "astronaut"),
        (ROBOT.replace("dingtalk", "pigeon"), "fail", "pigeon"),
        (ROBOT.replace("kind: dingtalk, ", ""), "fail", "kind"),
        ("robots: [\n", "fail", "channels.yaml"),
    ],
)
def test_a_channels_file_is_looked_through(
    phasegate: Phasegate, variables: pytest.MonkeyPatch, text: str, *, grade: str, said: str
) -> None:
    """Readable, its secrets set, each sender complete, everybody it names in the company."""
    planned(variables, text)
    found = check(phasegate, "channels")
    assert found["grade"] == grade
    assert said in found["found"]["en"]
    assert (found["fix"] is None) is (grade == "ok")


def test_a_robot_in_the_clear_is_found(phasegate: Phasegate, variables: pytest.MonkeyPatch) -> None:
    """Its address holds the secret, so it is not repeated."""
    planned(variables, ROBOT)
    variables.setenv("ROOM_WEBHOOK", "http://oapi.dingtalk.com/robot/send?access_token=TOPSECRET")
    ended = phasegate("doctor", "--json")
    found = next(one for one in ended.document["checks"] if one["check"] == "channels")
    assert (found["grade"], "room" in found["found"]["en"]) == ("fail", True)
    assert "TOPSECRET" not in ended.out


def test_a_channels_file_that_is_not_there_is_found(
    phasegate: Phasegate, variables: pytest.MonkeyPatch
) -> None:
    """The sentence names it."""
    variables.setenv("PHASEGATE_CHANNELS", "/nope.yaml")
    assert "/nope.yaml" in check(phasegate, "channels")["found"]["zh"]


def test_channels_are_tried_where_it_is_asked_for(
    phasegate: Phasegate, variables: pytest.MonkeyPatch
) -> None:
    """Each is a line; what does not work is a failure with its reason."""
    planned(variables, ROBOT + "  - {key: other, kind: wecom, webhook: {env: OTHER_WEBHOOK}}\n")
    with robot(Service.DINGTALK) as room:
        variables.setenv("ROOM_WEBHOOK", room.url)
        room_found = check(phasegate, "channel room", "--channels", "--to", "sue")
        other = check(phasegate, "channel other", "--channels", "--to", "sue")
    assert (room_found["grade"], len(room.taken)) == ("ok", 2)
    assert (other["grade"], "OTHER_WEBHOOK" in other["found"]["en"]) == ("fail", True)


def test_nothing_is_sent_unless_it_is_asked_for(phasegate: Phasegate, variables: pytest.MonkeyPatch) -> None:
    """Looking bothers nobody."""
    planned(variables, ROBOT)
    with robot(Service.DINGTALK) as room:
        variables.setenv("ROOM_WEBHOOK", room.url)
        phasegate("doctor")
    assert room.taken == []


@pytest.mark.parametrize(
    ("text", "words", "grade"), [(ROBOT, ("--to", "nobody"), "fail"), ("", ("--to", "sue"), "warn")]
)
def test_a_test_that_cannot_be_made_says_why(
    phasegate: Phasegate,
    variables: pytest.MonkeyPatch,
    *,
    text: str,
    words: tuple[str, ...],
    grade: str,
) -> None:
    """Nobody of that name, or no channel."""
    if text:
        planned(variables, text)
    found = check(phasegate, "channel", "--channels", *words)
    assert (found["grade"], found["fix"] is None) == (grade, False)


@pytest.mark.parametrize(
    ("url", "said"),
    [("http://gates.example.com", "not encrypted"), ("http://127.0.0.1:9", "does not answer")],
)
def test_an_address_of_the_page_that_does_not_work_is_found(
    phasegate: Phasegate, variables: pytest.MonkeyPatch, url: str, said: str
) -> None:
    """In the clear, or silent."""
    variables.setenv("PHASEGATE_PORTAL_URL", url)
    found = check(phasegate, "portal")
    assert (found["grade"], said in found["found"]["en"], bool(found["fix"])) == ("warn", True, True)


def test_a_page_that_answers_is_in_order(
    phasegate: Phasegate, variables: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It was asked."""
    with house(tmp_path) as served:
        variables.setenv("PHASEGATE_PORTAL_URL", served.base)
        assert check(phasegate, "portal")["grade"] == "ok"


@pytest.mark.parametrize(
    ("content", "mode", "grade"),
    [("ab" * 32, 0o600, "warn"), ("ab" * 32, 0o644, "warn"), ("junk", 0o600, "fail"), ("", 0o600, "fail")],
)
def test_the_key_of_the_page_is_looked_at(
    phasegate: Phasegate, variables: pytest.MonkeyPatch, content: str, *, mode: int, grade: str
) -> None:
    """Whole, and for its owner alone; the address is silent here in any case."""
    variables.setenv("PHASEGATE_PORTAL_URL", "http://127.0.0.1:9")
    key = Path(os.environ["PHASEGATE_HOME"]) / "portal.key"
    key.write_text(content)
    key.chmod(mode)
    found = check(phasegate, "portal")
    assert found["grade"] == grade
    assert ("chmod 600" in (found["fix"]["en"])) is (mode == 0o644)


@pytest.mark.parametrize(
    ("tokens", "said"),
    [
        ({"BOT_TOKEN": "xoxb-1"}, "neither app token nor signing secret"),
        ({"BOT_TOKEN": "xoxb-1", "APP_TOKEN": "xapp-1", "API_URL": "http://127.0.0.1:9/"}, ""),
    ],
)
def test_tokens_of_slack_that_do_not_work_are_found(
    phasegate: Phasegate, variables: pytest.MonkeyPatch, tokens: dict[str, str], said: str
) -> None:
    """Half of them, or a Slack that cannot be reached."""
    for name, value in tokens.items():
        variables.setenv(f"PHASEGATE_SLACK_{name}", value)
    found = check(phasegate, "slack")
    assert (found["grade"], said in found["found"]["en"], bool(found["fix"])) == ("fail", True, True)
    assert "xoxb-1" not in str(found)
