"""The drift watch: how often signed data are looked at again, and until when.

Without a date it lasts as long as a phase is open in which the signature counts; with one, until that day.
"""

import re
from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from playbooks.model.errors import BrokenRuleError
from playbooks.model.frozen import Frozen

NEVER = "never"
_FORM = re.compile(r"([1-9][0-9]{0,2})([hd])", re.ASCII)
_HOURS = {"h": 1, "d": 24}


def _written_well(every: str) -> str:
    if every != NEVER and not _FORM.fullmatch(every):
        raise BrokenRuleError(
            "the watch {every!r} is not understood; write 12h, 1d or never", every=every[:20]
        )
    return every


#: A stretch of time by the clock, such as 12h or 1d, or `never`.
Every = Annotated[str, AfterValidator(_written_well)]


class Watch(Frozen):
    """How often both sides of a check are looked at again after sign-off."""

    every: Every = "1d"
    until: date | None = None

    @property
    def pause(self) -> timedelta | None:
        """Return the time between two looks, None where nobody looks."""
        found = _FORM.fullmatch(self.every)
        return timedelta(hours=int(found[1]) * _HOURS[found[2]]) if found else None

    def due(self, *, last: datetime, now: datetime, today: date, needed: bool) -> bool:
        """Tell whether it is time for a look; `needed`: a phase is open in which the signature counts."""
        lasting = needed if self.until is None else today <= self.until
        return lasting and self.pause is not None and now - last >= self.pause


def _short(written: object) -> object:
    return {"every": written} if isinstance(written, str) else written


#: As plans write it: `1d`, or with its end `{every: 1d, until: "2026-12-31"}`.
WrittenWatch = Annotated[Watch, BeforeValidator(_short)]
