"""What goes wrong: an answer of the Web API to an app, or a red line that a person sees."""

from flows.entrypoints.workspace.payload import Payload
from playbooks.model.text import Text


class SlackError(Exception):
    """A Web API call is refused with one of Slack's error codes."""

    def __init__(self, code: str, *, retry_after: float | None = None, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after
        self.details: Payload = dict(details)


class UserError(Exception):
    """What a person sees as a red line in the Slack client, in the person's language."""

    def __init__(self, text: Text, trouble: str = "") -> None:
        super().__init__(f"{text.en} ({trouble})" if trouble else text.en)
        self.text = text
        self.trouble = trouble
