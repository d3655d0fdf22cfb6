"""The files of an export, in a folder or in one zip file."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO

from flows.entrypoints.verifier.trouble import MisuseError, Trouble

_MAX_BYTES = 1 << 26  # of a file that is read whole


class Export:
    """What `phasegate ledger export` wrote."""

    def __init__(self, path: Path) -> None:
        self._folder = path
        self._zip = None if path.is_dir() else _opened(path)

    def close(self) -> None:
        """Close the zip file."""
        if self._zip is not None:
            self._zip.close()

    def open(self, name: str) -> IO[bytes]:
        """Open one file of the export."""
        try:
            return (self._folder / name).open("rb") if self._zip is None else self._zip.open(name)
        except (OSError, KeyError) as error:
            raise Trouble(f"导出中缺少 {name}。", f"The export has no {name}.") from error

    def read(self, name: str) -> bytes:
        """Return a file whole."""
        with self.open(name) as file:
            data = file.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            raise Trouble(f"{name} 大得不合常理。", f"{name} is too large to be what its name says.")
        return data

    def names(self, folder: str) -> list[str]:
        """Return the files in one folder of the export; none if it has no such folder."""
        if self._zip is not None:
            inside = (name for name in self._zip.namelist() if name.startswith(folder + "/"))
            return sorted(name for name in inside if not name.endswith("/"))
        place = self._folder / folder
        return sorted(f"{folder}/{each.name}" for each in place.iterdir()) if place.is_dir() else []


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise MisuseError(
            f"{path} 既不是文件夹，也不是 zip 文件；请给出 phasegate ledger export 写出的内容。",
            f"{path} is neither a folder nor a zip file; name what phasegate ledger export wrote.",
        ) from error
    names = archive.namelist()
    if len(set(names)) != len(names):
        archive.close()
        raise Trouble(f"{path} 中有两个同名文件。", f"{path} holds two files of the same name.")
    return archive
