"""The people of a rollout: who they are, which roles they hold, who stands in for them."""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import model_validator

from playbooks.model.errors import BrokenRuleError
from playbooks.model.frozen import Frozen, Key
from playbooks.model.remembered import remembered
from playbooks.model.text import Language, Text, Wording
from playbooks.model.time_zone import TimeZone
from playbooks.model.working_hours import WorkingHours


class Raci(StrEnum):
    """A role's part in a phase: responsible, accountable, consulted or informed."""

    RESPONSIBLE = "R"
    ACCOUNTABLE = "A"
    CONSULTED = "C"
    INFORMED = "I"


class Stakeholder(Frozen):
    """One named person with the roles held in this rollout."""

    key: Key
    name: Wording
    name_en: Wording
    title: Text
    department: Key
    language: Language = Language.ZH
    email: str | None = None
    roles: tuple[Key, ...] = ()
    deputy: Key | None = None
    active: bool = True
    time_zone: TimeZone | None = None
    hours: WorkingHours | None = None

    @property
    def label(self) -> Text:
        """Return the person's name in both scripts."""
        return Text(zh=self.name, en=self.name_en)


class Department(Frozen):
    """A department that takes part in the rollout."""

    key: Key
    name: Text
    head: Key | None = None


class Team(Frozen):
    """Everybody who takes part in one rollout, by key and by role, with the titles of the roles."""

    departments: tuple[Department, ...] = ()
    people: tuple[Stakeholder, ...]
    titles: dict[Key, Text] = {}

    @model_validator(mode="after")
    def _check_references(self) -> "Team":
        keys = [person.key for person in self.people]
        doubled = {key for key in keys if keys.count(key) > 1}
        if doubled:
            raise BrokenRuleError(
                "people listed twice: {doubled}; keep one entry each", doubled=tuple(sorted(doubled))
            )
        for person in self.people:
            if person.deputy is not None and person.deputy not in keys:
                raise BrokenRuleError(
                    "deputy {deputy!r} of {key!r} is not among the people; add them",
                    deputy=person.deputy,
                    key=person.key,
                )
            if person.deputy == person.key:
                raise BrokenRuleError(
                    "{key!r} is named as their own deputy; name somebody else", key=person.key
                )
        return self

    def person(self, key: str) -> Stakeholder | None:
        """Return the person with this key, or None."""
        return _by_key(self).get(key)

    def department(self, key: str) -> Department | None:
        """Return the department with this key, or None."""
        return next((department for department in self.departments if department.key == key), None)

    def holders(self, *roles: str) -> tuple[Stakeholder, ...]:
        """Return the active people who hold at least one of the roles, in the team's order."""
        wanted = set(roles)
        return tuple(person for person in self.people if person.active and wanted & set(person.roles))

    def holds(self, key: str, *roles: str) -> bool:
        """Tell whether this active person holds at least one of the roles."""
        person = self.person(key)
        return person is not None and person.active and not set(roles).isdisjoint(person.roles)

    def title(self, role: str) -> Text:
        """Return a role's title; an unknown role stands for itself."""
        return self.titles.get(role) or Text(zh=role, en=role)

    def joined(self, person: Stakeholder, departments: tuple[Department, ...]) -> "Team":
        """Return the team with a person and departments as they are stated; those of the same keys give way."""
        people = {**{one.key: one for one in self.people}, person.key: person}
        parts = {one.key: one for one in (*self.departments, *departments)}
        update = {"people": tuple(people.values()), "departments": tuple(parts.values())}
        return self.model_copy(update=update)

    def name(self, key: str) -> Text:
        """Return the person's name; an unknown key stands for itself (a system, a run)."""
        person = self.person(key)
        return person.label if person else Text(zh=key, en=key)


@remembered
def _by_key(team: Team) -> Mapping[str, Stakeholder]:
    return {person.key: person for person in team.people}
