"""The organisation file: read whole or refused with the place, and made into the start of a rollout."""

from pathlib import Path

import pytest

import config.example
from playbooks.model.errors import InputError
from tasks.adapters.organisation import read_organisation

EXAMPLE = Path(config.example.__file__).parent / "organisation.yaml"

SOUND = """\
company:
  name: {zh: 某公司, en: A company}
  industry: {zh: 制造, en: Manufacturing}
  headcount: 100
  turnover: 1000000
departments:
  - {key: board, name: {zh: 总部, en: Board}}
people:
  - {key: lin, name: 林, name_en: Lin, title: {zh: 总, en: Head}, department: board,
     roles: [sponsor], deputy: wu}
  - {key: wu, name: 吴, name_en: Wu, title: {zh: 员, en: Staff}, department: board}
"""


def read(folder: Path, text: str) -> object:
    """Read an organisation file with this text."""
    file = folder / "organisation.yaml"
    file.write_text(text, encoding="utf-8")
    return read_organisation(file)


def test_the_example_is_sound() -> None:
    """People, roles and a calendar."""
    organisation = read_organisation(EXAMPLE)
    assert organisation.team.holders("sponsor")
    assert organisation.working_calendar.time_zone == "Asia/Shanghai"


def test_a_company_without_a_calendar_works_on_weekdays(tmp_path: Path) -> None:
    """In its own time zone."""
    organisation = read_organisation(EXAMPLE).model_copy(update={"calendar": None})
    assert organisation.working_calendar.holidays == frozenset()
    assert read(tmp_path, SOUND)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("key: wu,", "key: lin,", "people listed twice: lin"),
        ("deputy: wu", "deputy: nobody", "deputy 'nobody' of 'lin' is not among the people"),
        ("deputy: wu", "deputy: lin", "'lin' is named as their own deputy"),
        ("headcount: 100", "headcount: 100\n  time_zone: Mars/Base", "unknown time zone 'Mars/Base'"),
        ("name: 林,", 'name: "",', "name"),
        ("name_en: Lin", f"name_en: {'L' * 2001}", "name_en"),
        ("headcount: 100", "headcount: 0", "headcount"),
        ("company:", "companies:", "companies"),
        ("[sponsor]", "[The Sponsor]", "roles"),
        ("deputy: wu", "email: lin@company..com", r"'lin@company\.\.com' of 'lin' is no e-mail address"),
    ],
)
def test_a_wrong_file_is_refused_as_it_is_read(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Not first when a rollout starts; file and line are named."""
    assert SOUND.count(old) == 1
    with pytest.raises(InputError, match=rf"organisation\.yaml:\d+:.*{message}"):
        read(tmp_path, SOUND.replace(old, new))


def test_a_missing_file_names_the_setting(tmp_path: Path) -> None:
    """The way out is in the message."""
    with pytest.raises(InputError, match="set PHASEGATE_ORGANISATION"):
        read_organisation(tmp_path / "none.yaml")
