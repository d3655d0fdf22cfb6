"""Groups of records that look like one, made of pairs: the surest pairs first, and never across what keeps apart.

The survivor proposed is the record with the most columns filled, of equal ones the one whose key comes first.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from playbooks.model.frozen import Frozen
from playbooks.model.likeness import Ground, Level, Likeness
from playbooks.model.text import Text

#: The rule by which a survivor is proposed, as it is told.
SURVIVOR_RULE = Text(
    zh="保留填写最完整的一条，同样完整时保留编号在前的一条",
    en="the record with the most columns filled is kept, of equal ones the one whose key comes first",
)
_ORDER = tuple(Level)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, by their keys, that look like one."""

    one: str
    other: str
    likeness: Likeness


class MergeGroup(Frozen):
    """Records proposed to be merged, the survivor first."""

    keys: tuple[str, ...]
    level: Level
    grounds: tuple[Ground, ...]

    @property
    def survivor(self) -> str:
        """Return the key of the record proposed to be kept."""
        return self.keys[0]

    @property
    def reason(self) -> Text:
        """Return why they are proposed, in one line."""
        return Text(
            zh="；".join(ground.label.zh for ground in self.grounds),
            en="; ".join(ground.label.en for ground in self.grounds),
        )


def merge_groups(
    pairs: Iterable[Pair], *, filled: Mapping[str, int], never: Callable[[str, str], bool]
) -> tuple[MergeGroup, ...]:
    """Return the groups, ordered by survivor; `filled` counts each record's columns that hold something."""
    members: dict[str, list[str]] = {}
    used: dict[str, list[Pair]] = {}
    for pair in sorted(pairs, key=lambda pair: (_ORDER.index(pair.likeness.level), pair.one, pair.other)):
        one = members.setdefault(pair.one, [pair.one])
        other = members.setdefault(pair.other, [pair.other])
        if one is not other:
            if any(never(a, b) for a in one for b in other):
                continue
            _unite(members, used, one=one, other=other)
        used.setdefault(one[0], []).append(pair)
    whole = {group[0]: group for group in members.values() if len(group) > 1}
    found = (_group(group, used[first], filled) for first, group in whole.items())
    return tuple(sorted(found, key=lambda group: (_ORDER.index(group.level), group.keys)))


def _unite(
    members: dict[str, list[str]], used: dict[str, list[Pair]], *, one: list[str], other: list[str]
) -> None:
    used[one[0]] = [*used.get(one[0], []), *used.pop(other[0], [])]
    for key in other:
        members[key] = one
    one.extend(other)


def _group(keys: list[str], pairs: list[Pair], filled: Mapping[str, int]) -> MergeGroup:
    level = max((pair.likeness.level for pair in pairs), key=_ORDER.index)
    grounds = {ground for pair in pairs for ground in pair.likeness.grounds}
    return MergeGroup(
        keys=tuple(sorted(keys, key=lambda key: (-filled[key], key))),
        level=level,
        grounds=tuple(ground for ground in Ground if ground in grounds),
    )
