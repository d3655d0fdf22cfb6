"""A channel that keeps what it is given, and can be told to be down."""

from dataclasses import dataclass, field

from playbooks.model.letters import Notice
from playbooks.model.stakeholder import Stakeholder
from tasks.adapters.channels.failures import DownError


@dataclass(slots=True)
class FakeChannel:
    """Keeps (parcel, person, subject) of every notice; while it is down it delivers nothing."""

    name: str = "fake"
    down: bool = False
    #: It goes up again after this many failures; None: only when told to.
    fails: int | None = None
    sent: list[tuple[int, str, str]] = field(default_factory=list)
    tried: int = 0

    def send(self, person: Stakeholder, notice: Notice, *, rollout: str, parcel: int) -> None:  # noqa: ARG002  # the port's shape
        """Keep a notice, or raise DownError while the channel is down."""
        self.tried += 1
        if self.fails is not None:
            self.down, self.fails = self.fails > 0, max(self.fails - 1, 0)
        if self.down:
            raise DownError("The line is down.")
        self.sent.append((parcel, person.key, notice.subject.en))
