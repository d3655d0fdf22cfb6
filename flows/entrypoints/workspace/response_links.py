"""Response URLs: five uses within thirty minutes, without a token."""

from dataclasses import dataclass, field

from flows.entrypoints.workspace.serial import Serial
from flows.entrypoints.workspace.ticker import Ticker

USES = 5
LIFETIME = 1800.0


@dataclass(slots=True)
class ResponseLink:
    """What one response URL may still do, and to which message."""

    channel_id: str
    user_id: str
    stamp: str
    until: float
    left: int = USES


@dataclass(slots=True)
class ResponseLinks:
    """Hands out response URLs and uses them up."""

    ticker: Ticker
    by_token: dict[str, ResponseLink] = field(default_factory=dict)

    def open(self, channel_id: str, user_id: str, stamp: str = "") -> str:
        """Return the token of a new link."""
        token = Serial.token()
        self.by_token[token] = ResponseLink(channel_id, user_id, stamp, self.ticker() + LIFETIME)
        return token

    def use(self, token: str) -> ResponseLink | str:
        """Use a link once, or return the error that Slack answers."""
        link = self.by_token.get(token)
        if link is None:
            return "invalid_url"
        if self.ticker() > link.until:
            return "expired_url"
        if link.left <= 0:
            return "used_url"
        link.left -= 1
        return link
