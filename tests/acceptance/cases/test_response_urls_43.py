"""Case 43, from the other side: no code of the Slack app reads an address that a request brings along."""

from pathlib import Path

import pytest

from tests.architecture.measures import ROOT

PLACES = ("flows/entrypoints/slack_app", "tasks/adapters/slack")


def sources() -> list[Path]:
    """Return every file of the app and of what it sends with."""
    return [path for place in PLACES for path in sorted((ROOT / place).rglob("*.py"))]


@pytest.mark.parametrize("word", ["response_url", "respond(", "AsyncRespond", "WebhookClient"])
def test_case_43_no_answer_goes_to_an_address_of_a_request(word: str) -> None:
    """169.254.169.254, http://, look-alikes, user@host and redirects: none of them can be called."""
    assert len(sources()) > 30
    assert [path.name for path in sources() if word in path.read_text(encoding="utf-8")] == []
