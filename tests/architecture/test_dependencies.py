"""What is imported is declared, what is declared is pinned with hashes, and no file names a package index."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.measures import PACKAGES, ROOT, place, python_files

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
SHIPPED = [
    *map(Requirement, PROJECT["dependencies"]),
    *(Requirement(line) for name, lines in EXTRAS.items() if name != "dev" for line in lines),
]
DECLARED = [*SHIPPED, *(Requirement(line) for line in EXTRAS["dev"])]
SOURCES = packages_distributions()
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PIN = re.compile(r"([a-z0-9-]+)==([^ ;]+)")
HASH = re.compile(r" --hash=sha256:[0-9a-f]{64}\b")
INDEX = re.compile(
    r"--(extra-)?index[-]url|--find[-]links|\b(pypi|pythonhosted|npmjs)[.](org|com)|/simple[/]"
)
TEXTS = {
    ".py",
    ".md",
    ".toml",
    ".yaml",
    ".yml",
    ".lock",
    ".sql",
    ".mako",
    ".jinja2",
    ".css",
    ".ini",
    ".cfg",
    "",
}


def pins(lock: str) -> dict[str, tuple[str, int]]:
    """Return the version and the number of hashes of every pinned distribution."""
    lines = lock.replace("\\\n", "").splitlines()
    found = ((pin, line) for line in lines if (pin := PIN.match(line)))
    return {pin[1]: (pin[2], len(HASH.findall(line))) for pin, line in found}


def loose(lock: str) -> list[str]:
    """Return the lines of a lock that are neither pin, hash nor comment."""
    known = re.compile(r"[a-z0-9-]+==\S+( ;[^\\]*)?( \\)?|    --hash=sha256:[0-9a-f]{64}( \\)?|\s*#.*|")
    return [line for line in lock.splitlines() if not known.fullmatch(line)]


def imported(source: str) -> set[str]:
    """Return the packages of others that a module imports."""
    nodes = list(ast.walk(ast.parse(source)))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    ours = {*sys.stdlib_module_names, *PACKAGES, "tests"}
    return {name.partition(".")[0] for name in names} - ours


def undeclared(path: Path, requirements: list[Requirement]) -> set[str]:
    """Return the packages that a file imports and nobody declared."""
    names = {canonicalize_name(requirement.name) for requirement in requirements}
    found = imported(path.read_text(encoding="utf-8"))
    return {name for name in found if names.isdisjoint(map(canonicalize_name, SOURCES.get(name, [])))}


def test_the_product_imports_what_it_declares() -> None:
    """What comes along with another dependency today may stay away tomorrow."""
    assert {
        place(path): lack for path in python_files(*PACKAGES) if (lack := undeclared(path, SHIPPED))
    } == {}


def test_the_tests_import_what_they_declare() -> None:
    """The same holds for the tests and the extra for developers."""
    assert {place(path): lack for path in python_files("tests") if (lack := undeclared(path, DECLARED))} == {}


def test_an_undeclared_import_is_seen(tmp_path: Path) -> None:
    """Standard library, own packages and declared names are known; anything else is not."""
    sample = tmp_path / "sample.py"
    sample.write_text(
        "import os.path, tasks.record, yaml, websockets.http\nfrom unheard import x\n", encoding="utf-8"
    )
    assert undeclared(sample, DECLARED) == {"websockets", "unheard"}


@pytest.mark.parametrize("requirement", DECLARED, ids=str)
def test_every_declared_dependency_is_pinned(requirement: Requirement) -> None:
    """The lock holds a version that pyproject.toml allows."""
    version, _ = pins(LOCK)[canonicalize_name(requirement.name)]
    assert requirement.specifier.contains(version)


def test_every_pin_has_hashes() -> None:
    """A file that was exchanged on its way is refused."""
    assert [name for name, (_, hashes) in pins(LOCK).items() if not hashes] == []


def test_the_lock_holds_pins_and_nothing_else() -> None:
    """No option, no address, no unpinned name; and its head says how it is renewed."""
    assert loose(LOCK) == []
    assert "make lock" in LOCK[:200]


@pytest.mark.parametrize(
    "line", ["rich>=14", "rich", "-e .", "--pre", "rich @ https://example.org/rich.whl", "  --hash=md5:0"]
)
def test_a_loose_line_is_seen(line: str) -> None:
    """Whatever is not pinned by version and hash is loose."""
    assert loose(f"# a comment\n{line}\n") == [line]


def test_a_pin_without_hash_is_seen() -> None:
    """Hashes are counted for each pin, whatever its marker."""
    digest = f" \\\n    --hash=sha256:{'0' * 64}"
    lock = f"one==1{digest}{digest}\ntwo==2 ; sys_platform == 'win32'{digest}\nthree==3\n"
    assert pins(lock) == {"one": ("1", 2), "two": ("2", 1), "three": ("3", 0)}


def project_files() -> Iterator[Path]:
    """Yield the text files of the project."""
    folders = [ROOT / name for name in (*PACKAGES, "tests", ".ci")]
    found = [*ROOT.iterdir(), *(path for folder in folders for path in folder.rglob("*"))]
    return (path for path in found if path.suffix in TEXTS and path.is_file())


def test_no_file_names_a_package_index() -> None:
    """Where packages come from is the business of the machine that installs them."""
    lines = (
        (path, line) for path in project_files() for line in path.read_text(encoding="utf-8").splitlines()
    )
    assert [(place(path), line.strip()) for path, line in lines if INDEX.search(line)] == []


@pytest.mark.parametrize(
    "line",
    [
        "--extra-index" + "-url x",
        "--index" + "-url=x",
        "url = https://pypi" + ".org/x",
        "https://mirror/simple" + "/",
    ],
)
def test_a_package_index_is_seen(line: str) -> None:
    """Options and addresses are both recognised."""
    assert INDEX.search(line)
