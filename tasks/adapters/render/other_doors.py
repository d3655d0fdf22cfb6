"""Where a gate is decided that the playbook does not let be signed through the door somebody stands at."""

from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.via import Via
from tasks.adapters.render import decision_wording as d
from tasks.adapters.render.voice import Voice

#: What leads to a door, where a word helps.
_WAYS = {Via.PORTAL: d.DOOR_BY_LINK, Via.CLI: d.DOOR_BY_COMMAND}


def other_doors(voice: Voice, gate: SignOffGate, *, here: Via) -> str:
    """Return the sentence that leads to the doors through which the gate is decided."""
    ways = voice.listed(_way(voice, gate, door) for door in gate.doors or ())
    return voice.say(d.OTHER_DOOR, here=voice.say(here.label), doors=ways)


def _way(voice: Voice, gate: SignOffGate, door: Via) -> str:
    label = voice.say(door.label)
    if door not in _WAYS:
        return label
    return voice.say(_WAYS[door], door=label, rollout=voice.rollout.key, gate=gate.key)
