"""What every rule of the life cycle is given: the state, who wishes, and when."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from playbooks.model.commands import Actor, ActorKind
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.wording import brief
from playbooks.model.offer import offered
from playbooks.model.phase import PhaseKey
from playbooks.model.refusal import RefusalCode, RefusedError
from playbooks.model.rollout import PhaseRecord, PhaseStatus, Rollout, RolloutStatus
from playbooks.model.substitution import Matter


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody's wish at a moment; the checks raise `RefusedError` with the reason."""

    rollout: Rollout
    actor: Actor
    now: datetime

    def on(self, rollout: Rollout) -> "Wish":
        """Return the same wish on another state."""
        return Wish(rollout, self.actor, self.now)

    def require_running(self) -> None:
        """Refuse while the rollout is on hold or over."""
        status = self.rollout.status
        if status is not RolloutStatus.RUNNING:
            raise RefusedError(
                RefusalCode.NOT_OPEN,
                f"项目{status.label.zh}，不能执行；如已暂停，请先恢复项目",
                f"the rollout is {status.label.en}; if it is on hold, resume it first",
            )

    def require_not_over(self) -> None:
        """Refuse once the rollout has ended."""
        if self.rollout.status.over:
            label = self.rollout.status.label
            raise RefusedError(
                RefusalCode.NOT_OPEN,
                f"项目{label.zh}，不再接受变更",
                f"the rollout is {label.en} and takes no more changes",
            )

    def require_role(self, *roles: str) -> None:
        """Refuse people who hold none of these roles; the product's own timers and runs hold none."""
        person = self.actor.kind is ActorKind.PERSON
        if person and self.rollout.team.holds(self.actor.key, *roles):
            return
        raise self._not_entitled(roles)

    def require_right(self, *roles: str, gate: str | None = None) -> str:
        """Return in whose right the actor acts, the own one or that of somebody stood in for; refuse without one.

        Only for what puts both names on record.
        """
        person = self.actor.kind is ActorKind.PERSON
        if person and self.rollout.team.holds(self.actor.key, *roles):
            return self.actor.key
        right = next(self._represented(roles, gate), None) if person else None
        if right is None:
            raise self._not_entitled(roles)
        return right

    def behind(self, right: str) -> str | None:
        """Return the second name that goes on record: whose right it is, where it is not the actor's own."""
        return None if right == self.actor.key else right

    def stands_in_for(self, person: str, *, role: str | None = None, gate: str | None = None) -> bool:
        """Tell whether the actor may act for this person, being that person or a delegate."""
        matter = Matter(role=role, gate=gate, at=self.now)
        return self.actor.key in (person, *self.rollout.substitution.stand_ins(person, matter))

    def _represented(self, roles: tuple[str, ...], gate: str | None) -> Iterator[str]:
        for holder in self.rollout.team.holders(*roles):
            held = (role for role in roles if role in holder.roles)
            if any(self.stands_in_for(holder.key, role=role, gate=gate) for role in held):
                yield holder.key

    def _not_entitled(self, roles: tuple[str, ...]) -> RefusedError:
        titles = [self.rollout.playbook.role_title(role) for role in roles]
        name = self.rollout.team.name(self.actor.key)
        return RefusedError(
            RefusalCode.NOT_ENTITLED,
            f"{name.zh}无权执行；需要的角色：{'、'.join(title.zh for title in titles)}",
            f"{name.en} is not entitled to this; it takes one of: {', '.join(title.en for title in titles)}",
        )

    def require_known(self) -> None:
        """Refuse people who are not, or no longer, active in this rollout."""
        if self.actor.kind is not ActorKind.PERSON:
            return
        person = self.rollout.team.person(self.actor.key)
        if person is None or not person.active:
            raise RefusedError(
                RefusalCode.NOT_ENTITLED,
                f"“{self.actor.key}”不是本项目的在岗成员",
                f"{self.actor.key!r} is not an active member of this rollout",
            )

    def require_current_run(self) -> None:
        """Refuse runs that no open phase regards as its own: a late writer after a crash, or after the phase has ended."""
        if self.actor.kind is not ActorKind.RUN:
            return
        open_records = (self.rollout.phases[phase] for phase in self.rollout.open_phases)
        if all(record.run != self.actor.key for record in open_records):
            raise RefusedError(
                RefusalCode.STALE_ATTEMPT,
                "该运行已不是进行中阶段的当前运行，其写入无效",
                "this run is not the current run of an open phase; its writes do not count",
            )

    def require_open(self, phase: PhaseKey) -> PhaseRecord:
        """Return the record of an open phase; refuse any other."""
        record = self.rollout.phases[phase]
        if record.status is not PhaseStatus.OPEN:
            raise RefusedError(
                RefusalCode.NOT_OPEN,
                f"阶段“{phase.label.zh}”{record.status.label.zh}",
                f"phase {phase.label.en!r} is {record.status.label.en}",
                about=phase,
            )
        return record

    def require_gate(self, key: str) -> GateRule:
        """Return a gate of an open phase; refuse unknown gates and gates of other phases."""
        gate, phase = self.require_known_gate(key), self.rollout.playbook.phase_of(key)
        if phase is not None:
            self.require_open(phase)
        return gate

    def require_known_gate(self, key: str) -> GateRule:
        """Return a gate of any phase; refuse unknown gates."""
        gate = self.rollout.playbook.gate(key)
        if gate is None:
            raise RefusedError(
                RefusalCode.NOT_FOUND,
                f"本项目没有关卡“{key}”，请用 phasegate gates 查看",
                f"this rollout has no gate {key!r}; see phasegate gates",
                about=key,
            )
        return gate

    def require_names(self, keys: Iterable[str]) -> None:
        """Refuse names that nobody of this rollout has; whoever has left since still has theirs.

        A mistyped name would bar nobody from signing what is that person's own work.
        """
        people = [person.key for person in self.rollout.team.people]
        for key in keys:
            _require_among(
                people,
                key,
                zh=f"本项目没有“{brief(key)}”这个人",
                en=f"nobody of this rollout is called {brief(key)!r}",
            )

    def require_department(self, key: str) -> None:
        """Refuse a department that does not take part; where none is listed, every one may."""
        departments = [department.key for department in self.rollout.team.departments]
        _require_among(
            departments or [key],
            key,
            zh=f"“{brief(key)}”不是参与本项目的部门",
            en=f"{brief(key)!r} is not a department of this rollout",
        )

    def require_member(self, key: str) -> None:
        """Refuse to hand something to somebody who does not take part."""
        person = self.rollout.team.person(key)
        if person is None or not person.active:
            raise RefusedError(
                RefusalCode.WRONG_INPUT,
                f"“{key}”不是本项目的在岗成员，请指定一位成员",
                f"{key!r} is not an active member of this rollout; name one who is",
                about=key,
            )


def _require_among(known: Sequence[str], key: str, *, zh: str, en: str) -> None:
    """Refuse a mistyped key with the ones it may have been meant to be."""
    if key not in known:
        near = offered(key, known)
        raise RefusedError(RefusalCode.WRONG_INPUT, f"{zh}；{near.zh}", f"{en}; {near.en}", about=key)
