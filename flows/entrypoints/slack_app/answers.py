"""What somebody filled into a form, by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flows.entrypoints.slack_app.payload import part, word


@dataclass(frozen=True, slots=True)
class Answers:
    """The fields of a submitted form; each element goes by the name of its field."""

    values: Mapping[str, object]

    @classmethod
    def of(cls, view: Mapping[str, object]) -> "Answers":
        """Read a submitted view."""
        return cls(part(view, "state", "values"))

    def words(self, name: str) -> str:
        """Return a text, or nothing."""
        return word(self.values, name, name, "value").strip()

    def user(self, name: str) -> str:
        """Return the Slack id of somebody chosen."""
        return word(self.values, name, name, "selected_user")

    def day(self, name: str) -> date | None:
        """Return a day chosen."""
        text = word(self.values, name, name, "selected_date")
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None

    def choice(self, name: str) -> str:
        """Return the value of the option chosen."""
        return word(self.values, name, name, "selected_option", "value")

    def choices(self, name: str) -> tuple[str, ...]:
        """Return the values of every box that is ticked."""
        found = part(self.values, name, name).get("selected_options")
        items = found if isinstance(found, Sequence) and not isinstance(found, str) else ()
        return tuple(value for item in items if (value := word(item, "value")))

    def files(self, name: str) -> tuple[str, ...]:
        """Return the ids of the files brought along."""
        found = part(self.values, name, name).get("files")
        items = found if isinstance(found, Sequence) and not isinstance(found, str) else ()
        return tuple(file for item in items if (file := word(item, "id")))
