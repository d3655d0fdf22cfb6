"""The people of an organisation as members of the workspace."""

from collections.abc import Iterable

from flows.entrypoints.workspace.member import Member
from playbooks.model.stakeholder import Stakeholder


def as_members(people: Iterable[Stakeholder]) -> list[Member]:
    """Return a member for every person who can be reached by e-mail, which is how Slack and Phasegate agree on people."""
    return [as_member(person) for person in people if person.email]


def as_member(person: Stakeholder) -> Member:
    """Return one person as a member, named and titled in the person's own language."""
    usual = Member(name=person.label.to(person.language))
    return Member(
        name=usual.name,
        id=_user_id(person.key),
        email=person.email or "",
        language=person.language,
        title=person.title.to(person.language),
        time_zone=str(person.time_zone or usual.time_zone),
        deactivated=not person.active,
    )


def _user_id(key: str) -> str:
    """Return the same id for the same person on every start, in Slack's alphabet."""
    letters = "".join(sign for sign in key.upper() if sign.isascii() and sign.isalnum())
    return f"U0{letters}"
