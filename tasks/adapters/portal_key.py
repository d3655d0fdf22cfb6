"""The key that signs links to the decision page: a file at home that only its owner reads, made once."""

import os
import secrets
from pathlib import Path

from playbooks.model.errors import InputError
from playbooks.model.phrase import system_fault

NAME = "portal.key"
_BYTES = 32


def portal_key(home: Path) -> bytes:
    """Return the key, made on first use; raises InputError where the file is not what was written."""
    path = home / NAME
    try:
        if not path.exists():
            _make(path)
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError as error:
        raise InputError(
            "{path} cannot be used ({reason}); give its owner the right to.",
            path=path,
            reason=system_fault(error),
        ) from error
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        raise InputError("{path} holds no key; remove it, and links sent before are void.", path=path)
    return key


def _make(path: Path) -> None:
    """Write the file whole or not at all; of two processes the first one's key counts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{NAME}.{os.getpid()}.new")
    made = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(made, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:  # another process was first
        return
    finally:
        fresh.unlink()
