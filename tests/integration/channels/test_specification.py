"""The channels file: strict, secrets only by name, and wrong ones refused with line and fix."""

from pathlib import Path

import pytest

import config.example
from playbooks.model.errors import InputError
from tasks.adapters.channels.secret import SecretReference
from tasks.adapters.channels.specification import Channels, read_channels

ROBOT = "robots:\n  - key: room\n    kind: dingtalk\n    webhook: {env: WEBHOOK}\n"
MAIL = "email:\n  host: mail.example.com\n  sender: gates@example.com\n"


def read(folder: Path, text: str) -> Channels:
    """Read a channels file of this text."""
    file = folder / "channels.yaml"
    file.write_text(text, encoding="utf-8")
    return read_channels(file)


def test_the_example_is_valid() -> None:
    """It shows every kind of entry."""
    found = read_channels(Path(config.example.__file__).parent / "channels.yaml")
    assert [robot.kind.value for robot in found.robots] == ["dingtalk", "wecom", "feishu"]
    assert found.email is not None


def test_little_is_needed(tmp_path: Path) -> None:
    """A robot or a mail server, and sensible values for the rest."""
    found = read(tmp_path, ROBOT + MAIL)
    assert found.order == ("slack", "dingtalk", "feishu", "lark", "wecom", "email")
    assert found.email is not None
    assert (found.email.port, found.email.security) == (587, "starttls")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ROBOT.replace("{env: WEBHOOK}", "https://oapi.dingtalk.com/robot/send?access_token=x"), "webhook"),
        (ROBOT.replace("WEBHOOK", "not a name"), "env"),
        (ROBOT.replace("dingtalk", "icq"), "kind"),
        (ROBOT + "    person: wang_fang\n    roles: [pmo]\n", "neither `roles` nor `departments`"),
        (ROBOT.replace("dingtalk", "wecom") + "    secret: {env: S}\n", "sign nothing"),
        (ROBOT.replace("key: room", "key: email"), "as a kind"),
        (ROBOT + ROBOT.removeprefix("robots:\n"), "used twice"),
        (ROBOT + "order: [room, pigeon]\n", "pigeon"),
        (ROBOT + "people: {wang_fang: [pigeon]}\n", "pigeon"),
        (MAIL + "  user: {env: U}\n", "belong together"),
        (MAIL + "  security: none\n  user: {env: U}\n  password: {env: P}\n", "in the clear"),
        (MAIL + "  port: 0\n", "port"),
        (MAIL.replace("gates@example.com", "gates"), "sender"),
        ("working_hours: {from: '19:00', to: '08:00'}\n", "not after"),
        ("robots: []\nextra: 1\n", "extra"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, words: str) -> None:
    """With the file in front."""
    with pytest.raises(InputError, match=r"channels\.yaml") as refused:
        read(tmp_path, text)
    assert words in str(refused.value)


def test_a_missing_file_names_the_variable(tmp_path: Path) -> None:
    """The sentence says what to set."""
    with pytest.raises(InputError, match="PHASEGATE_CHANNELS"):
        read_channels(tmp_path / "none.yaml")


@pytest.mark.parametrize(("environment", "value"), [({"W": " x "}, "x"), ({}, "")])
def test_secrets_come_from_the_environment(environment: dict[str, str], value: str) -> None:
    """A blank around a secret was never part of it; printed, a secret is its name."""
    secret = SecretReference(env="W").found(environment)
    assert (secret.value, repr(secret)) == (value, "Secret(name='W')")
