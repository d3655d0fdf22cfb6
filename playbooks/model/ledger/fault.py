"""What can be wrong with a log, in words for the person who must act on it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from playbooks.model.text import Text


class FaultKind(StrEnum):
    """The ways in which a log can fail verification."""

    HASH = "hash"
    FORM = "form"
    LOG = "log"
    SEQUENCE = "sequence"
    LINK = "link"
    TIME = "time"
    DOUBLED = "doubled"
    ROOT = "root"
    MISSING = "missing"
    SURPLUS = "surplus"
    FOREIGN = "foreign"


# {seq} is the number of the entry at fault; for roots, the last entry that the checkpoint covers.
_WORDINGS = {
    FaultKind.HASH: (
        "第 {seq} 号记录与其哈希不符：内容在写入后被改动过。",
        "Entry {seq} does not match its hash: it was changed after it was written.",
    ),
    FaultKind.FORM: (
        "第 {seq} 号记录不是规范格式的账本记录。",
        "Entry {seq} is not a ledger entry in canonical form.",
    ),
    FaultKind.LOG: (
        "第 {seq} 号记录属于另一本账本。",
        "Entry {seq} belongs to another log.",
    ),
    FaultKind.SEQUENCE: (
        "应为第 {seq} 号记录的位置是另一个序号：有记录缺失、重复或顺序颠倒。",
        "Where entry {seq} belongs stands another number: an entry is missing, doubled or out of order.",
    ),
    FaultKind.LINK: (
        "第 {seq} 号记录没有接上它的前一条记录：其中一条被替换过。",
        "Entry {seq} does not link to the entry before it: one of the two was replaced.",
    ),
    FaultKind.TIME: (
        "第 {seq} 号记录的时间早于它的前一条记录。",
        "Entry {seq} is dated before the entry that precedes it.",
    ),
    FaultKind.DOUBLED: (
        "第 {seq} 号记录的事件在前面已经记录过一次。",
        "The event of entry {seq} was already recorded by an earlier entry.",
    ),
    FaultKind.ROOT: (
        "截至第 {seq} 号的记录不是检查点所确认的那些记录：历史被改写过。",
        "The entries up to {seq} are not those the checkpoint vouches for: history was rewritten.",
    ),
    FaultKind.MISSING: (
        "从第 {seq} 号起的记录缺失：账本末尾被截断。",
        "The entries from {seq} on are missing: the end of the log was cut off.",
    ),
    FaultKind.SURPLUS: (
        "账本头部不包含第 {seq} 号及之后的记录：这些记录是绕过账本添加的。",
        "The head of the log does not know entry {seq}: it was added past the ledger.",
    ),
    FaultKind.FOREIGN: (
        "截至第 {seq} 号的检查点属于另一本账本。",
        "The checkpoint that covers the entries up to {seq} belongs to another log.",
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing found wrong: at which entry, of which kind, and the sentence that says so."""

    seq: int
    kind: FaultKind
    text: Text

    @classmethod
    def of(cls, kind: FaultKind, seq: int) -> Self:
        """Return the fault of this kind at this entry."""
        zh, en = _WORDINGS[kind]
        return cls(seq, kind, Text(zh=zh.format(seq=seq), en=en.format(seq=seq)))
