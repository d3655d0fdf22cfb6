"""What a side is asked for its stamp, in one pass: rows, both halves of the hash, and the control totals by group."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from playbooks.model.drift import GroupSum, Stamp
from playbooks.model.mapping import Check, ControlTotal
from playbooks.model.reconciliation import excerpt

# The statements below are made of names this package gives itself, never of raw input.
# ruff: noqa: S608

#: A column that groups into more is no grouping people read.
MOST_GROUPS = 12
_MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class StampQuestion:
    """The sums and groups of a check: columns s0 ... are added up, g0 ... group them, low and high are the hash."""

    totals: tuple[ControlTotal, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that are added up."""
        return tuple(dict.fromkeys(total.column for total in self.totals))

    @property
    def groups(self) -> tuple[ControlTotal, ...]:
        """Return one total for each way of grouping."""
        grouped = {(total.group_by, total.month): total for total in self.totals if total.group_by}
        return tuple(grouped.values())

    def over(self, rows: str) -> str:
        """Return the query over rows that have all the names."""
        names = [f"g{place}" for place in range(len(self.groups))]
        sums = [f"sum(s{place})" for place in range(len(self.columns))]
        mark = f"grouping({', '.join(names)})" if names else "0"
        sets = ", ".join(["()", *(f"({name})" for name in names)])
        grouped = f"group by grouping sets ({sets})" if names else ""
        chosen = ", ".join([mark, *names, "count(*)", "sum(low)", "sum(high)", *sums])
        return f"select {chosen} from ({rows}) as seen {grouped} order by 1 desc limit {_MOST_ROWS}"

    def whole(self, rows: str) -> str:
        """Return the query of the sums over everything alone, for who asks for each grouping by itself."""
        nothing = ["null"] * len(self.groups)
        sums = [f"sum(s{place})" for place in range(len(self.columns))]
        chosen = ", ".join(
            [str((1 << len(self.groups)) - 1), *nothing, "count(*)", "sum(low)", "sum(high)", *sums]
        )
        return f"select {chosen} from ({rows}) as seen"

    def grouped(self, rows: str, way: int) -> str:
        """Return the query of the sums by one grouping."""
        names = [f"g{place}" if place == way else "null" for place in range(len(self.groups))]
        sums = [f"sum(s{place})" for place in range(len(self.columns))]
        chosen = ", ".join([str(self._mark(way)), *names, "count(*)", "0", "0", *sums])
        return f"select {chosen} from ({rows}) as seen group by g{way} limit {MOST_GROUPS + 1}"

    def stamp(self, answer: Sequence[tuple[object, ...]]) -> Stamp:
        """Return the stamp that an answer makes."""
        first = 1 + len(self.groups)
        whole = answer[0]
        rows, low, high = (int(str(value or 0)) for value in whole[first : first + 3])
        digest = sha256(f"{rows} {low} {high}".encode()).hexdigest()
        sums = [_sum(column, whole[first + 3 + place]) for place, column in enumerate(self.columns)]
        return Stamp(rows=rows, digest=digest, sums=(*sums, *self._grouped(answer)))

    def _grouped(self, answer: Sequence[tuple[object, ...]]) -> list[GroupSum]:
        if len(answer) == _MOST_ROWS:
            return []
        found: list[GroupSum] = []
        ways = [(total.group_by, total.month) for total in self.groups]
        for total in self.totals:
            if total.group_by is None:
                continue
            way = ways.index((total.group_by, total.month))
            rows = [row for row in answer if row[0] == self._mark(way)]
            amount = 1 + len(ways) + 3 + self.columns.index(total.column)
            if len(rows) <= MOST_GROUPS:
                sums = [_sum(total.column, row[amount], total=total, group=row[1 + way]) for row in rows]
                found += sorted(sums, key=lambda one: (one.group is not None, one.group or ""))
        return found

    def _mark(self, way: int) -> int:
        """Return what `grouping` says of the rows of one grouping: a bit for each of the others."""
        count = len(self.groups)
        return (1 << count) - 1 - (1 << (count - 1 - way))


def question(check: Check) -> StampQuestion:
    """Return what a side of a check is asked."""
    return StampQuestion(check.control_totals)


def _sum(column: str, amount: object, *, total: ControlTotal | None = None, group: object = None) -> GroupSum:
    return GroupSum(
        column=column,
        group_by=None if total is None else total.group_by,
        group=None if group is None else excerpt(str(group)),
        amount=f"{Decimal(str(amount or 0)):f}",
    )
