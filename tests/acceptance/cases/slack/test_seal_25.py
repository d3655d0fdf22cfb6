"""Case 25, to the second: the moment of a request may lie five minutes behind and thirty seconds ahead."""

import pytest

from flows.entrypoints.slack_app.signature import Seal
from flows.entrypoints.workspace.delivery.signed_http import sign

SECRET, NOW = "0123456789abcdef", 1_700_000_000
BODY = "payload=%7B%7D"


@pytest.mark.parametrize(
    ("seconds", "genuine"),
    [(0, True), (-300, True), (-301, False), (30, True), (31, False), (299, False), (-86_400, False)],
)
def test_case_25_the_window_is_exact(seconds: int, *, genuine: bool) -> None:
    """A request from the future would live twice as long as it may."""
    stamp = str(NOW + seconds)
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": sign(SECRET, stamp, BODY)}
    assert Seal(SECRET, lambda: float(NOW)).genuine(headers, BODY.encode()) is genuine


@pytest.mark.parametrize(
    "stamp",
    [
        "",
        "abc",
        "9" * 5000,
        "\u0661\u0667\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660",
        "-170000000",
        "1700000000.0",
        " 1700000000",
    ],
)
def test_case_25_what_is_no_moment_is_refused(stamp: str) -> None:
    """Although it is signed as Slack would sign it."""
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": sign(SECRET, stamp, BODY)}
    assert Seal(SECRET, lambda: float(NOW)).genuine(headers, BODY.encode()) is False
