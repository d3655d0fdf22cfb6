"""Every module says what it is for and every test says what it shows."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.measures import PACKAGES, functions, place, python_files


def silent(source: str) -> Iterator[str]:
    """Yield what lacks a docstring: the module itself, or a test in it."""
    tree = ast.parse(source)
    if not ast.get_docstring(tree):
        yield "the module"
    tests = (function for function in functions(tree) if function.name.startswith("test_"))
    yield from (test.name for test in tests if not ast.get_docstring(test))


def test_everything_says_what_it_is_for() -> None:
    """No module and no test without a sentence."""
    files = python_files(*PACKAGES, "tests")
    assert [(place(path), name) for path in files for name in silent(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("", ["the module"]),
        ("x = 1\n'too late'", ["the module"]),
        ("'''Module.'''\ndef test_one(): pass", ["test_one"]),
        ("'''Module.'''\nclass A:\n async def test_two(self): pass", ["test_two"]),
        ("'''Module.'''\ndef test_one():\n '''One.'''\ndef other(): pass", []),
    ],
)
def test_a_missing_docstring_is_seen(source: str, names: list[str]) -> None:
    """Empty modules and tests inside classes are no exceptions."""
    assert list(silent(source)) == names
