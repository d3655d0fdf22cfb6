"""A refusal: why a wish was not granted, what is affected, what to do instead. Refusals go on record."""

from enum import StrEnum

from playbooks.model.errors import RolloutError
from playbooks.model.frozen import Frozen, Key
from playbooks.model.gates.wording import bounded
from playbooks.model.text import Text


class RefusalCode(StrEnum):
    """The reasons for which a wish can be refused."""

    NOT_FOUND = "not_found"
    EXISTS = "exists"
    NOT_ENTITLED = "not_entitled"
    OWN_WORK = "own_work"
    ALREADY_DONE = "already_done"
    STALE = "stale"
    NOT_OPEN = "not_open"
    NOT_READY = "not_ready"
    STALE_ATTEMPT = "stale_attempt"
    WRONG_INPUT = "wrong_input"
    FROZEN = "frozen"


class Refusal(Frozen):
    """The answer to a wish that cannot be granted."""

    code: RefusalCode
    reason: Text
    about: Key | None = None


class RefusedError(RolloutError):
    """A wish was refused; however long the names it tells of, the reason fits into a text."""

    def __init__(self, code: RefusalCode, zh: str, en: str, *, about: str | None = None) -> None:
        self.refusal = Refusal(code=code, reason=bounded(zh, en), about=about)
        super().__init__(self.refusal.reason)
