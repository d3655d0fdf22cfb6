"""Every file is named by a noun of the domain, and no name hides a module of Python or of the project."""

import sys
from pathlib import PurePosixPath

import pytest

from tests.architecture.measures import PACKAGES, place, python_files

VAGUE = {"util", "helper", "common", "base", "manager", "service", "misc", "lib"}
SIBLINGS = {*PACKAGES, "tests"}


def is_vague(name: str) -> bool:
    """Tell whether a file or folder name says nothing about its content."""
    return any(
        word.removesuffix("s") in VAGUE
        for part in PurePosixPath(name).with_suffix("").parts
        for word in part.split("_")
    )


def hides_a_module(name: str) -> bool:
    """Tell whether a file of flows or tasks would be found instead of a module that is meant.

    Run by its path, a file puts its own folder first on the search path.
    """
    path = PurePosixPath(name)
    searched = path.parts[0] in {"flows", "tasks"} and path.stem != "__init__"
    return searched and path.stem in sys.stdlib_module_names | SIBLINGS


def test_every_name_says_what_is_inside() -> None:
    """No drawer for odds and ends."""
    assert [name for path in python_files(*PACKAGES, "tests") if is_vague(name := place(path))] == []


def test_no_name_hides_another_module() -> None:
    """A file called calendar.py would be imported by Python's own libraries."""
    assert [name for path in python_files("flows", "tasks") if hides_a_module(name := place(path))] == []


@pytest.mark.parametrize(
    ("name", "vague"),
    [
        ("tasks/utils.py", True),
        ("tasks/adapters/store_helpers.py", True),
        ("flows/base.py", True),
        ("playbooks/common/gate.py", True),
        ("playbooks/model/baseline.py", False),
        ("tasks/adapters/store/database.py", False),
    ],
)
def test_a_vague_name_is_seen(name: str, *, vague: bool) -> None:
    """Whole words are looked at, in files and in folders."""
    assert is_vague(name) is vague


@pytest.mark.parametrize(
    ("name", "hides"),
    [
        ("flows/calendar.py", True),
        ("tasks/adapters/store/queue.py", True),
        ("tasks/config.py", True),
        ("tasks/__init__.py", False),
        ("flows/design.py", False),
        ("playbooks/model/calendar.py", False),
    ],
)
def test_a_hiding_name_is_seen(name: str, *, hides: bool) -> None:
    """Names of Python's modules and of the sibling packages are taken."""
    assert hides_a_module(name) is hides
