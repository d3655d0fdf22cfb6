"""The doctor names what is wrong and how to mend it, one line for each part."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Phasegate


def grades(phasegate: Phasegate) -> dict[str, str]:
    """Return how each part is found."""
    checks = phasegate("doctor", "--json").document["checks"]
    return {check["check"]: check["grade"] for check in checks}


def test_a_sound_installation_is_found_sound(phasegate: Phasegate, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Prefect it is a warning: people can still look and decide."""
    monkeypatch.delenv("PHASEGATE_PREFECT_API_URL")
    found = grades(phasegate)
    assert {part for part, grade in found.items() if grade != "ok"} == {"prefect"}
    assert phasegate("doctor").code == 0


@pytest.mark.parametrize(
    ("setting", "part", "grade"),
    [
        ("PHASEGATE_LANGUAGE=fr", "settings", "fail"),
        ("PHASEGATE_HOME=/proc/none", "home", "fail"),
        ("PHASEGATE_HOME=/proc/none", "store", "warn"),
        ("PHASEGATE_LEDGER_ORIGIN=elsewhere", "store", "fail"),
        ("PHASEGATE_ORGANISATION=/nope.yaml", "organisation", "fail"),
        ("PHASEGATE_SOURCES=/nope.yaml", "sources", "fail"),
        ("PHASEGATE_PREFECT_API_URL=http://127.0.0.1:9/api", "prefect", "fail"),
    ],
)
def test_what_is_wrong_is_found(
    phasegate: Phasegate, monkeypatch: pytest.MonkeyPatch, setting: str, *, part: str, grade: str
) -> None:
    """A wrong setting is found where it takes effect."""
    monkeypatch.setenv(*setting.split("=", 1))
    assert grades(phasegate)[part] == grade


@pytest.mark.parametrize(("minutes", "grade"), [(-4, "ok"), (-10, "fail"), (60, "ok")])
def test_a_clock_behind_the_ledger_is_found(
    phasegate: Phasegate, monkeypatch: pytest.MonkeyPatch, minutes: int, *, grade: str
) -> None:
    """A clock that was set back, or had jumped ahead before; one that runs on is in order."""
    present = datetime.now(UTC) + timedelta(minutes=minutes)
    phasegate("issue", "raise", "small-1", "slow", "--severity", "2", "--as", "ian")
    monkeypatch.setattr("flows.entrypoints.cli.examination.present", lambda: present)
    assert grades(phasegate)["clock"] == grade


def test_a_file_that_is_no_store_is_found(
    phasegate: Phasegate, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program's file is named and left alone."""
    monkeypatch.setenv("PHASEGATE_DATABASE_URL", f"sqlite:///{home / 'playbooks' / 'small.yaml'}")
    assert grades(phasegate)["store"] == "fail"


def test_a_faulty_playbook_is_found(phasegate: Phasegate, home: Path) -> None:
    """The company's own playbooks are read too."""
    (home / "playbooks" / "bad.yaml").write_text("name: bad\n")
    assert grades(phasegate)["playbooks"] == "fail"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("PHASEGATE_ORGANIZATION", "PHASEGATE_ORGANIZATION (PHASEGATE_ORGANISATION?)"),
        ("PHASEGATE_STORE", "PHASEGATE_STORE (PHASEGATE_SOURCES?)"),
        ("PHASEGATE_XYZ", "ignored: PHASEGATE_XYZ"),
    ],
)
def test_a_variable_that_is_no_setting_is_found(
    phasegate: Phasegate, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    """With the nearest that there is; it is a warning, as nothing is wrong yet."""
    monkeypatch.setenv(name, "foo")
    ended = phasegate("doctor", "--json")
    found = ended.document["checks"][0]
    assert (found["check"], found["grade"], said in found["found"]["en"]) == ("settings", "warn", True)
    assert name in found["found"]["zh"]


def test_what_the_installation_names_itself_is_no_slip(
    phasegate: Phasegate, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A secret of the channels file may be called like a setting; the tests have variables of their own."""
    monkeypatch.setenv("PHASEGATE_TEST_POSTGRESQL_URL", "x")
    monkeypatch.setenv("PHASEGATE_MAIL_PASSWORD", "secret")
    assert "PHASEGATE_MAIL_PASSWORD" in str(phasegate("doctor", "--json").document["checks"][0])
    mail = (
        "{host: h, port: 587, sender: a@b.example, user: {env: U}, password: {env: PHASEGATE_MAIL_PASSWORD}}"
    )
    (home / "channels.yaml").write_text(f"email: {mail}\n")
    monkeypatch.setenv("PHASEGATE_CHANNELS", str(home / "channels.yaml"))
    assert grades(phasegate)["settings"] == "ok"


def test_a_slip_in_the_homes_own_settings_is_found(phasegate: Phasegate, home: Path) -> None:
    """They are read like the environment."""
    (home / "settings.env").write_text("PHASEGATE_LANGUGE=zh\n")
    assert "PHASEGATE_LANGUAGE?" in str(phasegate("doctor", "--json").document["checks"][0])


def test_a_source_of_nobody_is_found(
    phasegate: Phasegate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the file, the source, the name and the likely one."""
    file = tmp_path / "sources.yaml"
    source = "{kind: series, evidence: kpi, metric: m, file: kpi.csv, performed_by: [anne]}"
    file.write_text(f"sources: {{small: [{source}]}}\n")
    monkeypatch.setenv("PHASEGATE_SOURCES", str(file))
    checks = phasegate("doctor", "--json").document["checks"]
    (found,) = [check for check in checks if check["check"] == "sources"]
    assert (found["grade"], "did you mean: ann" in found["found"]["en"]) == ("fail", True)
    assert f"{file}: performed_by of 'kpi' (small) names 'anne'" in found["found"]["en"]
    assert "组织文件中没有" in found["found"]["zh"]


def test_a_key_others_can_read_is_found(phasegate: Phasegate, home: Path) -> None:
    """The fix is a command to copy."""
    (home / "ledger.key").chmod(0o644)
    assert f"chmod 600 {home / 'ledger.key'}" in " ".join(phasegate("doctor").out.split())


def test_every_trouble_comes_with_its_fix(phasegate: Phasegate, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is left with a diagnosis alone."""
    monkeypatch.setenv("PHASEGATE_ORGANISATION", "/nope.yaml")
    ended = phasegate("doctor", "--json")
    unwell = [check for check in ended.document["checks"] if check["grade"] != "ok"]
    assert (ended.code, ended.document["healthy"]) == (1, False)
    assert all(check["fix"] for check in unwell)


TROUBLE = {"zh": "账本被改写", "en": "The ledger was rewritten"}


@pytest.mark.parametrize(
    ("days", "trouble", "told"),
    [
        (0, None, ("ok", "entries: 7")),
        (3, None, ("warn", "phasegate up")),
        (0, TROUBLE, ("fail", "The ledger was rewritten")),
    ],
)
def test_what_the_sweep_found_by_night_is_told(
    phasegate: Phasegate, home: Path, days: int, trouble: dict[str, str] | None, told: tuple[str, str]
) -> None:
    """That it holds, that nobody has looked for days, and what was wrong."""
    look = {"at": str(datetime.now(UTC) - timedelta(days=days)), "size": 7, "trouble": trouble}
    (home / "nightly-look.json").write_text(json.dumps(look), encoding="utf-8")
    checks = phasegate("doctor", "--json").document["checks"]
    (found,) = [check for check in checks if check["check"] == "night"]
    assert (found["grade"], told[1] in str(found)) == (told[0], True)
