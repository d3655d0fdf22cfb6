"""The errors of the product: one base, two families; the docstring is the default message."""


class RolloutError(Exception):
    """Something about the rollout could not be done."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or type(self).__doc__)


class InputError(RolloutError):
    """The input or the record is wrong; trying again changes nothing."""


class OutsideError(RolloutError):
    """Something outside did not answer; trying again later may help."""


class NotFoundError(InputError):
    """There is no such thing on record."""
