"""What some people are told about something that has happened, before it becomes a note to each."""

from playbooks.model.frozen import Frozen, Key
from playbooks.model.text import Text
from playbooks.model.waiting import WaitingFor


class News(Frozen):
    """What some people are told; `asks` says what they are waited for to do, where it is more than news."""

    to: tuple[Key, ...]
    subject: Text
    body: Text
    about: Key | None = None
    asks: WaitingFor | None = None
