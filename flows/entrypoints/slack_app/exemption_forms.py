"""The parts of the forms about going on without a gate, and the tick that some decisions take."""

from collections.abc import Iterator

from flows.entrypoints.slack_app import wording as w
from flows.entrypoints.slack_app.matter import Matter
from flows.entrypoints.slack_app.wishes import GATES, SURE, YES
from playbooks.model.gates.wording import brief
from playbooks.model.override_review import overridable as open_gates
from playbooks.model.readiness import readiness
from tasks.adapters.slack.blocks import OPTION, Block, context, field, option, plain
from tasks.adapters.slack.offer import CardAction
from tasks.adapters.slack.override_card import override_summary
from tasks.adapters.slack.waiver_card import waiver_summary

#: What is decided on the request for a waiver or on a proposed override.
EXEMPTIONS = frozenset({CardAction.GRANT, CardAction.DECLINE, CardAction.CONFIRM, CardAction.REFUSE})
#: As many boxes as Slack takes in one field.
BOXES = 10


def exemption_shown(matter: Matter) -> Iterator[Block]:
    """Yield what is decided on once more."""
    gate, review, proposal = matter.gate, matter.review, matter.proposal
    if gate is None:
        return
    if matter.action in (CardAction.GRANT, CardAction.DECLINE):
        if review is not None:
            yield from waiver_summary(matter.voice, gate, review=review)
    elif proposal is not None:
        yield from override_summary(matter.voice, gate, proposal=proposal, now=matter.now)


def overridable(matter: Matter) -> Iterator[Block]:
    """Yield the boxes of the gates that keep the phase open: those chosen are overridden, and no others."""
    say, phase, now = matter.voice.say, matter.phase, matter.now
    gates = open_gates(matter.rollout, readiness(matter.rollout, phase, now), now=now) if phase else ()
    boxes = [option(brief(matter.voice.gate(gate), OPTION), gate) for gate in gates[:BOXES]]
    if boxes:
        choice: Block = {"type": "checkboxes", "options": [*boxes]}
        yield field(GATES, say(w.F_GATES), choice)
    yield context(say(w.GATES_HINT))


def tick(matter: Matter) -> Block:
    """Return the box that says that somebody means it."""
    voice, killing = matter.voice, matter.action is CardAction.KILL
    sure, more = (w.SURE_KILL, w.SURE_KILL_MORE) if killing else (w.SURE_OVERRIDE, w.SURE_OVERRIDE_MORE)
    rollout, gate = brief(voice.say(voice.rollout.title), 40), brief(voice.about(matter.message.about), 40)
    box = option(voice.say(sure, rollout=rollout, gate=gate), YES)
    box["description"] = plain(voice.say(more), OPTION)
    return field(SURE, voice.say(w.F_SURE), {"type": "checkboxes", "options": [box]})
