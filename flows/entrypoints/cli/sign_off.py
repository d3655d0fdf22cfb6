"""`sign-off`: a person's yes or no, bound to the digest of what the person has just been shown."""

import sys

from cyclopts import App

from flows.entrypoints.cli import people_wording as p
from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.attaching import keep_files
from flows.entrypoints.cli.commanded import commanded, required
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.mistake import Mistake
from flows.entrypoints.cli.options import MYSELF, Acting, Attach
from flows.entrypoints.cli.seen_digest import seen_digest
from flows.entrypoints.cli.visit import Visit, visit
from playbooks.model.commands import GiveSignOff, RejectSignOff, RequestSignOff, WithdrawSignOff
from playbooks.model.evidence import Evidence
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.payload_kinds import KINDS
from playbooks.model.text import Text
from tasks.adapters.render.origin import origin
from tasks.adapters.render.voice import Voice, colon

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
    reject: bool = False,
    attach: Attach = (),
    ask: bool = False,
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
        withdraw: 撤回自己的签核或驳回 · take your sign-off, or your rejection, back
        reject: 驳回，须写明理由 · say no instead, with a reason
        attach: 附件，可重复 · a file to attach, may be repeated
        ask: 重新发起无人答复而关闭的签核 · ask again after a request was closed without an answer
        reason: 驳回或撤回的理由 · why you reject it, or take it back
        acting: 谁 · who
    """
    if sum((ask, reject, withdraw)) > 1:
        raise Mistake(w.ONE_WORD)
    at_desk = visit(rollout, acting)
    if ask:
        return at_desk.wish(commanded(RequestSignOff, gate=gate))
    if withdraw:
        required({"--reason": reason})
        return at_desk.wish(commanded(WithdrawSignOff, gate=gate, reason=reason))
    if reject:
        required({"--reason": reason})
    attachments = keep_files(at_desk, attach)
    shown = (
        _show(at_desk, gate, reject=reject) if seen is None else seen_digest(seen, _present(at_desk, gate))
    )
    if seen is None and not yes and not _agreed(at_desk, p.REJECT_QUESTION if reject else w.SIGN_QUESTION):
        return ExitCode.PENDING
    fields = {"gate": gate, "seen": shown, "role": role, "attachments": attachments}
    if reject:
        return at_desk.wish(commanded(RejectSignOff, **fields, reason=reason))
    return at_desk.wish(commanded(GiveSignOff, **fields, comment=comment))


def _present(at_desk: Visit, key: str) -> str | None:
    """Return the digest of what is to be signed now, or None at a gate that shows nothing."""
    gate = at_desk.rollout.playbook.gate(key)
    return gate.shown_digest(at_desk.rollout.facts) if isinstance(gate, SignOffGate) else None


def _show(at_desk: Visit, key: str, *, reject: bool) -> str:
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
        f"  {speaker.say(verdict.outcome.label)}{colon(speaker.language)}{speaker.say(verdict.reason)}",
        *(f"  · {_line(facts.evidence[kept], voice)}" for kept in gate.rests_on if kept in facts.evidence),
        *_voices(at_desk, gate, voice),
        speaker.say(
            w.REJECT_MEANING if reject else w.SIGN_MEANING, digest=voice.short(gate.shown_digest(facts))
        ),
    )
    return gate.shown_digest(facts)


def _voices(at_desk: Visit, gate: SignOffGate, voice: Voice) -> list[str]:
    """Return what was said about the gate, and who may sign."""
    rollout, now = at_desk.rollout, at_desk.office.clock.now()
    said = [
        voice.say(p.COMMENT_LINE, person=voice.person(c.person), day=voice.day(c.at), text=c.text)
        for c in rollout.comments
        if c.gate == gate.key
    ]
    can = dict.fromkeys(person for _, people in gate.eligible(rollout.facts, now) for person in people)
    return [*(f"  · {comment}" for comment in said), f"  {voice.say(p.MAY_SIGN, people=voice.people(can))}"]


def _line(evidence: Evidence, voice: Voice) -> str:
    return voice.say(
        w.EVIDENCE_LINE,
        key=evidence.key,
        kind=voice.say(KINDS[evidence.payload.kind]),
        day=voice.day(evidence.observed_at),
        digest=voice.short(evidence.digest),
        people=voice.actors(evidence.hands),
        origin=origin(voice, evidence),
    )


def _agreed(at_desk: Visit, question: Text) -> bool:
    """Ask a person at a terminal; a script has nobody to ask and means what it says."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    sys.stderr.write(at_desk.speaker.say(question))
    sys.stderr.flush()
    agreed = sys.stdin.readline().strip().lower() in w.YES
    if not agreed:
        at_desk.speaker.note(at_desk.speaker.say(w.NOT_SIGNED))
    return agreed
