"""A draft takes its place when it is whole, and leaves nothing behind when it does not."""

from pathlib import Path

import pytest

from tasks.adapters.draft import drafted
from tests.simulators.full_disk import no_file_grows_beyond


@pytest.mark.parametrize("flushed", [True, False])
def test_the_place_is_taken_at_the_end(tmp_path: Path, *, flushed: bool) -> None:
    """Until then the earlier file stands there, whole."""
    file = tmp_path / "note"
    file.write_text("old\n")
    with drafted(file, flushed=flushed) as stream:
        stream.write("new\n")
        assert file.read_text() == "old\n"
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("note", "new\n")]


@pytest.mark.parametrize("flushed", [True, False])
def test_a_full_disk_is_told_as_the_system_tells_it(tmp_path: Path, *, flushed: bool) -> None:
    """And the earlier file is all that there is."""
    file = tmp_path / "note"
    file.write_text("old\n")
    with (
        no_file_grows_beyond(0),
        pytest.raises(OSError, match="File too large"),
        drafted(  # the block is it
            file, flushed=flushed
        ) as stream,
    ):
        stream.write("new\n")
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("note", "old\n")]


def test_who_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    """Whatever the reason is."""
    with pytest.raises(KeyboardInterrupt), drafted(tmp_path / "note"):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_two_who_write_at_once_do_not_mix(tmp_path: Path) -> None:
    """Each has a draft of its own, and the last to end counts."""
    file = tmp_path / "note"
    with drafted(file) as first, drafted(file) as second:
        first.write("first")
        second.write("second")
    assert file.read_text() == "first"
