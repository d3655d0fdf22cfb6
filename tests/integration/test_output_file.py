"""A file named for an output: whole or not there, and in the place of nothing that must stay."""

import os
from pathlib import Path

import pytest

from playbooks.model.errors import InputError, OutsideError
from tasks.adapters.output_file import require_place, write_bytes, written_whole
from tests.simulators.full_disk import no_file_grows_beyond


def write(file: Path, *, fresh: bool = False) -> None:
    """Write one line."""
    with written_whole(file, fresh=fresh) as stream:
        stream.write("new\n")


def test_an_earlier_file_is_replaced_whole(tmp_path: Path) -> None:
    """And the draft is gone."""
    (tmp_path / "out").write_text("old, and longer\n")
    write(tmp_path / "out")
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("out", "new\n")]


def test_a_fresh_file_replaces_none(tmp_path: Path) -> None:
    """What is there stays as it is, and no draft beside it."""
    (tmp_path / "out").write_text("old\n")
    with pytest.raises(FileExistsError):
        write(tmp_path / "out", fresh=True)
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("out", "old\n")]


@pytest.mark.parametrize("fresh", [True, False])
def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, *, fresh: bool) -> None:
    """So that the same call works once there is room."""
    with no_file_grows_beyond(0), pytest.raises(OutsideError, match="cannot be written"):
        write(tmp_path / "out", fresh=fresh)
    assert list(tmp_path.iterdir()) == []
    write(tmp_path / "out", fresh=fresh)


def test_a_full_disk_keeps_the_earlier_file(tmp_path: Path) -> None:
    """It is not cut before the new one is whole."""
    (tmp_path / "out").write_text("old\n")
    with no_file_grows_beyond(0), pytest.raises(OutsideError):
        write(tmp_path / "out")
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("out", "old\n")]


@pytest.mark.parametrize("place", ["folder", "pipe", "link", "dangling", "/dev/full", "/dev/stdout"])
def test_what_is_no_file_keeps_its_place(tmp_path: Path, place: str) -> None:
    """A link, too: who replaces /dev/stdout takes it from everybody."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "dangling").symlink_to("nothing")
    before = (tmp_path / place).lstat().st_ino
    with pytest.raises(InputError, match="a folder, a device or a link"):
        write(tmp_path / place)
    assert (tmp_path / place).lstat().st_ino == before


@pytest.mark.parametrize("name", ["plan", "./plan", "folder/../plan", "other_name"])
def test_what_is_read_is_not_written(tmp_path: Path, name: str) -> None:
    """Whatever path leads to it."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "plan").touch()
    (tmp_path / "other_name").hardlink_to(tmp_path / "plan")
    with pytest.raises(InputError, match="is read by this command"):
        require_place(tmp_path / name, reads=(tmp_path / "gone", tmp_path / "plan"))


@pytest.mark.parametrize(
    "name", ["key", "folder/../key", "other_name", "not_yet", "folder/out", "way_in/out"]
)
def test_what_the_product_keeps_is_not_written(tmp_path: Path, name: str) -> None:
    """Whatever path leads to it, what is not there yet and what lies in a folder of its own included."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "way_in").symlink_to("folder")
    (tmp_path / "key").touch()
    (tmp_path / "other_name").hardlink_to(tmp_path / "key")
    own = [tmp_path / one for one in ("key", "not_yet", "folder")]
    with pytest.raises(InputError, match="belongs to Phasegate itself"):
        require_place(tmp_path / name, own=own)


@pytest.mark.parametrize("name", ["file/out", "none/out", "x" * 300])
def test_a_place_that_cannot_be_is_told(tmp_path: Path, name: str) -> None:
    """A file where a folder should be, no folder at all, a name that is too long."""
    (tmp_path / "file").touch()
    with pytest.raises(OutsideError, match=r"takes no file|cannot be written"):
        write(tmp_path / name)


def test_a_long_name_has_room_for_its_draft(tmp_path: Path) -> None:
    """The draft's own name is cut."""
    write(tmp_path / ("x" * 255))
    write(tmp_path / ("表" * 85))
    assert len(list(tmp_path.iterdir())) == 2


def test_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    """No sign of them is taken for a line's end or a letter."""
    content = bytes(range(256)) + b"\r\n\n"
    write_bytes(tmp_path / "out", content)
    assert (tmp_path / "out").read_bytes() == content
