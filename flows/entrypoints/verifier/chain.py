"""The chain of entries and the Merkle tree over them (RFC 6962), taken up one entry after the other."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import NamedTuple, NoReturn

from flows.entrypoints.verifier.trouble import Trouble

_FIRST_PREV = "0" * 64
_FORMAT = 1
_KEYS = {"event", "log", "prev", "seq", "time", "v"}
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


class _Entry(NamedTuple):
    """What the chain looks at in an entry; log and prev are whatever stands there."""

    log: object
    prev: object
    seq: int
    time: str
    event_id: str


class Chain:
    """What the entries so far amount to."""

    def __init__(self, log: str) -> None:
        self.log = log
        self.size = 0
        self.first = self.last = ""  # the times of the first and of the newest entry
        self._prev = _FIRST_PREV
        self._ids: set[str] = set()
        self._peaks: list[bytes] = []  # one hash for each 1-bit of the size, the largest subtree first

    def take(self, line: bytes) -> None:
        """Take up the next entry, the bytes that were hashed; refuses one that does not belong exactly here."""
        entry = _read(line)
        if entry is None:
            self._refuse("不是规范格式的账本记录", "is not a ledger entry in canonical form")
        self._require_place(entry)
        if entry.time < self.last:
            self._refuse("的时间早于前一条记录", "is dated before the entry that precedes it")
        if entry.event_id in self._ids:
            self._refuse("的事件在前面已经记录过", "repeats an event that an earlier entry recorded")
        self._ids.add(entry.event_id)
        self.first, self.last = self.first or entry.time, entry.time
        self._grow(sha256(b"\x00" + line).digest())

    def root(self) -> bytes:
        """Return the root hash of all entries so far."""
        if not self._peaks:
            return sha256(b"").digest()
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = sha256(b"\x01" + peak + root).digest()
        return root

    def _require_place(self, entry: _Entry) -> None:
        if entry.log != self.log:
            self._refuse("属于另一本账本", "belongs to another ledger")
        if entry.seq != self.size:
            self._refuse(
                "的位置上是另一个序号：有记录缺失、重复或顺序颠倒",
                "has another number here: an entry is missing, doubled or out of order",
            )
        if entry.prev != self._prev:
            self._refuse(
                "没有接上前一条记录：其中一条被替换过",
                "does not link to the entry before it: one of the two was replaced",
            )

    def _grow(self, leaf: bytes) -> None:
        self._prev = leaf.hex()
        index = self.size
        while index & 1:
            leaf = sha256(b"\x01" + self._peaks.pop() + leaf).digest()
            index >>= 1
        self._peaks.append(leaf)
        self.size += 1

    def _refuse(self, zh: str, en: str) -> NoReturn:
        raise Trouble(f"第 {self.size} 号记录{zh}。", f"Entry {self.size} {en}.")


def _read(line: bytes) -> _Entry | None:
    """Return the entry, None if the bytes are anything but the one spelling of an entry."""
    try:
        entry = json.loads(
            line.decode(), object_pairs_hook=_unique, parse_float=_refused, parse_constant=_refused
        )
        again = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        event_id, time, seq, form = entry["event"]["id"], entry["time"], entry["seq"], entry["v"]
        sound = again.encode() == line and entry.keys() == _KEYS and _TIME.fullmatch(time)
        numbered = type(seq) is int and type(form) is int and form == _FORMAT
        if sound and numbered and isinstance(event_id, str):
            return _Entry(entry["log"], entry["prev"], seq, time, event_id)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    return None


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError(pairs)
    return members


def _refused(number: str) -> NoReturn:
    raise ValueError(number)
