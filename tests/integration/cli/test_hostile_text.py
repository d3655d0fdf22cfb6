"""Whatever people type is shown inert: no escape sequences, no turned writing direction, no markup."""

import pytest

from flows.entrypoints.cli.speaker import as_json
from tests.integration.cli.conftest import Phasegate

S = "small-1"
HOSTILE = "a\x1b[2J\x9b31m\x07b\u202egnp\u2066\ud83d"[:-1] + "[bold]x[/bold] :smile: \u200bend\nfake line"


@pytest.mark.parametrize(
    "words",
    [
        ("issue", "raise", S, HOSTILE, "--severity", "2", "--key", "i1"),
        ("action", "add", S, HOSTILE, "--owner", "ian", "--due", "2099-01-01"),
        ("hold", S, "--reason", HOSTILE),
        ("cancel", S, "--reason", HOSTILE),
        ("sign-off", S, HOSTILE),
        ("gates", HOSTILE),
        (HOSTILE,),
        ("status", "--nope", HOSTILE),
        ("kpi", S, "response", HOSTILE),
        ("evidence", S, "paper", HOSTILE),
        ("waive", "revoke", S, HOSTILE, "--reason", HOSTILE),
        ("comment", S, "paper_signed", HOSTILE),
        ("override", S, "paper_written", "--reason", HOSTILE),
        ("member", S, HOSTILE, "--reason", HOSTILE),
    ],
)
def test_no_answer_steers_the_terminal(phasegate: Phasegate, words: tuple[str, ...]) -> None:
    """Neither what goes on record nor what is refused."""
    ended = phasegate(*words)
    assert steering(ended.out + ended.err) == []


@pytest.mark.parametrize(
    "words",
    [
        ("issue", "list", S),
        ("gates", S),
        ("inbox", "--everybody"),
        ("ledger", "show"),
        ("status", S),
        ("retro", S),
    ],
)
def test_no_list_steers_the_terminal(phasegate: Phasegate, words: tuple[str, ...]) -> None:
    """What is on record is shown as text, markup included."""
    phasegate("issue", "raise", S, HOSTILE, "--severity", "1")
    phasegate("action", "add", S, HOSTILE, "--owner", "ian", "--due", "2099-01-01")
    assert steering(phasegate(*words).out) == []


def test_markup_is_text(phasegate: Phasegate) -> None:
    """Square brackets and colons are what they are."""
    phasegate("issue", "raise", S, HOSTILE, "--severity", "1")
    assert "[bold]x[/bold] :smile:" in phasegate("issue", "list", S).out


def test_a_script_gets_every_sign_and_no_sequence(phasegate: Phasegate) -> None:
    """The document holds what was typed, escaped."""
    phasegate("issue", "raise", S, HOSTILE, "--severity", "1")
    ended = phasegate("issue", "list", S, "--json")
    assert ended.document["issues"][0]["title"] == HOSTILE
    assert steering(ended.out) == []


@pytest.mark.parametrize("sign", ["\x7f", "\x9b", "\u202e", "\u2028", "\ud800", "\U000e0041"])
def test_signs_that_steer_are_escaped(sign: str) -> None:
    """In the plane of the common signs and beyond it."""
    import json

    written = as_json({"text": f"中文{sign}"})
    assert json.loads(written) == {"text": f"中文{sign}"}
    assert "中文" in written


def steering(text: str) -> list[str]:
    """Return the signs of a text that could steer a terminal or mislead a reader."""
    return [sign for sign in text if sign != "\n" and not sign.isprintable() and sign not in "\u3000\xa0"]
