"""Where a SQLite file may lie: on a local disk that can be written. Its locks do not hold over a network."""

import os
from pathlib import Path, PurePath

from playbooks.model.errors import InputError
from playbooks.model.phrase import system_fault

MOUNTS = Path("/proc/self/mounts")
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "ceph", "glusterfs", "lustre", "fuse.sshfs"}
)
_ROOM = 1 << 16
_ESCAPED = {r"\040": " ", r"\011": "\t", r"\012": "\n", r"\134": "\\"}


def require_local_disk(path: Path) -> None:
    """Refuse a place on which the database would not be safe or could not be written."""
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            "The folder {folder} cannot be made ({reason}); name another place.",
            folder=folder,
            reason=system_fault(error),
        ) from error
    read_only = os.statvfs(folder).f_flag & os.ST_RDONLY
    if (
        read_only
        or not os.access(folder, os.W_OK | os.X_OK)
        or (path.exists() and not os.access(path, os.W_OK))
    ):
        raise InputError(
            "{path} lies where this user cannot write; name a place that can be written.", path=path
        )
    if MOUNTS.exists() and on_network(folder.resolve(), MOUNTS.read_text(errors="replace")):
        raise InputError(
            "{path} lies on a network file system, where SQLite's locks do not hold; name a "
            "place on a local disk, or use PostgreSQL.",
            path=path,
        )


def without_room(error: BaseException | None, path: Path) -> bool:
    """Tell whether what SQLite calls trouble with the disk is that the disk is full."""
    if "disk I/O error" not in str(error):
        return False
    # Even to read, SQLite makes a file beside the database; what fails is that this file cannot grow.
    if getattr(error, "sqlite_errorname", "") == "SQLITE_IOERR_SHMSIZE":
        return True
    try:
        disk = os.statvfs(path.parent)
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize < _ROOM


def on_network(folder: PurePath, mounts: str) -> bool:
    """Tell whether a folder lies on a network file system, given the system's table of mounts."""
    found = [line.split(" ")[1:3] for line in mounts.splitlines() if line.count(" ") > 1]
    kinds = {PurePath(_unescaped(point)): kind for point, kind in found}
    nearest = next((place for place in (folder, *folder.parents) if place in kinds), None)
    return nearest is not None and kinds[nearest] in _NETWORK


def _unescaped(point: str) -> str:
    for written, sign in _ESCAPED.items():
        point = point.replace(written, sign)
    return point
