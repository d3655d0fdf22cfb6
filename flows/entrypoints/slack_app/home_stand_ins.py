"""Who stands in for whom, as the Home tab lists it: what somebody has set, is represented by, or acts by."""

import json
from collections.abc import Iterator
from datetime import datetime

from flows.entrypoints.slack_app import wording as w
from flows.entrypoints.slack_app.inbox import Membership
from playbooks.model.delegation import Delegation
from playbooks.model.gates.wording import brief
from playbooks.model.text import Language
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack.blocks import Block, button, section

END = "stand_in_end"


def stand_ins(found: tuple[Membership, ...], language: Language, *, now: datetime) -> Iterator[Block]:
    """Yield the delegations that a person has set, that are for the person, or that the person acts by."""
    for member in found:
        voice, me = Voice(language, member.rollout), member.person.key
        for given in member.rollout.delegations.values():
            if given.until > now and me in (given.person, given.to, given.set_by):
                value = json.dumps([member.rollout.key, given.key])
                yield section(
                    delegation_line(voice, given), accessory=button(voice.say(w.END), END, value=value)
                )


def delegation_line(voice: Voice, given: Delegation) -> str:
    """Return a delegation in a line: who for whom, from when to when, for what, and why."""
    kept = [voice.gate(gate) for gate in given.gates] + [voice.role(role) for role in given.roles]
    return voice.say(
        w.HOME_STAND_IN,
        rollout=brief(voice.say(voice.rollout.title), 60),
        to=voice.person(given.to),
        person=voice.person(given.person),
        starts=voice.day(given.starts),
        until=voice.day(given.until),
        scope=brief(voice.listed(kept), 120) or voice.say(w.SCOPE_EVERYTHING),
        reason=brief(given.reason, 120),
    )
