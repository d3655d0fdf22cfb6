"""The measures of the house style, taken from source text, so that a bad sample can be a string.

- Lines of code hold a token of code: no blank lines, no comments, no docstrings, no decorators.
- Nesting counts control statements only; an `elif` is no deeper than its `if`, an inner function starts anew.
- Parameters leave out `self`, `cls`, `*args` and `**kwargs`.
"""

import ast
import io
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("flows", "tasks", "playbooks", "config")
Function = ast.FunctionDef | ast.AsyncFunctionDef
CONTROL = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
SILENT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


@dataclass(frozen=True, slots=True)
class Figures:
    """What is measured of one function."""

    name: str
    line: int
    sloc: int
    nesting: int
    parameters: int
    positional: int
    decorators: frozenset[str]


def python_files(*folders: str) -> list[Path]:
    """Return the Python files below folders of the project, in order."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def place(path: Path) -> str:
    """Return a path as it is written in messages."""
    return path.relative_to(ROOT).as_posix()


def measure(source: str) -> list[Figures]:
    """Measure every function of a module, methods and inner functions too."""
    tree = ast.parse(source)
    code = code_lines(source)
    methods = {id(item) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for item in node.body}
    return [
        Figures(
            name=function.name,
            line=function.lineno,
            sloc=len(code & body_lines(function)),
            nesting=nesting(function.body),
            parameters=len(positional_names(function, method=id(function) in methods))
            + len(function.args.kwonlyargs),
            positional=len(positional_names(function, method=id(function) in methods)),
            decorators=frozenset(decorator_names(function)),
        )
        for function in functions(tree)
    ]


def functions(tree: ast.AST) -> Iterator[Function]:
    """Yield every function of a tree."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def code_lines(source: str) -> set[int]:
    """Return the numbers of the lines that hold code."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    spans = (range(token.start[0], token.end[0] + 1) for token in tokens if token.type not in SILENT)
    return {line for span in spans for line in span}


def body_lines(function: Function) -> set[int]:
    """Return the lines from `def` to the end, without the docstring."""
    lines = set(range(function.lineno, (function.end_lineno or function.lineno) + 1))
    if ast.get_docstring(function) is None:
        return lines
    first = function.body[0]
    return lines - set(range(first.lineno, (first.end_lineno or first.lineno) + 1))


def nesting(body: Iterable[ast.AST]) -> int:
    """Return how deep control statements lie inside each other."""
    return max((depth_of(node) for node in body), default=0)


def depth_of(node: ast.AST) -> int:
    """Return the depth of one statement and what it holds."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return 0
    if isinstance(node, ast.If) and is_elif(node.orelse):
        return max(1 + nesting(node.body), depth_of(node.orelse[0]))
    return isinstance(node, CONTROL) + nesting(ast.iter_child_nodes(node))


def is_elif(orelse: list[ast.stmt]) -> bool:
    """Tell an `elif` (or an `else` with one `if` alone, which reads the same) from a longer `else`."""
    return len(orelse) == 1 and isinstance(orelse[0], ast.If)


def positional_names(function: Function, *, method: bool) -> list[str]:
    """Return the parameters that a caller may give without a name."""
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    bound = method and "staticmethod" not in decorator_names(function)
    return names[1:] if bound else names


def decorator_names(function: Function) -> list[str]:
    """Return the last word of each decorator: `command` of `@app.command(name=...)`."""
    calls = [node.func if isinstance(node, ast.Call) else node for node in function.decorator_list]
    return [ast.unparse(node).rpartition(".")[2] for node in calls]


def percentile(values: Iterable[int], percent: int) -> int:
    """Return the nearest-rank percentile, 0 for no values."""
    ordered = sorted(values)
    return ordered[ceil(len(ordered) * percent / 100) - 1] if ordered else 0
