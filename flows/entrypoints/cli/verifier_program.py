"""The verifier as one file: a zip application (PEP 441) that Python runs by itself and anybody can unzip and read."""

from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile, ZipInfo

_SHEBANG = b"#!/usr/bin/env python3\n"
_FOLDERS = ("flows", "flows/entrypoints", "flows/entrypoints/verifier")
_START = "__main__.py"


def verifier_program() -> bytes:
    """Return the program; the same sources always give the same bytes, so that its digest can be published."""
    written = BytesIO()
    written.write(_SHEBANG)
    with ZipFile(written, "a") as archive:  # not compressed: the sources can be read where they lie
        for name, source in _sources().items():
            archive.writestr(ZipInfo(name), source)
    return written.getvalue()


def _sources() -> dict[str, bytes]:
    """Return the files of the program: the packages that lead to the verifier, the verifier, and where it starts."""
    *outer, folder = _FOLDERS
    found = {f"{each}/__init__.py": files(each.replace("/", ".")) / "__init__.py" for each in outer}
    inside = files(folder.replace("/", ".")).iterdir()
    found |= {f"{folder}/{each.name}": each for each in inside if each.name.endswith(".py")}
    found[_START] = found.pop(f"{folder}/{_START}")
    return {name: found[name].read_bytes() for name in sorted(found)}
