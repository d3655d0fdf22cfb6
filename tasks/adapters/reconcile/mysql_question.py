"""What two MySQL or MariaDB databases are asked about one check whose key is one whole number with an index.

A row's hash is the first half of the MD5 of what the server writes. Sums of them are exact here, so that one sum says
as much as two of fixed width.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from playbooks.model.mapping import Check, Transform
from playbooks.model.requirement import Part
from tasks.adapters.reconcile.mysql_value import written_form
from tasks.adapters.reconcile.question import MOST_RANGES, KeyRanges
from tasks.adapters.reconcile.room import Room
from tasks.adapters.reconcile.sides.mysql_table import MysqlSide, mysql_identifier
from tasks.adapters.reconcile.staging import Pair

# The statements below are made of quoted names and numbers.
# ruff: noqa: S608

_SAMPLE = 1000


@dataclass(frozen=True, slots=True)
class MysqlQuestion:
    """What one database is asked; `key` is the column of the key."""

    side: MysqlSide
    key: str
    row_hash: str

    @property
    def is_unique(self) -> bool:
        """Tell whether the database itself lets no key stand twice."""
        return self.side.has_unique_index(self.key)

    def expected_rows(self) -> int:
        """Return about how many rows there are."""
        return max(self.side.expected_rows(), 1)

    def key_width(self) -> int:
        """Return over how many numbers most keys are spread, if all lie as close as the first ones do."""
        query = f"select {self._key} from {self.side.relation} order by {self._key} limit {_SAMPLE}"
        keys = [int(str(row[0])) for row in self.side.rows(query) if row[0] is not None] or [0]
        middle = keys[len(keys) // 4 : -(len(keys) // 4) or None]
        return max((middle[-1] - middle[0]) * self.expected_rows() // len(middle), 1)

    def checksums(self, buckets: KeyRanges, *, marked: bool, room: Room) -> AbstractContextManager[str]:
        """Yield the buckets: number, rows, nothing, the sum of their hashes, and a word with a bit for each key."""
        mark = f"cast(bit_or(1 << ({self._key} & 63)) as signed)" if marked else "0"
        query = (
            f"select {self._bucket(buckets)} as b, count(*), 0, sum({self.row_hash}), {mark} "
            f"from {self.side.relation} group by b"
        )
        return self.side.numbers(query, width=5, room=room)

    def hashes(self, buckets: KeyRanges, wanted: list[int], *, room: Room) -> AbstractContextManager[str]:
        """Yield the numbers of the keys and the hashes of the rows in some buckets."""
        ranges = buckets.ranges(wanted)
        among = " or ".join(f"{self._key} between {lowest} and {beyond - 1}" for lowest, beyond in ranges)
        if len(ranges) > MOST_RANGES:
            among = f"{self._bucket(buckets)} in ({','.join(map(str, wanted))})"
        query = f"select {self._key}, cast({self.row_hash} as signed) from {self.side.relation} where {among}"
        return self.side.numbers(query, width=2, room=room)

    def doubled(self) -> list[int]:
        """Return the numbers of keys that stand more than once."""
        query = f"select {self._key} from {self.side.relation} group by {self._key} having count(*) > 1"
        return [int(str(row[0])) for row in self.side.rows(query)]

    def everything(self) -> MysqlSide:
        """Return the side with all rows."""
        return self.side

    def among(self, noticed: list[int]) -> MysqlSide:
        """Return the side with the rows that have these keys, looked up in the index."""
        chosen = f"{self._key} in ({','.join(map(str, noticed))})" if noticed else "false"
        return replace(self.side, narrowed=f"select * from {self.side.relation} where {chosen}")

    @property
    def _key(self) -> str:
        return mysql_identifier(self.key)

    def _bucket(self, buckets: KeyRanges) -> str:
        # Rounded down below zero, too, which a shift is not here.
        return f"floor({self._key} / {1 << (buckets.shift or 0)})"


def mysql_questions(pair: Pair) -> tuple[MysqlQuestion, MysqlQuestion] | None:
    """Return what both databases are asked; None where they cannot do it."""
    check, source, target = pair.check, pair.source, pair.target
    if not isinstance(source, MysqlSide) or not isinstance(target, MysqlSide):
        return None
    if pair.whole or check.merging or check.scope or check.control_totals:
        return None
    one = _question(check, Part.SOURCE, source, across=target)
    other = _question(check, Part.TARGET, target, across=source)
    return (one, other) if one is not None and other is not None else None


def _question(check: Check, part: Part, side: MysqlSide, *, across: MysqlSide) -> MysqlQuestion | None:
    (first, *others) = check.keys
    key = str(getattr(first, part))
    exact = not others and first.transform is Transform.NONE and first.case is None
    if not exact or not side.declared or not across.declared:
        return None
    whole = side.declared[key].is_key and across.declared[getattr(first, part.other)].is_key
    forms = [
        written_form(
            mysql_identifier(getattr(column, part)),
            side.declared[getattr(column, part)],
            column,
            across=across.declared[getattr(column, part.other)],
        )
        for column in check.columns
    ]
    known = [form for form in forms if form is not None]
    if not whole or len(known) < len(forms) or not side.has_index(key):
        return None
    text = f"concat_ws(',', {', '.join([mysql_identifier(key), *(form.text for form in known)])})"
    doubtful = " or ".join(form.doubtful for form in known if form.doubtful)
    if doubtful and part is Part.TARGET:
        # What cannot be read never looks equal.
        text = f"if({doubtful}, concat('!', {text}), {text})"
    return MysqlQuestion(side, key, f"cast(conv(left(md5({text}), 16), 16, 10) as unsigned)")
