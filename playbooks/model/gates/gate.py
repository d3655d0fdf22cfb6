"""What every gate has, and how evidence is read for judging it.

Missing evidence is PENDING. Evidence that is unreadable, of another kind, dated in the future or older than
`valid_for` days is INVALID, so that no gate kind can pass on it by accident. What is left the kind weighs.
"""

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, ClassVar, Generic, NamedTuple, TypeVar, cast

from pydantic import Field, model_validator

from playbooks.model.errors import BrokenRuleError
from playbooks.model.escalation import Chain, OnTimeout, WhenLate, require_agreement
from playbooks.model.evidence import Evidence, Unreadable
from playbooks.model.facts import Facts
from playbooks.model.frozen import Frozen, Key
from playbooks.model.gates.wording import listed
from playbooks.model.payload_kinds import KINDS
from playbooks.model.remembered import remembered_by
from playbooks.model.span import WrittenSpan
from playbooks.model.text import Text
from playbooks.model.verdict import Missing, Outcome, Verdict

Weight = Annotated[int, Field(ge=1, le=5)]
Days = Annotated[int, Field(ge=1, le=3650)]

#: How far clocks may differ before a moment counts as lying in the future.
CLOCK_SKEW = timedelta(minutes=5)
#: The shortest time there is, and the end of all time.
INSTANT, FOREVER = timedelta.resolution, datetime.max.replace(tzinfo=UTC)
#: How much of what is missing a verdict lists one by one: it is recorded, and an entry of the ledger has a limit.
MOST_MISSING = 20
#: Gates of some rollouts, each on its present grounds.
GATES_AT_HAND = 4096

P = TypeVar("P", bound=Frozen)


def soonest(now: datetime, *moments: datetime) -> datetime:
    """Return the next of these moments that is still to come."""
    return min((moment for moment in moments if moment > now), default=FOREVER)


def begun(facts: Facts, keys: Iterable[str]) -> Iterator[datetime]:
    """Yield for each piece of evidence on record since when it is not dated in the future any more."""
    return (facts.evidence[key].observed_at - CLOCK_SKEW for key in keys if key in facts.evidence)


def _after_days(evidence: Evidence, days: int) -> datetime:
    """Return the first instant at which evidence is older than so many days."""
    return evidence.as_of + timedelta(days=days) + INSTANT


def doubt(evidence: Evidence, now: datetime) -> Text | None:
    """Return why evidence of whatever kind must not be relied on: unreadable, or dated in the future."""
    if isinstance(evidence.payload, Unreadable):
        cause = evidence.payload.reason
        return Text(
            zh=f"证据无法读取：{cause.zh[:500]}", en=f"the evidence could not be read: {cause.en[:500]}"
        )
    if evidence.observed_at > now + CLOCK_SKEW:
        day = evidence.observed_at.date().isoformat()
        return Text(zh=f"证据的时间 {day} 在未来", en=f"the evidence of {day} is dated in the future")
    return None


class GateRule(Frozen):
    """The part all gate kinds share: name, weight, who owns it, by when."""

    kind_name: ClassVar[Text]

    key: Key
    title: Text
    owner: Key
    weight: Weight = 3
    must_meet: bool = True
    shadow: bool = False
    waivable: bool = True
    deadline: WrittenSpan | None = None
    on_timeout: WhenLate | None = None
    escalation: Chain | None = None
    guidance: Text | None = None

    @model_validator(mode="after")
    def _check_timeout(self) -> "GateRule":
        require_agreement(self.on_timeout, self.escalation)
        if self.on_timeout is not None and self.deadline is None:
            raise BrokenRuleError("on_timeout needs a deadline; add one, such as 3bd")
        if self.on_timeout is OnTimeout.REJECT and not self.asks:
            raise BrokenRuleError("only a sign-off can be rejected by its deadline; write hold or escalate")
        return self

    @property
    def asks(self) -> bool:
        """Tell whether people are asked for an answer, so that a request can be closed without one."""
        return False

    def judge(self, facts: Facts, now: datetime) -> Verdict:
        """Return the verdict on the recorded facts at this moment; while nothing can change it, the last one stands."""
        memory = _memory(_Question(self, facts))
        last = memory.last
        if last is None or not last.stands(now):
            last = memory.last = _Judged(self.weighed(facts, now), now, self.steady_until(facts, now))
        return last.verdict

    @abstractmethod
    def weighed(self, facts: Facts, now: datetime) -> Verdict:
        """Work the verdict out."""

    def grounds(self, facts: Facts) -> tuple[object, ...]:
        """Return what of the facts this gate looks at, as the objects on record; all of them where a kind does not say."""
        return (facts,)

    def steady_until(self, facts: Facts, now: datetime) -> datetime:  # noqa: ARG002  # for the kinds that know
        """Return until when a verdict of this moment cannot change by time alone; not at all where a kind does not say."""
        return now

    @property
    def evidence_keys(self) -> tuple[str, ...]:
        """Return the keys of the evidence this gate (with the gates inside it) judges."""
        return ()

    @property
    def roles(self) -> frozenset[str]:
        """Return every role the gate names, so that a playbook can be checked for unknown ones."""
        return frozenset({self.owner})

    @property
    def parts(self) -> tuple["GateRule", ...]:
        """Return the gates directly inside this one."""
        return ()

    @property
    def blocking(self) -> bool:
        """Tell whether the phase may not end before this gate is met or waived."""
        return self.must_meet and not self.shadow

    def verdict(
        self,
        outcome: Outcome,
        reason: Text,
        *,
        missing: Iterable[Missing] = (),
        inputs: dict[str, str] | None = None,
        children: tuple[Verdict, ...] = (),
    ) -> Verdict:
        """Return a verdict of this gate."""
        return Verdict(
            gate=self.key,
            outcome=outcome,
            reason=reason,
            missing=_first(tuple(missing)),
            inputs=inputs or {},
            children=children,
        )

    def lacks(self, zh: str, en: str, *who: str) -> Missing:
        """Return what is missing, and which people or roles can supply it; the owner when none is named."""
        return Missing(what=Text(zh=zh, en=en), who=who or (self.owner,))


def _first(missing: tuple[Missing, ...]) -> tuple[Missing, ...]:
    """Return the first of many things that are missing, and how many more there are, with whoever can supply those."""
    if len(missing) <= MOST_MISSING:
        return missing
    shown, rest = missing[: MOST_MISSING - 1], missing[MOST_MISSING - 1 :]
    who = dict.fromkeys(key for lacking in rest for key in lacking.who)
    more = Text(zh=f"另有 {len(rest)} 项", en=f"{len(rest)} more")
    return (*shown, Missing(what=more, who=tuple(who)))


class _Question(NamedTuple):
    gate: GateRule
    facts: Facts


class _Judged(NamedTuple):
    """A verdict, and the time in which it is what it is while its grounds are."""

    verdict: Verdict
    since: datetime
    until: datetime

    def stands(self, now: datetime) -> bool:
        return now == self.since or self.since <= now < self.until


class _Memory:
    """What a gate said last on the same grounds."""

    __slots__ = ("last",)

    def __init__(self) -> None:
        self.last: _Judged | None = None


def _same(question: _Question) -> tuple[object, ...]:
    return (question.gate, *question.gate.grounds(question.facts))


@remembered_by(_same, at_hand=GATES_AT_HAND)
def _memory(_question: _Question) -> _Memory:
    return _Memory()


class Finding(Frozen):
    """What a gate kind finds in the payload, before it becomes a verdict with inputs."""

    outcome: Outcome
    reason: Text
    missing: tuple[Missing, ...] = ()


class EvidenceGate(GateRule, Generic[P]):
    """A gate that judges one piece of evidence; each kind says which payload it takes and weighs it."""

    payload: ClassVar[type[Frozen]]

    evidence: Key
    accepted_by: tuple[Key, ...] = ()
    valid_for: Days | None = None

    @abstractmethod
    def weigh(self, payload: P, /, facts: Facts, *, now: datetime) -> Finding:
        """Return the finding on what readable, fresh evidence of the right kind says."""

    @property
    def evidence_keys(self) -> tuple[str, ...]:
        """Return the one key of evidence."""
        return (self.evidence,)

    @property
    def roles(self) -> frozenset[str]:
        """Return the owner's role and the roles that may record the evidence."""
        return frozenset({self.owner, *self.accepted_by})

    def grounds(self, facts: Facts) -> tuple[object, ...]:
        """Return the evidence on record under each key, and the team, whose names a verdict may hold."""
        return (facts.team, *map(facts.evidence.get, self.evidence_keys))

    def steady_until(self, facts: Facts, now: datetime) -> datetime:
        """Return the end of the day, as kinds count in days, or when the evidence begins or ceases to count."""
        found, midnight = (
            facts.evidence.get(self.evidence),
            datetime.combine(now.date(), time.max, now.tzinfo),
        )
        expired = [] if found is None or self.valid_for is None else [_after_days(found, self.valid_for)]
        return soonest(now, midnight + INSTANT, *expired, *begun(facts, self.evidence_keys))

    def weighed(self, facts: Facts, now: datetime) -> Verdict:
        """Return PENDING without evidence, INVALID on evidence not to be relied on, else the finding."""
        evidence = facts.evidence.get(self.evidence)
        if evidence is None:
            finding = self._absent()
        else:
            finding = self._unusable(evidence, now) or self.weigh(cast("P", evidence.payload), facts, now=now)
        return self.verdict(
            finding.outcome,
            finding.reason,
            missing=finding.missing,
            inputs=facts.digests(self.evidence_keys),
        )

    def invalid(self, zh: str, en: str) -> Finding:
        """Return that this evidence must not be relied on and has to be recorded again."""
        lacking = self.lacks("重新提交有效证据", "record valid evidence again", *self.accepted_by)
        return Finding(outcome=Outcome.INVALID, reason=Text(zh=zh, en=en), missing=(lacking,))

    def gaps(self, outcome: Outcome, what: Text, gaps: tuple[Text, ...]) -> Finding:
        """Return a finding that names the first gaps in its reason and every gap as missing."""
        found = listed(gaps)
        reason = Text(zh=f"{what.zh}：{found.zh}", en=f"{what.en}: {found.en}")
        return Finding(
            outcome=outcome,
            reason=reason,
            missing=tuple(self.lacks(g.zh, g.en, *self.accepted_by) for g in gaps),
        )

    def _absent(self) -> Finding:
        reason = Text(zh=f"尚无证据“{self.evidence}”", en=f"no evidence {self.evidence!r} on record yet")
        lacking = self.lacks(
            f"提交证据“{self.evidence}”", f"record evidence {self.evidence!r}", *self.accepted_by
        )
        return Finding(outcome=Outcome.PENDING, reason=reason, missing=(lacking,))

    def _unusable(self, evidence: Evidence, now: datetime) -> Finding | None:
        doubtful = doubt(evidence, now)
        if doubtful is not None:
            return self.invalid(doubtful.zh, doubtful.en)
        if not isinstance(evidence.payload, self.payload):
            found = KINDS[evidence.payload.kind]
            return self.invalid(f"证据类型不符：{found.zh}", f"the evidence is of another kind: {found.en}")
        if self.valid_for is not None and now - evidence.as_of > timedelta(days=self.valid_for):
            day = evidence.as_of.date().isoformat()
            return self.invalid(
                f"证据已过期：{day}，有效期 {self.valid_for} 天",
                f"the evidence of {day} is older than {self.valid_for} days",
            )
        return None
