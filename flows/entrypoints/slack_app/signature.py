"""Whether a request really comes from Slack: checked on the raw body before anything reads it, closed by default.

- Whatever goes wrong while checking means no; nothing about it reaches whoever asked.
- A timestamp is ten plain digits, at most 5 minutes old and at most 30 seconds ahead.
- A signature is good once: a request recorded and sent again within those minutes is refused.
"""

import re
import time
from collections.abc import Callable, Mapping

from slack_sdk.signature import Clock, SignatureVerifier

from playbooks.model.errors import InputError

AHEAD_SECONDS = 30
REMEMBERED_SECONDS = 600
_TIMESTAMP = re.compile(r"[0-9]{10}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class Seal:
    """Tells Slack's requests from all others."""

    def __init__(self, secret: str, now: Callable[[], float] = time.time) -> None:
        if not secret.strip():
            raise InputError("The signing secret is not set; set PHASEGATE_SLACK_SIGNING_SECRET.")
        self._now = now
        self._verifier = SignatureVerifier(secret, _Reading(now))
        self._used: dict[str, float] = {}

    def genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Tell whether this request is Slack's and has not been seen before."""
        try:
            return self._genuine({name.lower(): value for name, value in headers.items()}, body)
        except Exception:  # noqa: BLE001  # a check that breaks is a check that failed
            return False

    def _genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        timestamp = headers.get("x-slack-request-timestamp", "")
        signature = headers.get("x-slack-signature", "")
        if not (_TIMESTAMP.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature)):
            return False
        if int(timestamp) > self._now() + AHEAD_SECONDS:
            return False
        return self._verifier.is_valid(body, timestamp, signature) and self._first(signature)

    def _first(self, signature: str) -> bool:
        now = self._now()
        self._used = {used: until for used, until in self._used.items() if until > now}
        if signature in self._used:
            return False
        self._used[signature] = now + REMEMBERED_SECONDS
        return True


class _Reading(Clock):
    """The SDK's clock, read from ours."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._read = now

    def now(self) -> float:
        """Return the present time in seconds."""
        return self._read()
