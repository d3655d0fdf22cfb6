"""Who calls: the stakeholder a Slack account belongs to, or a stranger; strangers' wishes are refused on record too."""

from dataclasses import dataclass

from playbooks.model.commands import Actor, Via
from playbooks.model.rollout import Rollout
from playbooks.model.stakeholder import Stakeholder
from playbooks.model.text import Language, Text
from tasks.adapters.slack.directory import Account, Directory
from tasks.adapters.slack.errors import StrangerError


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with a Slack account; `refused` says why nobody is known by it."""

    account: Account
    person: Stakeholder | None
    refused: Text | None = None

    @property
    def actor(self) -> Actor:
        """Return who acts; an account nobody is known by acts for itself, and holds no role."""
        session = f"slack:{self.account}"
        return Actor(key=self.person.key if self.person else session.lower(), via=Via.SLACK, session=session)

    @property
    def language(self) -> Language:
        """Return the language to answer in."""
        return self.person.language if self.person else Language.ZH


def caller(directory: Directory, account: Account, rollout: Rollout) -> Caller:
    """Return who calls about a rollout."""
    try:
        return Caller(account, directory.person(account, rollout.team))
    except StrangerError as error:
        return Caller(account, None, error.text)
