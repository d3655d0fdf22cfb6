"""The whole verification: every checkpoint vouches for its entries, every entry has its place, every document its digest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from flows.entrypoints.verifier.chain import Chain
from flows.entrypoints.verifier.checkpoint import Checkpoint, Key, read_checkpoint
from flows.entrypoints.verifier.exported import Export
from flows.entrypoints.verifier.trouble import MisuseError, Trouble

_MAX_LINE = 65_536  # an entry has at most 65,535 bytes, and its line break
_MAX_NOTE = 1 << 18
_PART = 1 << 20
_DIGEST = re.compile(rb'"([0-9a-f]{64})"')


class Findings(NamedTuple):
    """What was verified."""

    chain: Chain
    checkpoints: int
    documents: int


def verify(export: Export, keys: list[Key], *, known: list[Path]) -> Findings:
    """Verify an export against the log's keys, and against checkpoints that somebody kept; raises Trouble."""
    newest = read_checkpoint(export.read("checkpoint"), "checkpoint", keys=keys)
    stated = [newest]
    stated += [read_checkpoint(export.read(name), name, keys=keys) for name in export.names("checkpoints")]
    stated += [read_checkpoint(_kept(path), str(path), keys=keys) for path in known]
    waiting = _by_size(stated, newest)
    listed = _documents(export)
    documents, unnamed = _check_documents(export, listed), set(listed)
    chain = Chain(newest.origin)
    _compare(waiting.pop(0, []), chain)
    for line in _entries(export):
        chain.take(line)
        _compare(waiting.pop(chain.size, []), chain)
        if unnamed:
            unnamed.difference_update(digest.decode() for digest in _DIGEST.findall(line))
    _require_end(chain, newest, unnamed)
    return Findings(chain, len(stated), documents)


def _by_size(stated: list[Checkpoint], newest: Checkpoint) -> dict[int, list[Checkpoint]]:
    waiting: dict[int, list[Checkpoint]] = {}
    for each in stated:
        if each.origin != newest.origin:
            raise Trouble(f"{each.source} 属于另一本账本。", f"{each.source} is another ledger's.")
        if each.size > newest.size:
            raise Trouble(
                f"{each.source} 确认了 {each.size} 条记录，导出只有 {newest.size} 条：末尾被截断。",
                f"{each.source} vouches for {each.size} entries, the export has {newest.size}: its end was cut off.",
            )
        waiting.setdefault(each.size, []).append(each)
    return waiting


def _compare(checkpoints: list[Checkpoint], chain: Chain) -> None:
    for each in checkpoints:
        if each.root != chain.root():
            raise Trouble(
                f"前 {chain.size} 条记录不是 {each.source} 所确认的那些：历史被改写过。",
                f"The first {chain.size} entries are not those {each.source} vouches for: history was rewritten.",
            )


def _require_end(chain: Chain, newest: Checkpoint, unnamed: set[str]) -> None:
    if chain.size != newest.size:
        raise Trouble(
            f"检查点确认 {newest.size} 条记录，导出中有 {chain.size} 条。",
            f"The checkpoint vouches for {newest.size} entries, and the export has {chain.size}.",
        )
    if unnamed:
        digest = min(unnamed)
        raise Trouble(f"没有记录提到文件 {digest}。", f"No entry speaks of the document {digest}.")


def _entries(export: Export) -> Iterator[bytes]:
    """Give the entries one by one, as the bytes that were hashed."""
    with export.open("entries.jsonl") as file:
        for number, line in enumerate(iter(lambda: file.readline(_MAX_LINE + 1), b"")):
            if not line.endswith(b"\n") or len(line) > _MAX_LINE:
                raise Trouble(f"第 {number} 号记录不完整或过长。", f"Entry {number} is cut off or too long.")
            yield line[:-1]


def _documents(export: Export) -> dict[str, int]:
    """Return the documents that the ledger keeps, by the export's own list: digest and size in bytes."""
    try:
        listed = json.loads(export.read("documents.json").decode())
        return {str(each["sha256"]): int(each["bytes"]) for each in listed}
    except (ValueError, KeyError, TypeError) as error:
        raise Trouble("documents.json 无法读取。", "documents.json cannot be read.") from error


def _check_documents(export: Export, listed: dict[str, int]) -> int:
    """Return how many documents lie in the export: all that are listed or none, each as the list says."""
    names = {name.rpartition("/")[2]: name for name in export.names("documents")}
    for digest in sorted(set(listed).symmetric_difference(names)) if names else ():
        raise Trouble(
            f"文件 {digest} 缺失，或不在 documents.json 之列。",
            f"The document {digest} is missing, or documents.json does not list it.",
        )
    for digest, name in names.items():
        if _measured(export, name) != (digest, listed[digest]):
            raise Trouble(f"{name} 被改动过。", f"{name} was changed.")
    return len(names)


def _measured(export: Export, name: str) -> tuple[str, int]:
    """Return the digest of a file and its size in bytes."""
    whole, size = sha256(), 0
    with export.open(name) as file:
        for part in iter(lambda: file.read(_PART), b""):
            whole.update(part)
            size += len(part)
    return whole.hexdigest(), size


def _kept(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MAX_NOTE)
    except OSError as error:
        raise MisuseError(f"无法读取 {path}。", f"{path} cannot be read.") from error
