"""The figures of the house style hold over the product's code, and each measure catches a bad sample."""

from functools import cache
from pathlib import Path
from textwrap import dedent

import pytest

from tests.architecture.measures import PACKAGES, ROOT, Figures, measure, percentile, place, python_files

FILES = python_files(*PACKAGES)

# Somebody else decides how these are called: the command line, Prefect, SQLAlchemy, a base class, Python.
DOORS = {"command", "default", "flow", "task", "listens_for", "override"}
OWN_DUNDERS = {"__init__", "__call__"}


@cache
def functions() -> tuple[tuple[Path, Figures], ...]:
    """Measure every function of the product, when a test asks for the first time."""
    return tuple((path, found) for path in FILES for found in measure(path.read_text(encoding="utf-8")))


def is_door(figures: Figures) -> bool:
    """Tell whether the signature is not ours to choose."""
    dunder = figures.name.startswith("__") and figures.name not in OWN_DUNDERS
    return dunder or bool(DOORS & figures.decorators)


def offenders(figure: str, limit: int, *, doors: bool = True) -> str:
    """Say where a figure of a function is over its limit, one place a line."""
    return "\n".join(
        f"{place(path)}:{figures.line} {figures.name}: {figure} {getattr(figures, figure)}, at most {limit}"
        for path, figures in functions()
        if getattr(figures, figure) > limit and (doors or not is_door(figures))
    )


@pytest.mark.parametrize(("figure", "limit"), [("sloc", 60), ("nesting", 3)])
def test_no_function_is_over_the_hard_limit(figure: str, limit: int) -> None:
    """A function that is too long or too deep holds two ideas."""
    assert offenders(figure, limit) == ""


@pytest.mark.parametrize(("figure", "limit"), [("parameters", 5), ("positional", 3)])
def test_no_function_asks_for_too_much(figure: str, limit: int) -> None:
    """At most five parameters; three without a name are the most that read by themselves: decide(state, command, now)."""
    assert offenders(figure, limit, doors=False) == ""


@pytest.mark.parametrize(
    ("figure", "percent", "limit"),
    [("sloc", 50, 8), ("sloc", 95, 30), ("nesting", 95, 2), ("positional", 85, 2)],
)
def test_the_functions_together_are_small(figure: str, percent: int, limit: int) -> None:
    """The exceptions must stay exceptions."""
    assert percentile((getattr(figures, figure) for _, figures in functions()), percent) <= limit


def test_no_file_is_long() -> None:
    """A file of more than 400 lines is two files; half of them stay within 150."""
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {name: length for name, length in lengths.items() if length > 400} == {}
    assert percentile(lengths.values(), 50) <= 150


def test_the_whole_product_is_measured() -> None:
    """A measure over nothing would always hold."""
    assert {path.relative_to(ROOT).parts[0] for path in FILES} == set(PACKAGES)
    assert len(functions()) > 0


def only(source: str) -> Figures:
    """Measure a sample with one function, or the outermost of several."""
    return measure(dedent(source))[0]


def test_lines_of_code_leave_out_what_is_not_code() -> None:
    """Blank lines, comments, docstrings and decorators do not count; a long text does."""
    sample = '''
    @decorated
    def one(
        value: str,
    ) -> str:
        """A docstring

        of three lines."""

        # a comment
        return """a text
        of two lines"""
    '''
    assert only(sample).sloc == 5


def test_a_long_function_is_seen() -> None:
    """Sixty-one lines of code are sixty-one."""
    assert only("def long():\n" + "    call()\n" * 60).sloc == 61


@pytest.mark.parametrize(
    ("body", "depth"),
    [
        ("return [x for x in y if x]", 0),
        ("if a:\n  pass\n elif b:\n  pass\n elif c:\n  pass", 1),
        ("if a:\n  pass\n else:\n  call()\n  if b:\n   pass", 2),
        ("try:\n  call()\n except E:\n  if a:\n   pass", 2),
        ("match a:\n  case 1:\n   if b:\n    pass", 2),
        ("with a:\n  for b in c:\n   while d:\n    if e:\n     pass", 4),
        ("def inner():\n  if a:\n   pass", 0),
    ],
)
def test_nesting_is_counted_as_people_read_it(body: str, depth: int) -> None:
    """Control statements inside each other are depth; alternatives side by side are not."""
    assert measure(f"def sample():\n {body}\n")[0].nesting == depth


def test_a_method_deep_in_classes_is_not_nested() -> None:
    """Class bodies do not count."""
    assert only("class A:\n class B:\n  def one(self):\n   if a:\n    pass").nesting == 1


@pytest.mark.parametrize(
    ("source", "counts"),
    [
        ("def one(a, b, c): ...", (3, 3)),
        ("def one(a, b, *, c, d, e, f): ...", (6, 2)),
        ("def one(a, /, *rest, **named): ...", (1, 1)),
        ("class A:\n def one(self, a, b, c): ...", (3, 3)),
        ("class A:\n @classmethod\n def one(cls, a): ...", (1, 1)),
        ("class A:\n @staticmethod\n def one(a): ...", (1, 1)),
    ],
)
def test_parameters_are_counted_as_callers_see_them(source: str, counts: tuple[int, int]) -> None:
    """All of them, and those that may be given without a name."""
    assert (only(source).parameters, only(source).positional) == counts


@pytest.mark.parametrize(
    ("source", "door"),
    [
        ("@app.command(name='go')\ndef one(): ...", True),
        ("@flow\ndef one(): ...", True),
        ("@property\ndef one(): ...", False),
        ("def __exit__(a, b, c): ...", True),
        ("def __init__(a, b, c): ...", False),
    ],
)
def test_only_named_doors_may_ask_for_more(source: str, *, door: bool) -> None:
    """An exception is made where another program makes the call, nowhere else."""
    assert is_door(only(source)) is door


@pytest.mark.parametrize(("percent", "value"), [(50, 3), (95, 5), (1, 1)])
def test_percentiles_are_of_the_nearest_rank(percent: int, value: int) -> None:
    """A percentile is always one of the values, and 0 where there is none."""
    assert percentile([5, 1, 4, 2, 3], percent) == value
    assert percentile([], percent) == 0
