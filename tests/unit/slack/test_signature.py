"""The seal: every way in which a check can go wrong means no."""

import pytest

from flows.entrypoints.slack_app.signature import Seal
from flows.entrypoints.workspace.delivery.signed_http import sign

SECRET, NOW, BODY = "a-secret-of-the-app", 1_800_000_000, b"payload=%7B%7D"


def headers(stamp: str = str(NOW), body: bytes = BODY, **changes: str) -> dict[str, str]:
    """Return the headers of a request in good order, with something changed."""
    signed = {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": sign(SECRET, stamp, body.decode()),
    }
    return signed | {name.replace("_", "-"): value for name, value in changes.items()}


def seal(now: float = NOW) -> Seal:
    """Return a seal at a moment."""
    return Seal(SECRET, lambda: now)


def test_slacks_own_requests_are_genuine() -> None:
    """Whatever case the headers come in."""
    lower = {name.lower(): value for name, value in headers().items()}
    assert seal().genuine(headers(), BODY)
    assert seal().genuine(lower, BODY)


@pytest.mark.parametrize(
    "stamp", ["", "abc", "9" * 5000, "\u0661\u0668" + "\u0660" * 8, "-800000000", "1.8e9", "18000000000"]
)
def test_timestamps_that_slack_never_sends(stamp: str) -> None:
    """The SDK's verifier raises on some of them; here they are refused."""
    assert not seal().genuine(headers(stamp), BODY)


@pytest.mark.parametrize(
    ("age", "genuine"), [(0, True), (300, True), (301, False), (-30, True), (-31, False), (-299, False)]
)
def test_how_old_and_how_early(age: int, genuine: bool) -> None:  # noqa: FBT001
    """Five minutes back, thirty seconds ahead."""
    assert seal(NOW + age).genuine(headers(), BODY) is genuine


@pytest.mark.parametrize("signature", ["", "v0=", "é", "v0=" + "é" * 64, "v0=" + "G" * 64, "v0=" + "0" * 64])
def test_signatures_that_are_none(signature: str) -> None:
    """Signs outside ASCII make the SDK's comparison raise; here they are refused."""
    assert not seal().genuine(headers() | {"X-Slack-Signature": signature}, BODY)


@pytest.mark.parametrize("body", [b"\xff\xfe", b"", b"payload=%7B%7D&x=1"])
def test_another_body(body: bytes) -> None:
    """One that is no text makes the SDK raise; here it is refused."""
    assert not seal().genuine(headers(), body)


def test_a_request_is_good_once() -> None:
    """Remembered for ten minutes, longer than any timestamp is good."""
    now = [float(NOW)]
    one = Seal(SECRET, lambda: now[0])
    assert one.genuine(headers(), BODY)
    now[0] += 299
    assert not one.genuine(headers(), BODY)


def test_a_refused_request_is_not_remembered() -> None:
    """Nobody uses up Slack's signature by sending it with another body first."""
    one = seal()
    assert not one.genuine(headers(), b"other")
    assert one.genuine(headers(), BODY)
