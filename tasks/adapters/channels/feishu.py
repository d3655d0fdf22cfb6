"""Feishu and Lark: a group robot's interactive card, signed; words of people stand in plain-text elements only."""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playbooks.model.letters import Notice
from playbooks.model.phrase import phrase
from playbooks.model.stakeholder import Stakeholder
from tasks.adapters.channels.message import LinkMaker, Message, cut, message, no_links
from tasks.adapters.channels.robot import Codes, Json, Robot
from tasks.adapters.channels.secret import Secret

#: The service takes 20 KB a message, and JSON may double what a quotation mark takes.
MOST_BYTES = 8_000
MOST_TITLE = 400
_MENTIONS = {ord(sign): ord(sign) + 0xFEE0 for sign in "<>@"}
CODES = Codes(
    fields=("code", "StatusCode"),
    busy=frozenset({11232, 99991400}),
    hints={
        19021: phrase("its signing secret or this machine's clock is wrong"),
        19022: phrase("this machine's address is not on its list"),
        19024: phrase("its keyword is not in the message"),
        19001: phrase("its webhook address is unknown, copy it again"),
    },
)


@dataclass(frozen=True, slots=True)
class FeishuChannel:
    """Sends notices through one robot of Feishu or Lark."""

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
        body: dict[str, Json] = {**self._signed(), "msg_type": "interactive", "card": _card(said)}
        Robot(self.name, CODES, self.patience).post(self.webhook.reveal(), body)

    def _signed(self) -> dict[str, Json]:
        """Return time and signature; the service makes the key of both and signs nothing with it."""
        if self.secret is None:
            return {}
        moment = str(int(self.seconds()))
        digest = hmac.new(f"{moment}\n{self.secret.reveal()}".encode(), b"", hashlib.sha256).digest()
        return {"timestamp": moment, "sign": base64.b64encode(digest).decode()}


def _card(said: Message) -> dict[str, Json]:
    elements: list[Json] = [{"tag": "div", "text": _plain(f"{said.greeting}{cut(said.body, MOST_BYTES)}")}]
    if said.link is not None:
        button: Json = {
            "tag": "button",
            "type": "primary",
            "text": _plain(said.button),
            "url": said.link,
        }
        elements.append({"tag": "action", "actions": [button]})
    elements.append({"tag": "note", "elements": [_plain(said.rollout)]})
    header: Json = {"template": "blue", "title": _plain(cut(said.subject, MOST_TITLE))}
    return {"config": {"wide_screen_mode": True}, "header": header, "elements": elements}


def _plain(text: str) -> dict[str, Json]:
    # Plain text is no Markdown; should a client read mentions in it all the same, there are none.
    return {"tag": "plain_text", "content": text.translate(_MENTIONS)}
