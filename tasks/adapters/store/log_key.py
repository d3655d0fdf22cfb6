"""The key that signs checkpoints: a file outside the database, made once, never made anew in silence."""

import os
from pathlib import Path

from playbooks.model.errors import InputError, RolloutError
from playbooks.model.ledger.signing_key import SigningKey, VerifierKey
from playbooks.model.phrase import phrase, system_fault
from playbooks.model.text import Text
from tasks.adapters.catalogues import in_both


def first_key(path: Path, origin: str) -> SigningKey:
    """Return the key of a ledger that begins: the one in the file, or a new one."""
    key = SigningKey.generate(origin)
    try:
        if path.exists():
            return _named(_read(path), origin, path)
        _write(path, key.secret)
    except FileExistsError:  # another process was first
        return _named(_read(path), origin, path)
    except OSError as error:
        raise InputError(
            "The key file {path} cannot be read or made ({reason}); name another place.",
            path=path,
            reason=system_fault(error),
        ) from error
    return key


def _write(path: Path, secret: str) -> None:
    """Make a file only its owner can read; it is whole when it appears, and never takes another's place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
    ) as file:
        file.write(secret + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    finally:
        fresh.unlink()


def find_key(path: Path, verifier: VerifierKey) -> tuple[SigningKey | None, Text | None]:
    """Return the ledger's key, or None with the alarm that says why no checkpoint can be signed."""
    try:
        key = _read(path)
    except (OSError, UnicodeDecodeError, RolloutError) as error:
        reason = _reason(error)
        return None, Text(
            zh=f"签名密钥 {path} 无法读取（{reason.zh}）：记录照常写入，但不再签发检查点；"
            "请从安全副本恢复该文件。",
            en=f"The signing key {path} cannot be read ({reason.en}): entries are still written, but no "
            "checkpoint is signed; restore the file from its safe copy.",
        )
    if key.verifier == verifier:
        return key, None
    return None, Text(
        zh=f"{path} 中的密钥不是这本账本的签名密钥：记录照常写入，但不再签发检查点；请恢复原来的文件。",
        en=f"The key in {path} is not the one this ledger began with: entries are still written, but no "
        "checkpoint is signed; restore the former file.",
    )


def _read(path: Path) -> SigningKey:
    return SigningKey.parse(path.read_text(encoding="ascii").strip())


def _named(key: SigningKey, origin: str, path: Path) -> SigningKey:
    if key.name != origin:
        raise InputError(
            "The key in {path} belongs to the ledger {key}, not {origin}; name another key file.",
            path=path,
            key=key.name,
            origin=origin,
        )
    return key


def _reason(error: OSError | UnicodeDecodeError | RolloutError) -> Text:
    match error:
        case RolloutError():
            return in_both(error)
        case OSError():
            return in_both(system_fault(error))
        case UnicodeDecodeError():
            return in_both(phrase("it is not plain text"))
