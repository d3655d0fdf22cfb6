"""The card behind an item of the Home tab: looked up by rollout, kind and key, and made if it is not there yet.

Only a member of the rollout finds one; what it offers is worked out from the state, as on every card.
"""

from flows.entrypoints.slack_app.door import Door
from flows.entrypoints.slack_app.inbox import Membership, memberships
from playbooks.model.phase import PhaseKey
from tasks.adapters.slack.directory import Account
from tasks.adapters.slack.poster import message_id
from tasks.adapters.store.messages import MessageKind, SentMessage

#: The kinds of cards that can be looked at.
KINDS = {
    kind.value: kind
    for kind in (MessageKind.GATE, MessageKind.PHASE_GATE, MessageKind.WAIVER, MessageKind.OVERRIDE)
}


def handle(rollout: str, kind: MessageKind, *, about: str) -> str:
    """Return what a button of the Home tab carries: ids and nothing else."""
    return f"{rollout} {kind.value} {about}"


def card(door: Door, who: Account, *, value: str) -> SentMessage | None:
    """Return the card that a button names, for this account; None where there is nothing to look at any more."""
    rollout, _, rest = value.partition(" ")
    kind, _, about = rest.partition(" ")
    member = next((one for one in memberships(door, who) if one.rollout.key == rollout), None)
    if member is None or kind not in KINDS or not _open(member, KINDS[kind], about=about):
        return None
    wanted = SentMessage(
        id=message_id("home", rollout, kind, about, member.person.key, member.rollout.version),
        kind=KINDS[kind],
        rollout=rollout,
        about=about,
        recipient=member.person.key,
        team=who.team,
    )
    return door.slack.channel.ask(member.person, wanted)


def _open(member: Membership, kind: MessageKind, *, about: str) -> bool:
    """Tell whether this still stands open in the rollout."""
    rollout = member.rollout
    match kind:
        case MessageKind.PHASE_GATE:
            return about in set(PhaseKey) and PhaseKey(about) in rollout.open_phases
        case MessageKind.WAIVER:
            return about in rollout.waiver_requests
        case MessageKind.OVERRIDE:
            return about in rollout.proposals
        case _:
            return rollout.playbook.phase_of(about) in rollout.open_phases
