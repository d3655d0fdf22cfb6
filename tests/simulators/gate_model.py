"""An independent model of one phase gate, as small as the rules allow: what must be granted, and when the phase may end.

The phase holds a paper of at least 100 bytes, a sign-off on it by finance and by the head of sales, and a limit
of issues. Nothing here is shared with the product but the people's names.
"""

from dataclasses import dataclass, field

FINANCE, SALES, HANDS, SPONSOR, PMO = {"wang_fang"}, {"zhou_min"}, "zhao_lei", "lin_wei", "chen_hao"
PEOPLE = (
    "lin_wei",
    "chen_hao",
    "wang_fang",
    "wu_yan",
    "zhao_lei",
    "sun_li",
    "zhou_min",
    "qian_bo",
    "he_jun",
    "stranger",
)
ACTIVE = set(PEOPLE) - {"he_jun", "stranger"}
LONGEST_WAIVER_DAYS = 90


@dataclass
class GateModel:
    """What should be true."""

    day: int = 0
    size: int | None = None
    hands: set[str] = field(default_factory=set)
    recorded_on: int = -1
    signed: set[str] = field(default_factory=set)
    waived_until: int = -1
    severe: set[str] = field(default_factory=set)
    held: bool = False
    closed: bool = False

    def may_record(self, who: str, size: int) -> bool:
        """Record the paper: anybody active may, at any time; the same again is not refused either."""
        if who not in ACTIVE:
            return False
        if size != self.size:
            self.size, self.hands, self.recorded_on = size, {who}, self.day
            if not self.closed:
                self.signed.clear()  # what they rested on is another paper now
        elif self.day > self.recorded_on:  # confirmed anew, which does not take it from those who made it
            self.hands.add(who)
            self.recorded_on = self.day
        return True

    def may_sign(self, who: str, *, honest: bool) -> bool:
        """Sign: finance and the department heads, each once, never the hand that wrote, only what was really shown."""
        ok = (
            not self.held
            and not self.closed
            and self.size is not None
            and honest
            and who in FINANCE | SALES
            and who not in self.hands
            and who not in self.signed
        )
        if ok:
            self.signed.add(who)
        return ok

    def may_withdraw(self, who: str) -> bool:
        """Withdraw one's own yes while the phase is open."""
        ok = who in self.signed and not self.held and not self.closed
        self.signed -= {who} if ok else set()
        return ok

    def may_waive(self, who: str, days: int) -> bool:
        """Waive the paper: the sponsor, beside a failure, with an end, not on the sponsor's own work."""
        failed = self.size is not None and self.size < 100
        own = who in self.hands
        ok = (
            not self.held
            and not self.closed
            and who == SPONSOR
            and failed
            and not own
            and 0 < days <= LONGEST_WAIVER_DAYS
        )
        if ok:
            self.waived_until = self.day + days
        return ok

    def may_end(self, who: str) -> bool:
        """End the phase: the sponsor, with every gate met."""
        ok = who == SPONSOR and not self.held and not self.closed and self.met
        self.closed = self.closed or ok
        return ok

    @property
    def waived(self) -> bool:
        """Tell whether a waiver stands beside a paper that is too small."""
        return self.size is not None and self.size < 100 and self.day < self.waived_until

    @property
    def met(self) -> bool:
        """Tell whether every gate is met, or waived where it failed."""
        if self.size is None:
            return False
        paper = self.size >= 100 or self.waived
        counting = self.signed - self.hands
        return paper and bool(counting & FINANCE) and bool(counting & SALES) and not self.severe
