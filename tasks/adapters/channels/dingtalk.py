"""DingTalk: a group robot's card, signed; a link makes it an action card."""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playbooks.model.letters import Notice
from playbooks.model.phrase import phrase
from playbooks.model.stakeholder import Stakeholder
from tasks.adapters.channels.message import LinkMaker, Message, cut, message, no_links, unmarked
from tasks.adapters.channels.robot import Codes, Json, Robot
from tasks.adapters.channels.secret import Secret

#: The service takes 20,000 bytes a message; the frame around the text needs some of them.
MOST_BYTES = 16_000
CODES = Codes(
    fields=("errcode",),
    busy=frozenset({130101, 410100, 660026}),
    hints={
        310000: phrase("its keyword, signing secret or address list does not fit"),
        300001: phrase("its access token is unknown, copy the webhook address again"),
        300005: phrase("its access token is unknown, copy the webhook address again"),
    },
)


@dataclass(frozen=True, slots=True)
class DingTalkChannel:
    """Sends notices through one robot of DingTalk."""

    name: str
    webhook: Secret
    secret: Secret | None = None
    link: LinkMaker = no_links
    seconds: Callable[[], float] = field(default=time.time)
    patience: float = 10.0

    def send(self, person: Stakeholder, notice: Notice, *, rollout: str, parcel: int) -> None:
        """Post one notice as a card."""
        said = message(
            person, notice, rollout, link=self.link(person, notice, rollout=rollout, parcel=parcel)
        )
        Robot(self.name, CODES, self.patience).post(self.webhook.reveal(), _card(said), query=self._signed())

    def _signed(self) -> dict[str, str]:
        """Return time and signature as plain values: they are encoded once, when the address is made."""
        if self.secret is None:
            return {}
        moment, key = str(round(self.seconds() * 1000)), self.secret.reveal()
        digest = hmac.new(key.encode(), f"{moment}\n{key}".encode(), hashlib.sha256).digest()
        return {"timestamp": moment, "sign": base64.b64encode(digest).decode()}


def _card(said: Message) -> dict[str, Json]:
    title = unmarked(said.subject)
    body = cut(unmarked(said.body), MOST_BYTES)
    text = f"### {title}\n\n{unmarked(said.greeting)}{body}\n\n{unmarked(said.rollout)}"
    if said.link is None:
        return {
            "msgtype": "markdown",
            "markdown": {"title": title, "text": text},
            "at": {"isAtAll": False},
        }
    card: Json = {"title": title, "text": text, "singleTitle": said.button, "singleURL": said.link}
    return {"msgtype": "actionCard", "actionCard": card}
