"""How sending can fail, besides being down (`OutsideError`) and being wrong in itself (`InputError`)."""

from datetime import timedelta

from playbooks.model.errors import OutsideError


class BusyError(OutsideError):
    """The channel takes no more letters for the moment."""

    def __init__(self, message: str, *, wait: timedelta) -> None:
        super().__init__(message)
        self.wait = wait
