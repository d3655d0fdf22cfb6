"""A group robot's webhook: one POST, and an answer that is believed only when its body says so.

- The three services answer HTTP 200 to what they refuse; the code in the body decides.
- Too fast is told apart from down and from wrong, so that a letter waits its turn and is never dropped.
- No message repeats the address or the answer's text: the address is a secret.
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

import httpx

from playbooks.model.errors import InputError, OutsideError
from playbooks.model.phrase import Phrase, phrase
from tasks.adapters.channels.failures import BusyError, DownError

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

#: What the three services allow a robot.
PER_MINUTE = 20
PATIENCE_SECONDS = 10.0
_PAUSE = timedelta(minutes=1)
_TOO_MANY, _SERVER = 429, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """What the codes of one service mean; any other code is a refusal."""

    fields: tuple[str, ...]
    busy: frozenset[int]
    down: frozenset[int] = frozenset({-1})
    hints: Mapping[int, Phrase]


@dataclass(frozen=True, slots=True)
class Robot:
    """A robot as the channels call it."""

    name: str
    codes: Codes
    patience: float = PATIENCE_SECONDS

    def post(self, url: str, body: Mapping[str, Json], *, query: Mapping[str, str] | None = None) -> None:
        """Hand a card to the robot; raises BusyError, OutsideError or InputError in one clear sentence."""
        require_safe(url, self.name)
        try:
            # Merged by hand: a list of pairs is encoded once, whatever the address holds already.
            answer = httpx.post(
                httpx.URL(url).copy_merge_params(dict(query or {})), json=body, timeout=self.patience
            )
        except httpx.TimeoutException:
            raise DownError(
                "Robot {name} did not answer within {seconds:g} s.", name=self.name, seconds=self.patience
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise DownError(
                "Robot {name} cannot be reached ({kind}).", name=self.name, kind=type(error).__name__
            ) from None
        self._judge(answer)

    def _judge(self, answer: httpx.Response) -> None:
        status = answer.status_code
        if status == _TOO_MANY:
            raise self._busy(_wait(answer))
        if status >= _SERVER:
            raise OutsideError("Robot {name} answered with HTTP {status}.", name=self.name, status=status)
        if not answer.is_success:
            raise InputError(
                "Robot {name} answered with HTTP {status}; check its webhook address.",
                name=self.name,
                status=status,
            )
        self._judge_code(self._code(answer))

    def _judge_code(self, code: int) -> None:
        if code == 0:
            return
        if code in self.codes.busy:
            raise self._busy(_PAUSE)
        if code in self.codes.down:
            raise OutsideError(
                "Robot {name} is out of order for the moment (code {code}).", name=self.name, code=code
            )
        hint = self.codes.hints.get(code, phrase("look the code up in the service's manual"))
        raise InputError(
            "Robot {name} refused the message with code {code}; {hint}.", name=self.name, code=code, hint=hint
        )

    def _code(self, answer: httpx.Response) -> int:
        """Return the code in the body; an answer without one is no yes."""
        try:
            body = answer.json()
        except ValueError:
            body = None
        found = (
            [body[field] for field in self.codes.fields if field in body] if isinstance(body, dict) else []
        )
        if not found or not all(isinstance(code, int) for code in found):
            raise OutsideError(
                "Robot {name} gave an answer that is not the service's; check the network.", name=self.name
            )
        return next((int(code) for code in found if code != 0), 0)

    def _busy(self, wait: timedelta) -> BusyError:
        return BusyError("Robot {name} takes no more messages for the moment.", name=self.name, wait=wait)


def _wait(answer: httpx.Response) -> timedelta:
    said = answer.headers.get("Retry-After", "")
    return timedelta(seconds=min(int(said), 3600)) if said.isdecimal() and len(said) < 6 else _PAUSE  # noqa: PLR2004  # digits of a sane wait


def require_safe(url: str, name: str) -> None:
    """Refuse to send in the clear to anywhere but this machine."""
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL:
        address = httpx.URL("")
    if address.scheme == "https" or (address.scheme == "http" and _is_here(address.host)):
        return
    raise InputError(
        "The webhook of robot {name} is no https:// address; copy it from the group's settings.", name=name
    )


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
