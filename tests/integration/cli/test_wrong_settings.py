"""A setting that is wrong ends every command in one sentence, in the reader's language, also for scripts."""

from pathlib import Path

import pytest

from tests.integration.cli.conftest import Phasegate

WRONG = [
    ("PHASEGATE_PORTAL_URL", "foo"),
    ("PHASEGATE_LANGUAGE", "fr"),
    ("PHASEGATE_PREFECT_API_URL", "ftp://x"),
    ("PHASEGATE_DATABASE_URL", "mysql://x"),
    ("PHASEGATE_HOME", "~nobody-of-this-name/home"),
]


@pytest.mark.parametrize(("variable", "value"), WRONG)
def test_a_wrong_setting_is_one_sentence(
    phasegate: Phasegate, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    """No option says in which language to fail, and the settings that would are wrong themselves."""
    monkeypatch.setenv(variable, value)
    ended = phasegate("status", "--json")
    assert (ended.code, ended.document["error"]["exit"]) == (2, 2)
    assert ended.err.startswith(variable)
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "reason"), [(b"\xff\xfe\x00", "it is not UTF-8 text"), (None, "Is a directory")]
)
def test_settings_of_the_home_that_cannot_be_read_are_told(
    phasegate: Phasegate, home: Path, content: bytes | None, reason: str
) -> None:
    """The file is named once, and why."""
    file = home / "settings.env"
    file.mkdir() if content is None else file.write_bytes(content)
    ended = phasegate("status", "--json")
    assert (ended.code, ended.document["error"]["kind"]) == (2, "usage")
    assert ended.err == f"{file} cannot be read ({reason}); mend or remove it.\n"


def test_a_wrong_setting_is_told_in_the_language_of_the_others(
    phasegate: Phasegate, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The home says Chinese, and that counts although another of its lines is wrong."""
    monkeypatch.delenv("PHASEGATE_LANGUAGE")
    (home / "settings.env").write_text("PHASEGATE_LANGUAGE=zh\nPHASEGATE_PORTAL_URL=foo\n")
    assert "应为" in phasegate("status").err
