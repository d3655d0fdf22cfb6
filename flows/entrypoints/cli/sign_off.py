"""`sign-off`: a person's yes, bound to the digest of what the person has just been shown."""

import sys

from cyclopts import App

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.commanded import commanded, required
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.options import MYSELF, Acting
from flows.entrypoints.cli.visit import Visit, visit
from playbooks.model.commands import GiveSignOff, WithdrawSignOff
from playbooks.model.evidence import Evidence
from playbooks.model.gates.sign_off import SignOffGate
from tasks.adapters.render.voice import Voice

app = App(name="sign-off")

#: What the desk is told was seen at a gate that shows nothing; it says itself why there is nothing to sign.
NOTHING_SEEN = "0" * 64


@app.default
def sign_off(
    rollout: str,
    gate: str,
    /,
    *,
    role: str | None = None,
    comment: str | None = None,
    seen: str | None = None,
    yes: bool = False,
    withdraw: bool = False,
    reason: str | None = None,
    acting: Acting = MYSELF,
) -> ExitCode:
    """签核关卡，绑定您所看到的证据 · Sign off a gate, bound to the evidence you were shown.

    Args:
        rollout: 项目 · the rollout
        gate: 关卡 · the gate
        role: 以哪个角色签核 · the role you sign for
        comment: 附言 · a comment
        seen: 您已查看的摘要，脚本用 · the digest you have looked at, for scripts
        yes: 查看后不再询问 · do not ask after showing
        withdraw: 撤回自己的签核 · take your sign-off back
        reason: 撤回的理由 · why you take it back
        acting: 谁 · who
    """
    at_desk = visit(rollout, acting)
    if withdraw:
        required({"--reason": reason})
        return at_desk.wish(commanded(WithdrawSignOff, gate=gate, reason=reason))
    shown = seen or _show(at_desk, gate)
    if seen is None and not yes and not _agreed(at_desk):
        return ExitCode.PENDING
    return at_desk.wish(commanded(GiveSignOff, gate=gate, seen=shown, role=role, comment=comment))


def _show(at_desk: Visit, key: str) -> str:
    """Show what is to be signed and return its digest."""
    rollout, speaker = at_desk.rollout, at_desk.speaker
    gate = rollout.playbook.gate(key)
    if not isinstance(gate, SignOffGate):
        return NOTHING_SEEN
    voice, facts = Voice(speaker.language, rollout), rollout.facts
    verdict = gate.judge(facts, at_desk.office.clock.now())
    speaker.show(
        speaker.say(w.SIGN_TITLE, gate=speaker.say(gate.title), key=gate.key),
        *([f"  {speaker.say(gate.guidance)}"] if gate.guidance else []),
        f"  {speaker.say(verdict.outcome.label)}: {speaker.say(verdict.reason)}",
        *(f"  · {_line(facts.evidence[kept], voice)}" for kept in gate.rests_on if kept in facts.evidence),
        speaker.say(w.SIGN_MEANING, digest=voice.short(gate.shown_digest(facts))),
    )
    return gate.shown_digest(facts)


def _line(evidence: Evidence, voice: Voice) -> str:
    return voice.say(
        w.EVIDENCE_LINE,
        key=evidence.key,
        kind=voice.say(w.KINDS[evidence.payload.kind]),
        day=voice.day(evidence.observed_at),
        digest=voice.short(evidence.digest),
        people=voice.people(sorted(evidence.hands)),
    )


def _agreed(at_desk: Visit) -> bool:
    """Ask a person at a terminal; a script has nobody to ask and means what it says."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    sys.stderr.write(at_desk.speaker.say(w.SIGN_QUESTION))
    sys.stderr.flush()
    agreed = sys.stdin.readline().strip().lower() in w.YES
    if not agreed:
        at_desk.speaker.note(at_desk.speaker.say(w.NOT_SIGNED))
    return agreed
