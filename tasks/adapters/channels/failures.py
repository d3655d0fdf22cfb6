"""How sending can fail, besides not working for now (`OutsideError`) and being wrong in itself (`InputError`)."""

from datetime import timedelta
from typing import LiteralString

from playbooks.model.errors import OutsideError


class DownError(OutsideError):
    """Nobody answers there at all: whoever's letter is next need not wait for it once more in the same round."""


class BusyError(OutsideError):
    """The channel takes no more letters for the moment."""

    def __init__(self, wording: LiteralString, /, *, wait: timedelta, **parts: object) -> None:
        super().__init__(wording, **parts)
        self.wait = wait
