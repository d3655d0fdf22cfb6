"""How sending can fail, besides being down (`OutsideError`) and being wrong in itself (`InputError`)."""

from datetime import timedelta
from typing import LiteralString

from playbooks.model.errors import OutsideError


class BusyError(OutsideError):
    """The channel takes no more letters for the moment."""

    def __init__(self, wording: LiteralString, /, *, wait: timedelta, **parts: object) -> None:
        super().__init__(wording, **parts)
        self.wait = wait
