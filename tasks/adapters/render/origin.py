"""Where a piece of evidence comes from, in words: worked out by the product, read from a source, or handed in."""

from typing import Final

from playbooks.model.evidence import Evidence
from playbooks.model.text import Text
from tasks.adapters.render.voice import Voice

_READ = Text(zh="系统自来源文件读取", en="read by the product from a source file")
_PRODUCT = Text(zh="系统", en="the product")
_TYPED = Text(zh="人工录入", en="typed in")

#: What the part of a source before the colon means.
_ORIGINS: Final = {
    "reconciliation": Text(zh="系统核对两侧数据", en="compared by the product"),
    "watch": Text(zh="系统复查签核后的数据", en="looked at again by the product"),
    "series": _READ,
    "training": _READ,
    "test_report": _READ,
    "data": Text(zh="数据治理步骤", en="a step of data governance"),
    "file": Text(zh="人工提交的文件", en="a file handed in"),
    "kpi": _TYPED,
}
_LINE = Text(
    zh="来源：{origin}（{source}），由{person}备案", en="source: {origin} ({source}), recorded by {person}"
)
_BARE = Text(zh="来源：{source}，由{person}备案", en="source: {source}, recorded by {person}")


def origin(voice: Voice, item: Evidence) -> str:
    """Return where evidence comes from, and who put it on record."""
    said = _TYPED if item.source == "training:cli" else _ORIGINS.get(item.source.partition(":")[0])
    by_hand = voice.rollout.team.person(item.recorded_by) is not None
    person = voice.person(item.recorded_by) if by_hand else voice.say(_PRODUCT)
    if said is None:
        return voice.say(_BARE, source=item.source, person=person)
    return voice.say(_LINE, origin=voice.say(said), source=item.source, person=person)
