"""Any other service, through apprise, which is an extra: plain notices, no more than apprise can tell about failures."""

from dataclasses import dataclass
from importlib import import_module

from playbooks.model.errors import InputError, OutsideError
from playbooks.model.letters import Notice
from playbooks.model.stakeholder import Stakeholder
from tasks.adapters.channels.message import LinkMaker, message, no_links
from tasks.adapters.channels.secret import Secret


@dataclass(frozen=True, slots=True)
class AppriseChannel:
    """Sends notices to one address of apprise."""

    name: str
    url: Secret
    link: LinkMaker = no_links
    module: str = "apprise"

    def send(self, person: Stakeholder, notice: Notice, *, rollout: str, parcel: int) -> None:
        """Hand one notice to apprise as plain text."""
        said = message(
            person, notice, rollout, link=self.link(person, notice, rollout=rollout, parcel=parcel)
        )
        try:
            apprise = import_module(self.module)
        except ImportError:
            raise InputError(
                "Channel {name} needs apprise; install it: pip install 'phasegate[apprise]'.", name=self.name
            ) from None
        post = apprise.Apprise()
        if not post.add(self.url.reveal()):
            raise InputError(
                "apprise does not know the address in {name}; see its manual.", name=self.url.name
            )
        body = f"{said.greeting} {said.body}" + (f"\n{said.button}: {said.link}" if said.link else "")
        if not post.notify(body=body, title=said.subject, body_format="text"):
            raise OutsideError(
                "Channel {name} did not take the message; apprise does not say why.", name=self.name
            )
