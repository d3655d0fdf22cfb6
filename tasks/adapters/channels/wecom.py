"""WeCom: a group robot's Markdown, which mentions nobody and holds no link but ours."""

from dataclasses import dataclass

from playbooks.model.letters import Notice
from playbooks.model.phrase import phrase
from playbooks.model.stakeholder import Stakeholder
from tasks.adapters.channels.message import LinkMaker, Message, cut, message, no_links, unmarked
from tasks.adapters.channels.robot import Codes, Json, Robot
from tasks.adapters.channels.secret import Secret

#: The service takes 4,096 bytes of Markdown and cuts off what is more, the link first.
MOST_BYTES = 4_096
MOST_TITLE = 600
CODES = Codes(
    fields=("errcode",),
    busy=frozenset({45009, 45033}),
    hints={
        93000: phrase("its webhook address is unknown, copy it again"),
        93017: phrase("it was removed from its group, add it again"),
    },
)


@dataclass(frozen=True, slots=True)
class WeComChannel:
    """Sends notices through one robot of WeCom."""

    name: str
    webhook: Secret
    link: LinkMaker = no_links
    patience: float = 10.0

    def send(self, person: Stakeholder, notice: Notice, *, rollout: str, parcel: int) -> None:
        """Post one notice."""
        said = message(
            person, notice, rollout, link=self.link(person, notice, rollout=rollout, parcel=parcel)
        )
        body: dict[str, Json] = {"msgtype": "markdown", "markdown": {"content": _markdown(said)}}
        Robot(self.name, CODES, self.patience).post(self.webhook.reveal(), body)


def _markdown(said: Message) -> str:
    head = f"**{cut(unmarked(said.subject), MOST_TITLE)}**\n{cut(unmarked(said.greeting), MOST_TITLE)}"
    foot = f"\n{unmarked(said.rollout)}" + (f"\n[{said.button}]({said.link})" if said.link else "")
    return head + cut(unmarked(said.body), MOST_BYTES - len((head + foot).encode())) + foot
