"""The console channel: a line per notice, in the recipient's language, on the stream it is given."""

from dataclasses import dataclass
from typing import TextIO

from playbooks.model.errors import OutsideError
from playbooks.model.letters import Notice
from playbooks.model.stakeholder import Stakeholder


@dataclass(frozen=True, slots=True)
class ConsoleChannel:
    """Writes notices where a person at the terminal sees them."""

    stream: TextIO
    name: str = "console"

    def send(self, person: Stakeholder, notice: Notice, *, rollout: str, parcel: int) -> None:  # noqa: ARG002  # the port's shape
        """Write one line: to whom, what, and the body; raises OutsideError when nobody reads any more."""
        language = person.language
        subject, body = notice.subject.to(language), notice.body.to(language)
        name = person.label.to(language)
        try:
            self.stream.write(f"  ✉ {_plain(name)}: {_plain(subject)} — {_plain(body)}\n")
            self.stream.flush()
        except (OSError, ValueError) as error:
            raise OutsideError(
                "The console cannot be written to ({reason}); switch its channel off.", reason=error
            ) from error


def _plain(text: str) -> str:
    """Return the text on one line without control characters, which could move a terminal's cursor."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
