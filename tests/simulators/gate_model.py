"""An independent model of one phase gate, as small as the rules allow: what must be granted, and when the phase may end.

The phase holds a paper of at least 100 bytes, a sign-off on it by finance and by the head of sales, and a limit
of issues. Nothing here is shared with the product but the people's names.
"""

from dataclasses import dataclass, field

FINANCE, SALES, DEPUTY = {"wang_fang"}, {"zhou_min"}, "wu_yan"
HANDS, SPONSOR, PMO = "zhao_lei", "lin_wei", "chen_hao"
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
    "xu_ning",
)
#: Who joins in the course of the story, and only there.
NEWCOMER = "xu_ning"
ACTIVE = set(PEOPLE) - {"he_jun", "stranger", NEWCOMER}
LONGEST_WAIVER_DAYS = 90


@dataclass
class GateModel:
    """What should be true."""

    day: int = 0
    size: int | None = None
    hands: set[str] = field(default_factory=set)
    recorded_on: int = -1
    signed: dict[str, str] = field(default_factory=dict)
    rejected: dict[str, str] = field(default_factory=dict)
    said_yes: int = 0
    finance: set[str] = field(default_factory=lambda: set(FINANCE))
    delegated: bool = False
    head_in_role: bool = True
    left: set[str] = field(default_factory=set)
    asked: tuple[str, int] | None = None
    waived_until: int = -1
    proposed: tuple[str, int, int | None] | None = None
    overridden: bool = False
    severe: set[str] = field(default_factory=set)
    held: bool = False
    closed: bool = False

    @property
    def running(self) -> bool:
        """Tell whether anything can be decided."""
        return not self.held and not self.closed

    def may_record(self, who: str, size: int) -> bool:
        """Record the paper: anybody active may, at any time; the same again is not refused either."""
        if who not in ACTIVE:
            return False
        if size != self.size:
            self.size, self.hands, self.recorded_on = size, {who}, self.day
            if not self.closed:
                self.signed.clear()  # what they rested on is another paper now
                self.rejected.clear()
                self.left.clear()
        elif self.day > self.recorded_on:  # confirmed anew, which does not take it from those who made it
            self.hands.add(who)
            self.recorded_on = self.day
        return True

    def may_join(self, by: str) -> bool:
        """Take a second person of finance in: the PMO or the sponsor may; that it was done already changes nothing."""
        if by in (PMO, SPONSOR):
            self.finance.add(NEWCOMER)
            return True
        return False

    def right_of(self, who: str) -> str | None:
        """Return in whose right somebody can speak: finance, the head of sales while in the role, finance's deputy."""
        heads = SALES if self.head_in_role else set()
        if who in self.finance | heads:
            return who
        return "wang_fang" if who == DEPUTY and self.delegated else None

    def may_speak(self, who: str, *, honest: bool) -> bool:
        """Say yes or no: in a right, neither of the two a hand that wrote, only on what was really shown."""
        right = self.right_of(who)
        clean = right is not None and not {who, right} & self.hands
        return self.running and self.size is not None and honest and clean

    def may_sign(self, who: str, *, honest: bool) -> bool:
        """Sign: each person once, and each right once, whoever uses it; an own no is taken back by it."""
        ok = (
            self.may_speak(who, honest=honest)
            and who not in self.signed
            and self.right_of(who) not in self.signed.values()
        )
        if ok:
            self.signed[who] = str(self.right_of(who))
            self.said_yes += 1
            self.rejected.pop(who, None)
        return ok

    def may_reject(self, who: str, *, honest: bool) -> bool:
        """Reject: once; an own yes is taken back by it."""
        ok = self.may_speak(who, honest=honest) and who not in self.rejected
        if ok:
            self.rejected[who] = str(self.right_of(who))
            self.signed.pop(who, None)
            self.left.discard(who)
        return ok

    def may_withdraw(self, who: str) -> bool:
        """Withdraw one's own word while the phase is open."""
        ok = who in {*self.signed, *self.rejected} and self.running
        if ok:
            self.signed.pop(who, None)
            self.rejected.pop(who, None)
            self.left.discard(who)
        return ok

    def may_ask(self, who: str, days: int) -> bool:
        """Ask for a waiver: anybody, beside a failure, with an end, one request at a time."""
        in_reach = 0 < days <= LONGEST_WAIVER_DAYS
        ok = who in ACTIVE and self.running and self.failed and self.asked is None and in_reach
        if ok:
            self.asked = (who, self.day + days)
        return ok

    def may_grant(self, who: str) -> bool:
        """Grant it: the sponsor, unless it was the sponsor who asked or wrote, before its end."""
        if self.asked is None:
            return False
        asker, end = self.asked
        in_reach = self.day < end <= self.day + LONGEST_WAIVER_DAYS
        two = who == SPONSOR and who != asker and who not in self.hands
        ok = self.running and self.failed and in_reach and two
        if ok:
            self.waived_until, self.asked = end, None
        return ok

    def may_override(self, who: str) -> bool:
        """Override: the sponsor and the PMO, the second within a day on the same paper."""
        paper = self.size is not None and self.size >= 100
        if not self.running or who not in (SPONSOR, PMO) or paper or self.overridden:
            return False
        if self.proposed is None or self.proposed[1:] != (self.day, self.size):
            self.proposed = (who, self.day, self.size)
            return True
        if self.proposed[0] == who:
            return False
        self.overridden, self.proposed = True, None
        return True

    def may_end(self, who: str) -> bool:
        """End the phase: the sponsor, with every gate met."""
        ok = who == SPONSOR and self.running and self.met
        self.closed = self.closed or ok
        return ok

    def move_head(self) -> None:
        """Take the role from the head of sales, or give it back; a yes that was given stays given."""
        self.head_in_role = not self.head_in_role
        if not self.head_in_role:
            self.left |= SALES & set(self.signed)

    @property
    def failed(self) -> bool:
        """Tell whether the paper is there and too small."""
        return self.size is not None and self.size < 100

    @property
    def waived(self) -> bool:
        """Tell whether a waiver stands beside a paper that is too small."""
        return self.failed and self.day < self.waived_until

    @property
    def objected(self) -> bool:
        """Tell whether somebody who could sign says no."""
        heads = SALES if self.head_in_role else set()
        return any(
            not {who, right} & self.hands and right in self.finance | heads
            for who, right in self.rejected.items()
        )

    @property
    def met(self) -> bool:
        """Tell whether every gate is met, or waived where it failed, or overridden by two."""
        if self.size is None:
            return False
        paper = self.size >= 100 or self.waived or self.overridden
        both = self.filled == {"finance", "department_head"}
        return paper and both and not self.objected and not self.severe

    @property
    def filled(self) -> set[str]:
        """Return the roles whose yes counts now."""
        counting = {right for who, right in self.signed.items() if not {who, right} & self.hands}
        counting -= (SALES if not self.head_in_role else set()) - self.left
        wanted = {"finance": self.finance, "department_head": SALES}
        return {role for role, people in wanted.items() if counting & people}
