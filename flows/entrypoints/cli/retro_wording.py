"""What `retro` says of where a retrospective comes from: the minutes that were kept, or the ledger."""

from typing import Final

from playbooks.model.text import Text


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


KEPT: Final = _t(
    "{week} 的纪要已于 {moment} 记录在案，以下是当时的原文（摘要 {digest}）",
    "the minutes of {week} are on record since {moment}; this is what they say (digest {digest})",
)
LOST: Final = _t(
    "{week} 的纪要已于 {moment} 记录在案，但原文不在库中；以下按当时的账本重新得出",
    "the minutes of {week} are on record since {moment}, but not kept here; worked out from the ledger as of then",
)
OF_THEN: Final = _t(
    "{week} 没有记录在案的纪要；以下按账本得出，截至该周末（{moment}）",
    "no minutes of {week} are on record; worked out from the ledger as of the end of that week ({moment})",
)
BEFORE: Final = _t(
    "项目于 {moment} 才启动，{week} 没有可回顾的内容",
    "the rollout began at {moment}, after {week}; there is nothing to look back on",
)
OF_NOW: Final = _t(
    "{week} 的纪要尚未记录；以下按账本得出，截至现在（{moment}）",
    "no minutes of {week} are on record yet; worked out from the ledger as of now ({moment})",
)
