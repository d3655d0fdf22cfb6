"""The settings: defaults, the environment, and one sentence for each wrong value."""

from pathlib import Path

import pytest

from config.settings import ADDRESS_FILE, Settings, reader_language
from playbooks.model.errors import InputError
from playbooks.model.text import Language


def test_everything_has_a_default() -> None:
    """An empty environment is enough to start."""
    settings = Settings.from_environment({})
    assert settings.home == Path(".phasegate").absolute()
    assert settings.evidence_limit_bytes == 20 * 1024 * 1024


def test_the_files_of_a_rollout_lie_at_home(tmp_path: Path) -> None:
    """The database, the key and the outbox follow the home."""
    settings = Settings.from_environment({"PHASEGATE_HOME": str(tmp_path)})
    assert settings.store_url == f"sqlite:///{tmp_path}/phasegate.db"
    assert {settings.ledger_key, settings.outbox_file} == {tmp_path / "ledger.key", tmp_path / "outbox.jsonl"}


def test_a_named_database_is_the_store() -> None:
    """PostgreSQL is one setting."""
    url = "postgresql+psycopg://pmo:secret@db/phasegate"
    assert Settings.from_environment({"PHASEGATE_DATABASE_URL": url}).store_url == url


def test_a_relative_path_does_not_depend_on_later_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path is settled when it is read, and a leading tilde is the user's home."""
    monkeypatch.chdir(tmp_path)
    settings = Settings.from_environment({"PHASEGATE_HOME": "here", "PHASEGATE_SOURCES": "~/sources.yaml"})
    assert settings.home == tmp_path / "here"
    assert settings.sources == Path.home() / "sources.yaml"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, Language.EN),
        ({"LANG": "zh_CN.UTF-8"}, Language.ZH),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, Language.EN),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "zh_TW"}, Language.ZH),
        ({"LANG": "zh_CN.UTF-8", "PHASEGATE_LANGUAGE": "en"}, Language.EN),
        ({"LANG": "", "PHASEGATE_LANGUAGE": "zh"}, Language.ZH),
    ],
)
def test_the_language_is_said_or_taken_from_the_locale(
    environment: dict[str, str], language: Language
) -> None:
    """The own variable wins over the locale, and LC_ALL over LANG."""
    assert Settings.from_environment(environment).language is language


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, None),
        ({"PREFECT_API_URL": "http://one/api"}, "http://one/api"),
        (
            {"PREFECT_API_URL": "http://one/api", "PHASEGATE_PREFECT_API_URL": "http://two/api"},
            "http://two/api",
        ),
    ],
)
def test_prefect_is_found_by_its_own_variable_too(
    tmp_path: Path, environment: dict[str, str], address: str | None
) -> None:
    """The own variable wins over Prefect's."""
    environment = {"PHASEGATE_HOME": str(tmp_path), **environment}
    assert Settings.from_environment(environment).prefect_api_url == address


@pytest.mark.parametrize(
    ("variable", "address"), [("", "http://home/api"), ("http://one/api", "http://one/api")]
)
def test_prefect_is_found_where_the_server_at_home_has_said(
    tmp_path: Path, variable: str, address: str
) -> None:
    """Whoever opens a second terminal has nothing to set; what is set goes before it."""
    (tmp_path / ADDRESS_FILE).write_text("http://home/api\n")
    environment = {"PHASEGATE_HOME": str(tmp_path), "PREFECT_API_URL": variable}
    assert Settings.from_environment(environment).prefect_api_url == address


@pytest.mark.parametrize("blank", ["", "   "])
def test_an_empty_variable_counts_as_unset(blank: str) -> None:
    """Compose files hand over empty variables for what nobody set."""
    assert (
        Settings.from_environment({"PHASEGATE_CLOCK": blank, "PHASEGATE_LEDGER_ORIGIN": blank}).clock is None
    )


@pytest.mark.parametrize(
    ("variable", "value", "fix"),
    [
        ("PHASEGATE_DATABASE_URL", "mysql://h/x", "sqlite:///FILE or postgresql+psycopg://"),
        ("PHASEGATE_DATABASE_URL", "sqlite://", "sqlite:///FILE or postgresql+psycopg://"),
        ("PHASEGATE_LANGUAGE", "fr", "zh or en"),
        ("PHASEGATE_LEDGER_ORIGIN", "a b", "a name without blanks"),
        ("PHASEGATE_LEDGER_ORIGIN", "a+b", "a name without blanks"),
        ("PHASEGATE_PREFECT_API_URL", "localhost:4200", "http://127.0.0.1:4200/api"),
        ("PREFECT_API_URL", "localhost:4200", "http://127.0.0.1:4200/api"),
        ("PHASEGATE_EVIDENCE_LIMIT_BYTES", "20MB", "a whole number of bytes"),
        ("PHASEGATE_EVIDENCE_LIMIT_BYTES", "0", "a whole number of bytes"),
        ("PHASEGATE_CONSOLE_CHANNEL", "perhaps", "true or false"),
        ("PHASEGATE_PORTAL_URL", "gates.example.com", "the public address of the decision page"),
        ("PHASEGATE_PORTAL_URL", "https://user:secret@gates.example.com", "the public address"),
        ("PHASEGATE_PORTAL_URL", "https://gates.example.com/?x=1", "the public address"),
    ],
)
def test_a_wrong_value_is_one_sentence(variable: str, value: str, fix: str) -> None:
    """The sentence begins with the variable and says what to set."""
    with pytest.raises(InputError) as refused:
        Settings.from_environment({variable: value})
    assert str(refused.value).startswith(f"{variable} is ")
    assert f"set it to {fix}" in str(refused.value).replace("the address of Prefect's API, like ", "")


def test_a_password_is_never_repeated() -> None:
    """Neither a refusal nor a printed settings object shows the database's password."""
    with pytest.raises(InputError) as refused:
        Settings.from_environment({"PHASEGATE_DATABASE_URL": "mysql://root:hunter2@h/x"})
    shown = repr(
        Settings.from_environment({"PHASEGATE_DATABASE_URL": "postgresql+psycopg://root:hunter2@h/x"})
    )
    assert "hunter2" not in str(refused.value) + shown


def test_a_child_process_reads_the_same_settings(tmp_path: Path) -> None:
    """What is handed to a child process comes out as it went in."""
    given = {"PHASEGATE_HOME": str(tmp_path), "PHASEGATE_LANGUAGE": "zh", "PHASEGATE_CONSOLE_CHANNEL": "no"}
    settings = Settings.from_environment(given)
    assert Settings.from_environment(settings.to_environment()) == settings


def test_settings_cannot_change() -> None:
    """A setting that changes while the product runs would make two truths."""
    with pytest.raises(ValueError, match="frozen"):
        Settings.from_environment({}).console_channel = False  # type: ignore[misc]


def test_a_home_keeps_settings_of_its_own(tmp_path: Path) -> None:
    """What was kept at home is found by the next command that uses this home."""
    environment = {
        "PHASEGATE_HOME": str(tmp_path),
        "PHASEGATE_LANGUAGE": "zh",
        "PHASEGATE_CLOCK": str(tmp_path / "c.json"),
    }
    Settings.from_environment(environment).keep_at_home()
    found = Settings.from_environment({"PHASEGATE_HOME": str(tmp_path)})
    assert (found.language, found.clock) == ("zh", tmp_path / "c.json")


def test_the_environment_goes_before_the_home(tmp_path: Path) -> None:
    """A variable that is set wins over the one kept at home."""
    (tmp_path / "settings.env").write_text("PHASEGATE_LANGUAGE=zh\n")
    found = Settings.from_environment({"PHASEGATE_HOME": str(tmp_path), "PHASEGATE_LANGUAGE": "en"})
    assert found.language == "en"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"PHASEGATE_LANGUAGE": "fr", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({"PHASEGATE_LANGUAGE": "zh", "PHASEGATE_PORTAL_URL": "foo"}, "zh"),
        ({"PHASEGATE_HOME": "~nobody-of-this-name", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({}, "en"),
    ],
)
def test_a_wrong_setting_does_not_hide_the_language(environment: dict[str, str], language: str) -> None:
    """What is wrong has to be told in some language, and the reader's is still known."""
    assert reader_language(environment) == language
