"""Gate kind `roster`: every slot has active people of the team, each with a deputy who is somebody else.

- A slot needs `count` different people; people and deputies the team does not know or who left do not count.
- Each department needs `super_users_per_department` different super users; without `departments`, each
  department of the team.
- What is empty is FAILED and named. A roster that asks for nothing is refused when the playbook is loaded.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from playbooks.model.errors import BrokenRuleError
from playbooks.model.evidence import Assignment, Roster
from playbooks.model.facts import Facts
from playbooks.model.figure import counted
from playbooks.model.frozen import Frozen, Key
from playbooks.model.gates.gate import EvidenceGate, Finding
from playbooks.model.gates.wording import department_name, role_title, short_name
from playbooks.model.stakeholder import Team
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome


class RosterSlot(Frozen):
    """A role that has to be filled, by how many people, with or without deputies."""

    role: Key
    count: int = Field(default=1, ge=1, le=100)
    deputy_required: bool = True


class RosterGate(EvidenceGate[Roster]):
    """Passes when every slot and every department has its people."""

    kind: Literal["roster"] = "roster"
    kind_name: ClassVar[Text] = Text(zh="名册", en="roster")
    payload: ClassVar[type[Frozen]] = Roster

    slots: tuple[RosterSlot, ...] = ()
    super_users_per_department: int = Field(default=0, ge=0, le=100)
    departments: tuple[Key, ...] = ()

    @model_validator(mode="after")
    def _check_slots(self) -> "RosterGate":
        roles = [slot.role for slot in self.slots]
        doubled = sorted({role for role in roles if roles.count(role) > 1})
        if doubled:
            raise BrokenRuleError(
                "roster slots listed twice: {doubled}; use `count` for more than one person",
                doubled=tuple(doubled),
            )
        if not self.slots and not self.super_users_per_department:
            raise BrokenRuleError("the roster asks for nobody; name slots or super_users_per_department")
        return self

    @property
    def roles(self) -> frozenset[str]:
        """Return the roles of the gate and of its slots."""
        return super().roles | {slot.role for slot in self.slots}

    def weigh(self, roster: Roster, /, facts: Facts, *, now: datetime) -> Finding:  # noqa: ARG002  # one signature for all kinds
        """Return FAILED with every gap by name, else PASSED."""
        gaps = (*self._slot_gaps(roster, facts.team), *self._department_gaps(roster, facts.team))
        if not gaps:
            filled = sum(slot.count for slot in self.slots)
            reason = Text(zh=f"{filled} 个岗位均已落实到人", en=f"all {filled} places have their people")
            return Finding(outcome=Outcome.PASSED, reason=reason)
        return self.gaps(Outcome.FAILED, Text(zh="人员未到位", en="people are missing"), gaps)

    def _slot_gaps(self, roster: Roster, team: Team) -> Iterator[Text]:
        for slot in self.slots:
            seated = [
                seat for seat in roster.assignments if seat.slot == slot.role and _present(team, seat.person)
            ]
            lacking = slot.count - len({seat.person for seat in seated})
            if lacking > 0:
                title = role_title(team, slot.role)
                yield Text(
                    zh=f"岗位 {title.zh} 缺 {lacking} 人",
                    en=f"slot {title.en!r} lacks {lacking} of {slot.count} people",
                )
            for seat in seated:
                if slot.deputy_required and not _has_deputy(team, seat):
                    name, title = short_name(team, seat.person), role_title(team, slot.role)
                    yield Text(
                        zh=f"{name.zh}（岗位 {title.zh}）没有代理人",
                        en=f"{name.en} (slot {title.en!r}) has no deputy",
                    )

    def _department_gaps(self, roster: Roster, team: Team) -> Iterator[Text]:
        if not self.super_users_per_department:
            return
        departments = self.departments or tuple(department.key for department in team.departments)
        if not departments:
            yield Text(zh="团队尚未登记任何部门", en="the team has no departments yet")
        for key in departments:
            users = {
                user.person
                for user in roster.super_users
                if user.department == key and _present(team, user.person)
            }
            lacking = self.super_users_per_department - len(users)
            if lacking > 0:
                name = department_name(team, key)
                yield Text(
                    zh=f"{name.zh} 缺 {lacking} 名超级用户",
                    en=f"{name.en} lacks {counted(lacking, 'super user')}",
                )


def _present(team: Team, key: str) -> bool:
    person = team.person(key)
    return person is not None and person.active


def _has_deputy(team: Team, seat: Assignment) -> bool:
    return seat.deputy is not None and seat.deputy != seat.person and _present(team, seat.deputy)
