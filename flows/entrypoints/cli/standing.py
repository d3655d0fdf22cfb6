"""What `status` and `inbox` share: the store's address and the time, without importing what decides."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from config.settings import Settings
from playbooks.model.errors import NotFoundError
from tasks.adapters.clocks import RehearsalClock, SystemClock

View = TypeVar("View")


def store_url() -> str:
    """Return where the store lies."""
    return Settings.from_environment().store_url


def nothing_yet(look: Callable[[], tuple[View, ...]]) -> tuple[View, ...]:
    """Return what is found, or nothing while no store has been made."""
    try:
        return look()
    except NotFoundError:
        return ()


def present() -> datetime:
    """Return the present instant, of the rehearsal's calendar when one is set."""
    file = Settings.from_environment().clock
    return RehearsalClock(file).now() if file else SystemClock().now()


def overdue(due: str | None, now: datetime) -> bool:
    """Tell whether a moment, as the ledger writes it, has passed."""
    return due is not None and datetime.fromisoformat(due) < now


def local_day(moment: str | None) -> str:
    """Return the day of a moment where this machine stands, or a dash."""
    return "–" if moment is None else datetime.fromisoformat(moment).astimezone().date().isoformat()
