"""Every case of the list that is promised here has a test that is named after its number."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PEOPLE, PAGE = (*range(23, 47), *range(53, 58)), range(47, 53)
_FILE = re.compile(r"test_[a-z_]+?((?:_\d+)+)\.py")
_TEST = re.compile(r"^(?:async )?def test_case_(\d+)_", re.MULTILINE)


def named() -> dict[int, int]:
    """Return how many tests, or files of tests, are named after each number."""
    found: dict[int, int] = {}
    for path in HERE.rglob("test_*.py"):
        in_name = _FILE.fullmatch(path.name)
        numbers = re.findall(r"\d+", in_name[1]) if in_name else []
        for number in map(int, [*numbers, *_TEST.findall(path.read_text(encoding="utf-8"))]):
            found[number] = found.get(number, 0) + 1
    return found


@pytest.mark.parametrize("number", [*PEOPLE, *PAGE])
def test_a_case_has_a_test_of_its_number(number: int) -> None:
    """Who decides, Slack, and the decision page."""
    assert named().get(number, 0) >= 1
