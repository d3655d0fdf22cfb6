"""A slot of a quorum: a role whose yes is needed, and who is fit to give it."""

from pydantic import Field

from playbooks.model.frozen import Frozen, Key
from playbooks.model.gates.wording import department_name, role_title
from playbooks.model.stakeholder import Stakeholder, Team
from playbooks.model.text import Text


class Slot(Frozen):
    """A role whose yes is needed, from how many people, of which department.

    A second signature comes from another department than everybody who worked on the evidence.
    """

    role: Key
    count: int = Field(default=1, ge=1, le=20)
    department: Key | None = None
    second_signature: bool = False

    def admits(self, person: Stakeholder) -> bool:
        """Tell whether this person holds the role in the right department and is still with the rollout."""
        return person.active and self.role in person.roles and self.belongs(person)

    def belongs(self, person: Stakeholder | None) -> bool:
        """Tell whether the person is of the slot's department; without a department everybody is, gone or not."""
        return self.department is None or (person is not None and person.department == self.department)

    def label(self, team: Team) -> Text:
        """Return the slot as shown to people, cut where titles are long."""
        title = role_title(team, self.role)
        if self.department is None:
            return title
        name = department_name(team, self.department)
        return Text(zh=f"{title.zh}（{name.zh}）", en=f"{title.en} ({name.en})")
