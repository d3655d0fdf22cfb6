"""The playbook library: found by name, the company's own first, and nothing outside its folders."""

from pathlib import Path

import pytest

from playbooks.model.errors import InputError, NotFoundError
from tasks.adapters.playbook_library import SHIPPED, PlaybookLibrary, read_playbook


def test_the_shipped_playbooks_are_there() -> None:
    """Under their names, sorted."""
    names = PlaybookLibrary().names()
    assert {"crm", "erp"} <= set(names)
    assert names == tuple(sorted(names))


@pytest.mark.parametrize("name", PlaybookLibrary().names())
def test_a_playbook_bears_the_name_of_its_file(name: str) -> None:
    """So that what is named is what is started."""
    assert PlaybookLibrary().load(name).name == name


def test_the_companys_own_goes_first(tmp_path: Path) -> None:
    """A file of the same name replaces the shipped one; others stay."""
    own = (SHIPPED / "crm.yaml").read_text(encoding="utf-8").replace("CRM", "CRM+")
    (tmp_path / "crm.yaml").write_text(own, encoding="utf-8")
    library = PlaybookLibrary((tmp_path, SHIPPED))
    assert "CRM+" in library.load("crm").title.en
    assert library.names() == PlaybookLibrary().names()


@pytest.mark.parametrize(
    "name", ["", "x", "../config/prefect", "crm.yaml", "/etc/passwd", "*", "crm\0", "C" * 5000]
)
def test_an_unknown_name_lists_the_known(name: str) -> None:
    """No name leads out of the folders."""
    with pytest.raises(NotFoundError, match=r"there are: .*crm"):
        PlaybookLibrary().load(name)


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    """A company without playbooks of its own needs no folder."""
    assert PlaybookLibrary((tmp_path / "none", SHIPPED)).names() == PlaybookLibrary().names()


@pytest.mark.parametrize("content", [b"", b"name: crm\n", b"\xff\xfe", b"{", b"- 1\n"])
def test_a_wrong_playbook_names_file_and_line(tmp_path: Path, content: bytes) -> None:
    """Empty, half, of another encoding, torn, or a list."""
    (tmp_path / "bad.yaml").write_bytes(content)
    with pytest.raises(InputError, match=r"bad\.yaml:\d+"):
        PlaybookLibrary((tmp_path,)).load("bad")


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    """A folder cannot be read; where there is nothing at all, nothing was found."""
    with pytest.raises(InputError, match=r"cannot be read .* name a YAML file"):
        read_playbook(tmp_path)
    with pytest.raises(NotFoundError, match=r"no file .*none\.yaml"):
        read_playbook(tmp_path / "none.yaml")
