"""Gate kind `sign_off`: every slot is filled by a different person who saw the evidence as it is now.

- A yes counts while its digests are those of the present evidence, and its giver is active and in the role.
- Nobody signs own work, nor what they asked others to sign: whoever recorded or worked out a piece of evidence
  fills no slot, and no delegate fills it in that person's right.
- One person counts once, and for whichever slot needs them: a yes is for the evidence, not for one slot.
- One no of somebody who could sign fails the gate, until it is taken back or the evidence changes.
- PENDING names who can still sign, or, where too few people are left to reach the quorum, who could be added.
"""

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from playbooks.model.facts import Facts
from playbooks.model.frozen import Key
from playbooks.model.gates.bench import Bench
from playbooks.model.gates.gate import CLOCK_SKEW, GateRule, begun, doubt, soonest
from playbooks.model.gates.quorum import Quorum
from playbooks.model.gates.signers import signers
from playbooks.model.gates.slot import Slot
from playbooks.model.gates.wording import brief, listed, short_name
from playbooks.model.ledger.canonical import digest
from playbooks.model.rejection import Rejection
from playbooks.model.sign_off import SignOff
from playbooks.model.substitution import Matter
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome, Verdict
from playbooks.model.via import Via


class SignOffGate(GateRule):
    """Passes when different, independent people fill all slots on the present evidence.

    Where `doors` are named, it is signed and rejected through these alone.
    """

    kind: Literal["sign_off"] = "sign_off"
    kind_name: ClassVar[Text] = Text(zh="签核", en="sign-off")

    slots: tuple[Slot, ...] = Field(min_length=1, max_length=20)
    rests_on: tuple[Key, ...] = Field(min_length=1)
    independent_of_hands: bool = True
    independent_of_requester: bool = True
    two_hats: bool = False
    doors: tuple[Via, ...] | None = Field(default=None, min_length=1, max_length=len(Via))

    def opens_to(self, via: Via) -> bool:
        """Tell whether the playbook lets this gate be signed and rejected through a door."""
        return self.doors is None or via in self.doors

    @property
    def asks(self) -> bool:
        """Tell that people are asked to sign."""
        return True

    @property
    def evidence_keys(self) -> tuple[str, ...]:
        """Return the evidence the signers are shown."""
        return self.rests_on

    @property
    def roles(self) -> frozenset[str]:
        """Return the owner's role and the roles that sign."""
        return frozenset({self.owner, *(slot.role for slot in self.slots)})

    def shown(self, facts: Facts) -> dict[str, str]:
        """Return the digests a signer would rest on now."""
        return facts.digests(self.rests_on)

    def shown_digest(self, facts: Facts) -> str:
        """Return the one digest of everything a signer would rest on now."""
        return digest(self.shown(facts))

    def eligible(self, facts: Facts, now: datetime) -> tuple[tuple[Slot, tuple[str, ...]], ...]:
        """Return for each slot the people who may fill it, whether they have signed or not."""
        bench = self._bench(facts, now)
        return tuple(
            (slot, tuple(dict.fromkeys(candidate.person for candidate in bench.candidates(slot))))
            for slot in self.slots
        )

    def rights(self, facts: Facts, now: datetime, *, person: str) -> tuple[tuple[Slot, str], ...]:
        """Return the slots this person may fill, each with the person in whose right."""
        bench = self._bench(facts, now)
        return tuple(
            (slot, candidate.right)
            for slot in self.slots
            for candidate in bench.candidates(slot)
            if candidate.person == person
        )

    def quorum(self, facts: Facts, now: datetime) -> Quorum:
        """Return which seats are filled and who can fill the others."""
        return Quorum(
            bench=self._bench(facts, now),
            slots=self.slots,
            signed=self._valid(facts, now),
            two_hats=self.two_hats,
        )

    def barred(self, facts: Facts) -> frozenset[str]:
        """Return everybody who worked on what is to be signed or asked for it, unless the playbook lets them sign."""
        hands = self._hands(facts) if self.independent_of_hands else frozenset[str]()
        requester = facts.requesters.get(self.key)
        return hands | {requester} if requester and self.independent_of_requester else hands

    def grounds(self, facts: Facts) -> tuple[object, ...]:
        """Return the evidence to be signed, what was said to this gate, and who stands in for whom."""
        return (
            facts.team,
            *map(facts.evidence.get, self.rests_on),
            *(yes for yes in facts.sign_offs if yes.gate == self.key),
            *(no for no in facts.rejections if no.gate == self.key),
            *facts.delegations,
            *facts.absences,
            facts.requesters.get(self.key),
            facts.unanswered.get(self.key),
        )

    def steady_until(self, facts: Facts, now: datetime) -> datetime:
        """Return when evidence or a yes from the future begins to count, or somebody's standing in begins or ends."""
        given = (yes.given_at - CLOCK_SKEW for yes in facts.sign_offs if yes.gate == self.key)
        handed_over = (edge for each in facts.delegations for edge in (each.starts, each.until))
        away = (edge for each in facts.absences for edge in (each.starts, each.until))
        return soonest(now, *begun(facts, self.rests_on), *given, *handed_over, *away)

    def weighed(self, facts: Facts, now: datetime) -> Verdict:
        """Return INVALID on evidence nobody may rely on, FAILED on a no or on no answer, PENDING until the quorum is reached."""
        failed = self._rejected(facts, now) or self._unanswered(facts)
        return self._nothing_to_sign(facts, now) or failed or self._counted(facts, now)

    def _nothing_to_sign(self, facts: Facts, now: datetime) -> Verdict | None:
        inputs = self.shown(facts)
        absent = tuple(key for key in self.rests_on if key not in inputs)
        if absent:
            keys = listed(Text(zh=key, en=key) for key in absent)
            lacking = self.lacks(f"先提交证据：{keys.zh}", f"record the evidence first: {keys.en}")
            reason = Text(
                zh=f"尚无可签核的证据：{keys.zh}",
                en=f"there is nothing to sign yet, evidence is missing: {keys.en}",
            )
            return self.verdict(Outcome.PENDING, reason, missing=(lacking,), inputs=inputs)
        doubts = tuple(
            found for key in self.rests_on if (found := doubt(facts.evidence[key], now)) is not None
        )
        if doubts:
            lacking = self.lacks("重新提交有效证据", "record valid evidence again")
            return self.verdict(Outcome.INVALID, listed(doubts), missing=(lacking,), inputs=inputs)
        return None

    def _rejected(self, facts: Facts, now: datetime) -> Verdict | None:
        """Return FAILED with who said no and why."""
        shown, bench = self.shown(facts), self._bench(facts, now)
        standing = [
            no
            for no in facts.rejections
            if no.gate == self.key
            and no.rests_on == shown
            and any(bench.counts(no, slot) for slot in self.slots)
        ]
        if not standing:
            return None
        found = listed(_objection(facts, no) for no in standing)
        lacking = self.lacks(
            "处理反对意见，或更新证据后重新签核", "settle the objection, or record better evidence"
        )
        inputs = shown | {f"rejection:{no.person}:{no.role}": _digest(no) for no in standing}
        reason = Text(zh=f"签核被驳回：{found.zh}", en=f"rejected: {found.en}")
        return self.verdict(Outcome.FAILED, reason, missing=(lacking,), inputs=inputs)

    def _unanswered(self, facts: Facts) -> Verdict | None:
        """Return FAILED where the request was closed because nobody answered in time."""
        closed = facts.unanswered.get(self.key)
        if closed is None or closed.inputs != self.shown_digest(facts):
            return None
        lacking = self.lacks(
            "由项目办重新发起签核，或更新证据", "ask again, or record better evidence", "pmo"
        )
        return self.verdict(Outcome.FAILED, closed.because, missing=(lacking,), inputs=self.shown(facts))

    def _counted(self, facts: Facts, now: datetime) -> Verdict:
        quorum = self.quorum(facts, now)
        inputs = self.shown(facts)
        for given in quorum.counted.values():
            inputs[f"sign_off:{given.person}:{given.role}"] = _digest(given)
        if not quorum.reached:
            missing = quorum.missing(self.owner)
            return self.verdict(Outcome.PENDING, quorum.progress(), missing=missing, inputs=inputs)
        names = signers(facts.team, quorum.counted.values())
        reason = Text(zh=f"已由 {names.zh} 签核", en=f"signed off by {names.en}")
        return self.verdict(Outcome.PASSED, reason, inputs=inputs)

    def _valid(self, facts: Facts, now: datetime) -> tuple[SignOff, ...]:
        """Return the sign-offs that count, in the order in which they were given: one of each person and right."""
        shown, counted = self.shown(facts), dict[tuple[str, ...], SignOff]()
        rights: set[tuple[str, ...]] = set()
        for given in facts.sign_offs:
            if given.gate != self.key or given.rests_on != shown or given.given_at > now + CLOCK_SKEW:
                continue
            owner = given.on_behalf_of or given.person
            hat = (given.role,) if self.two_hats else ()
            held = given.giver_left or facts.team.holds(owner, given.role)
            if held and (given.person, *hat) not in counted and (owner, *hat) not in rights:
                counted[given.person, *hat] = given
                rights.add((owner, *hat))
        return tuple(counted.values())

    def _bench(self, facts: Facts, now: datetime) -> Bench:
        hands = self._hands(facts)
        people = (person for key in hands if (person := facts.team.person(key)))
        return Bench(
            substitution=facts.substitution,
            matter=Matter(gate=self.key, at=now),
            barred=self.barred(facts),
            near=frozenset(person.department for person in people),
        )

    def _hands(self, facts: Facts) -> frozenset[str]:
        hands = (facts.evidence[key].hands for key in self.rests_on if key in facts.evidence)
        return frozenset().union(*hands)


def _digest(given: SignOff | Rejection) -> str:
    """Return the digest of a yes or a no; what it does not have, or what came later, does not count."""
    later = {"giver_left"} | {name for name in ("attachments", "on_behalf_of") if not getattr(given, name)}
    return digest(given.model_dump(mode="json", exclude=later))


def _objection(facts: Facts, no: Rejection) -> Text:
    name, title, reason = short_name(facts.team, no.person), facts.team.title(no.role), brief(no.reason, 200)
    zh, en = f"{name.zh}（{brief(title.zh, 20)}）", f"{name.en} ({brief(title.en, 30)})"
    return Text(zh=f"{zh}：{reason}", en=f"{en}: {reason}")
