"""What can go wrong with Slack, in one sentence each: the workspace is down, or it refuses what was sent."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPException

from slack_sdk.errors import SlackApiError, SlackClientError

from playbooks.model.errors import InputError, OutsideError, RolloutError
from playbooks.model.text import Text
from tasks.adapters.channels.failures import BusyError, DownError

#: Errors after which the same call may succeed.
_PASSING = frozenset(
    {
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
        "accesslimited",
    }
)
_BUSY = frozenset({"ratelimited", "rate_limited"})
_PAUSE = 30
_WRONG = 400
_BROKEN = 500


class StrangerError(InputError):
    """Somebody on Slack who is not known here; the text says why, in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(text)
        self.text = text


def code(error: SlackApiError) -> str:
    """Return Slack's name for an error."""
    data = getattr(error.response, "data", error.response)
    return str(data.get("error", "unknown")) if isinstance(data, dict) else "unreadable_answer"


@contextmanager
def told_plainly() -> Generator[None]:
    """Turn the SDK's errors into sentences."""
    try:
        yield
    except SlackApiError as error:
        raise _plain(error) from error
    except (SlackClientError, HTTPException, OSError) as error:
        raise DownError("Slack does not answer ({reason}); it is tried again.", reason=error) from error


def _plain(error: SlackApiError) -> RolloutError:
    name, status = code(error), getattr(error.response, "status_code", _WRONG)
    if name in _BUSY:
        headers = getattr(error.response, "headers", {})
        wait = next((value for key, value in headers.items() if key.lower() == "retry-after"), "")
        seconds = int(wait) if str(wait).isdecimal() else _PAUSE
        return BusyError(
            "Slack takes no more messages for the moment; the rest follows.", wait=timedelta(seconds=seconds)
        )
    if name in _PASSING or status >= _BROKEN:
        return OutsideError(
            "Slack cannot take the message at present ({name}); it is tried again.", name=name
        )
    return InputError("Slack refuses the message ({name}); phasegate slack doctor tells more.", name=name)
