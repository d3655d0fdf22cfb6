"""Gate kind `sign_off`: every slot is filled by a different person who saw the evidence as it is now.

- A yes counts while its digests are those of the present evidence, and its giver is active and in the role.
- Nobody signs own work: whoever recorded or worked out a piece of evidence fills no slot.
- One person counts once, and for whichever slot needs them: a yes is for the evidence, not for one slot.
- PENDING names who can still sign, or, where too few people are left to reach the quorum, who could be added.
"""

from datetime import datetime
from typing import Literal

from pydantic import Field

from playbooks.model.facts import Facts
from playbooks.model.frozen import Key
from playbooks.model.gates.gate import CLOCK_SKEW, GateRule, doubt
from playbooks.model.gates.quorum import Quorum
from playbooks.model.gates.slot import Slot
from playbooks.model.gates.wording import listed, named
from playbooks.model.ledger.canonical import digest
from playbooks.model.sign_off import SignOff
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome, Verdict


class SignOffGate(GateRule):
    """Passes when different, independent people fill all slots on the present evidence."""

    kind: Literal["sign_off"] = "sign_off"

    slots: tuple[Slot, ...] = Field(min_length=1, max_length=20)
    rests_on: tuple[Key, ...] = Field(min_length=1)
    independent_of_hands: bool = True

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

    def eligible(self, facts: Facts) -> tuple[tuple[Slot, tuple[str, ...]], ...]:
        """Return for each slot the people who may fill it, whether they have signed or not."""
        barred = self._hands(facts)
        people = [person for person in facts.team.people if person.key not in barred]
        return tuple(
            (slot, tuple(person.key for person in people if slot.admits(person))) for slot in self.slots
        )

    def judge(self, facts: Facts, now: datetime) -> Verdict:
        """Return PENDING until the quorum is reached, INVALID on evidence nobody may rely on, else PASSED."""
        return self._nothing_to_sign(facts, now) or self._counted(facts, now)

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

    def _counted(self, facts: Facts, now: datetime) -> Verdict:
        valid = self._valid(facts, now)
        seats = tuple((slot, can) for slot, can in self.eligible(facts) for _ in range(slot.count))
        quorum = Quorum(team=facts.team, seats=seats, signed=tuple(valid), barred=self._hands(facts))
        inputs = self.shown(facts)
        for person in quorum.counted.values():
            content = valid[person].model_dump(mode="json", exclude={"seq"})
            inputs[f"sign_off:{person}:{valid[person].role}"] = digest(content)
        if not quorum.reached:
            missing = quorum.missing(self.owner)
            return self.verdict(Outcome.PENDING, quorum.progress(), missing=missing, inputs=inputs)
        names = named(facts.team, quorum.counted.values())
        reason = Text(zh=f"已由 {names.zh} 签核", en=f"signed off by {names.en}")
        return self.verdict(Outcome.PASSED, reason, inputs=inputs)

    def _valid(self, facts: Facts, now: datetime) -> dict[str, SignOff]:
        """Return the sign-offs that count, by person, in the order in which they were given."""
        shown = self.shown(facts)
        return {
            sign_off.person: sign_off
            for sign_off in facts.sign_offs
            if sign_off.gate == self.key
            and sign_off.rests_on == shown
            and sign_off.given_at <= now + CLOCK_SKEW
            and facts.team.holds(sign_off.person, sign_off.role)
        }

    def _hands(self, facts: Facts) -> frozenset[str]:
        """Return everybody who worked on what is to be signed, unless the playbook lets them sign."""
        if not self.independent_of_hands:
            return frozenset()
        hands = (facts.evidence[key].hands for key in self.rests_on if key in facts.evidence)
        return frozenset().union(*hands)
