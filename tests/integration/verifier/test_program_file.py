"""The verifier as one file: it needs nothing but Python, any from 3.8 on, and is the one whose digest is published."""

import ast
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from flows.entrypoints.cli.verifier_program import verifier_program
from flows.entrypoints.verifier import __path__ as verifier_path
from tests.architecture.measures import ROOT

SOURCES = sorted(Path(next(iter(verifier_path))).glob("*.py"))
OLDEST = (3, 8)


def test_it_verifies_without_any_library(original: tuple[Path, str], tmp_path: Path) -> None:
    """In a Python that sees neither the product nor what is installed."""
    folder, key = original
    program = tmp_path / "verify_ledger.pyz"
    program.write_bytes(verifier_program())
    command = [sys.executable, "-I", "-S", str(program), str(folder / "export.zip"), "--key", key]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("✓ VERIFIED: ledger phasegate.test/ledger, 7 entries")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_old_pythons_can_read_it(source: Path) -> None:
    """Its grammar is that of the oldest one; what stands in annotations is not carried out."""
    text = source.read_text(encoding="utf-8")
    nodes = list(ast.walk(ast.parse(text, feature_version=OLDEST)))
    assert "from __future__ import annotations" in text or not any(map(_is_generic, nodes))


def _is_generic(node: ast.AST) -> bool:
    """Tell whether this may be an annotation that an old Python would stumble over, such as `list[int]`."""
    return isinstance(node, ast.Subscript | ast.BinOp)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_it_imports_itself_and_the_standard_library(source: Path) -> None:
    """What has to be installed has to be trusted."""
    nodes = ast.walk(ast.parse(source.read_text(encoding="utf-8")))
    modules = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    own = [name for name in modules if name.startswith("flows.entrypoints.verifier")]
    assert {name.partition(".")[0] for name in modules if name not in own} <= sys.stdlib_module_names


def test_the_same_sources_make_the_same_file() -> None:
    """Else no digest could be published."""
    assert verifier_program() == verifier_program()


def test_its_digest_is_the_one_in_the_readme() -> None:
    """Who downloads it can tell whether it is the one."""
    published = re.findall(r"\b[0-9a-f]{64}\b", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert published == [sha256(verifier_program()).hexdigest()]
