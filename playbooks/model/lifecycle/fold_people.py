"""Fold, the people's part: who stands in for whom, who is away, who holds which role, what was found out."""

from datetime import datetime
from typing import TypeAlias

from playbooks.model import people_events as p
from playbooks.model.rollout import Rollout
from playbooks.model.sign_off import SignOff
from playbooks.model.stakeholder import Team

PeopleEvent: TypeAlias = (
    p.Delegated
    | p.DelegationBegan
    | p.DelegationEnded
    | p.AbsenceDeclared
    | p.AbsenceEnded
    | p.PersonChanged
    | p.PersonJoined
    | p.QuorumGapFound
)


def apply_people(rollout: Rollout, event: PeopleEvent, at: datetime) -> Rollout:  # noqa: C901, PLR0911  # one line per event
    """Return the state after something happened about people."""
    match event:
        case p.Delegated(delegation=given):
            return rollout.model_copy(update={"delegations": {**rollout.delegations, given.key: given}})
        case p.DelegationBegan(delegation=key):
            return _delegation(rollout, key, begun=True)
        case p.DelegationEnded(delegation=key):
            # It stays in the list, so that its number is never given again.
            return _delegation(rollout, key, until=min(at, rollout.delegations[key].until))
        case p.AbsenceDeclared(absence=absence):
            return rollout.model_copy(update={"absences": {**rollout.absences, absence.key: absence}})
        case p.AbsenceEnded(absence=key):
            absence = rollout.absences[key]
            ended = absence.model_copy(update={"until": min(at, absence.until)})
            return rollout.model_copy(update={"absences": {**rollout.absences, key: ended}})
        case p.PersonChanged():
            return _changed(rollout, event)
        case p.PersonJoined(person=person, departments=departments):
            return _with_team(rollout, rollout.team.joined(person, departments), person.key)
        case p.QuorumGapFound(finding=finding, starts=starts):
            warned = {**rollout.forewarned, f"quorum:{finding}"[:80]: starts.isoformat()}
            return rollout.model_copy(update={"forewarned": warned})


def _delegation(rollout: Rollout, key: str, **changes: object) -> Rollout:
    changed = rollout.delegations[key].model_copy(update=changes)
    return rollout.model_copy(update={"delegations": {**rollout.delegations, key: changed}})


def _changed(rollout: Rollout, event: p.PersonChanged) -> Rollout:
    update = {"active": event.active, "roles": event.roles}
    people = tuple(
        person.model_copy(update=update) if person.key == event.person else person
        for person in rollout.team.people
    )
    return _with_team(rollout, rollout.team.model_copy(update={"people": people}), event.person)


def _with_team(rollout: Rollout, team: Team, person: str) -> Rollout:
    """Return the rollout with a team in which one person is different."""
    sign_offs = tuple(_marked(given, team, person) for given in rollout.sign_offs)
    return rollout.model_copy(update={"team": team, "sign_offs": sign_offs})


def _marked(given: SignOff, team: Team, person: str) -> SignOff:
    """Mark a yes whose giver has lost the role: what was decided rightfully stays decided."""
    right = given.on_behalf_of or given.person
    lost = person in (right, given.person) and not team.holds(right, given.role)
    return given.model_copy(update={"giver_left": True}) if lost else given
