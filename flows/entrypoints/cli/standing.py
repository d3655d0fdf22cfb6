"""What `status` and `inbox` share: the store's address and the time, without importing what decides."""

from collections.abc import Callable
from datetime import date, datetime
from errno import ENOTDIR
from os import strerror
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from config.settings import Settings
from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.mistake import Mistake
from playbooks.model.errors import NotFoundError
from playbooks.model.phrase import Phrase
from playbooks.model.provisional import remarked
from playbooks.model.text import Text
from tasks.adapters.clocks import RehearsalClock, SystemClock

View = TypeVar("View")


def store_url() -> str:
    """Return where the store lies."""
    settings = Settings.from_environment()
    home = settings.home
    if settings.database_url is None and home.exists() and not home.is_dir():
        raise Mistake(w.HOME_UNUSABLE, place=home, reason=Phrase(strerror(ENOTDIR)))
    return settings.store_url


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


class Dated(Protocol):
    """Whatever tells by which calendar its dates go: a rollout in a list, or something that waits in it."""

    @property
    def time_zone(self) -> str:
        """Return the time zone."""
        ...

    @property
    def published_through(self) -> int | None:
        """Return the last year whose public holidays are published, or None where that is no question."""
        ...


def local_day(moment: str | None, of: Dated) -> str:
    """Return the day of a moment where the rollout is, or a dash."""
    return "–" if moment is None else _day(moment, of).isoformat()


def due_day(moment: str | None, of: Dated) -> Text:
    """Return that day, with the remark where it is provisional."""
    day = local_day(moment, of)
    if moment is not None and provisional(moment, of):
        return remarked(_day(moment, of))
    return Text(zh=day, en=day)


def provisional(moment: str | None, of: Dated) -> bool:
    """Tell whether a moment lies in a year whose public holidays are not published yet."""
    if moment is None or of.published_through is None:
        return False
    return _day(moment, of).year > of.published_through


def _day(moment: str, of: Dated) -> date:
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(of.time_zone)).date()
