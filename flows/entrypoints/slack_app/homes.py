"""Which Home tabs are open, and which of them are to be published anew; Slack takes a hundred a minute.

- A tab is followed for a while after it was opened; nothing tells when somebody looks away.
- It is published anew when what concerns its reader has changed, not whenever others have something to do.
- Whatever happens while tabs are being published waits for the next round, and is one round however much it is.
"""

from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tasks.adapters.slack.directory import Account

#: How long a tab is followed after somebody opened it, and how many are.
FOLLOWED_FOR = timedelta(hours=1)
AT_MOST = 100
#: How many are published within a minute; those that people open come on top of it.
A_MINUTE = 60
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a tab shows: the digest of what concerns its reader, the reader's rollouts, and all there were."""

    digest: str
    rollouts: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()

    def concerns(self, rollout: str) -> bool:
        """Tell whether a change in a rollout can be one of this tab; a new rollout may be everybody's."""
        return rollout in self.rollouts or rollout not in self.known


class Homes:
    """The tabs that are followed, the one opened last at the end."""

    def __init__(self) -> None:
        self._opened: OrderedDict[Account, datetime] = OrderedDict()
        self._shown: dict[Account, Shown] = {}
        self._due: dict[Account, None] = {}
        self._published: deque[datetime] = deque()
        self._busy = False

    def opened(self, who: Account, now: datetime) -> None:
        """Follow somebody's tab from now on."""
        self._opened[who] = now
        self._opened.move_to_end(who)
        while len(self._opened) > AT_MOST:
            self._forget(next(iter(self._opened)))

    def showing(self, who: Account, shown: Shown) -> None:
        """Note what somebody's tab shows now, if it is followed."""
        if who in self._opened:
            self._shown[who] = shown

    def changed(self, rollouts: Iterable[str], now: datetime) -> None:
        """Mark the tabs that a change in these rollouts may concern."""
        for who in [who for who, at in self._opened.items() if now - at > FOLLOWED_FOR]:
            self._forget(who)
        for rollout in rollouts:
            concerned = [who for who, shown in self._shown.items() if shown.concerns(rollout)]
            self._due.update(dict.fromkeys(concerned))

    def differs(self, who: Account, shown: Shown) -> bool:
        """Tell whether somebody's tab has to be published to show this."""
        known = self._shown.get(who)
        return known is not None and known.digest != shown.digest

    async def renewed(self, renew: Callable[[Account], Awaitable[bool]], now: datetime) -> None:
        """Look at each marked tab once, as long as Slack takes more; `renew` tells whether it was published."""
        if self._busy:
            return
        self._busy = True
        try:
            while self._due and self._room(now):
                who = next(iter(self._due))
                del self._due[who]
                if await renew(who):
                    self._published.append(now)
        finally:
            self._busy = False

    def _room(self, now: datetime) -> bool:
        while self._published and now - self._published[0] > MINUTE:
            self._published.popleft()
        return len(self._published) < A_MINUTE

    def _forget(self, who: Account) -> None:
        self._opened.pop(who, None)
        self._shown.pop(who, None)
        self._due.pop(who, None)
