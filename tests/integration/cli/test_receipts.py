"""What is told after a change: the receipt, what happened, what could not be delivered."""

import pytest

from playbooks.model.errors import OutsideError
from tests.integration.cli.conftest import Phasegate
from tests.integration.cli.small_company import REQUEST, WillingRuns

S = "small-1"
HOLD = ("hold", S, "--reason", "audit")


class SilentRuns(WillingRuns):
    """An orchestrator that does not answer."""

    def announce(self, *_: object, **__: object) -> None:
        """Be silent."""
        raise OutsideError("Prefect does not answer; run phasegate up.")


def test_a_change_is_answered_with_its_place_on_the_ledger(phasegate: Phasegate) -> None:
    """People see number, leaf hash and what happened in their words."""
    ended = phasegate(*HOLD)
    first, second = ended.out.splitlines()
    assert first.startswith("✓ small-1: on record as #")
    assert second == "  · The rollout was put on hold: audit"


def test_a_script_gets_the_whole_receipt(phasegate: Phasegate) -> None:
    """The names in the document stay."""
    document = phasegate(*HOLD, "--json").document
    assert set(document) == {"rollout", "request", "seq", "leaf", "repeated", "events", "delivery"}
    assert [event["type"] for event in document["events"]] == ["rollout.held"]
    assert document["delivery"]["waiting"] == 0


def test_the_ledger_shows_who_really_typed(phasegate: Phasegate, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever acts as somebody else leaves the login of the machine."""
    monkeypatch.setattr("flows.entrypoints.cli.acting.login", lambda: "typist")
    phasegate(*HOLD, "--as", "pam")
    actor = phasegate("ledger", "show", "--last", "1", "--json").document["entries"][0]["actor"]
    assert (actor["id"], actor["via"], actor["session"]) == ("pam", "cli", "os:typist")


def test_a_person_with_the_name_of_the_login_needs_no_option(
    phasegate: Phasegate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On one's own machine one is oneself."""
    monkeypatch.delenv("PHASEGATE_USER")
    monkeypatch.setattr("flows.entrypoints.cli.acting.login", lambda: "pam")
    assert phasegate(*HOLD).code == 0


def test_nobody_acts_by_accident(phasegate: Phasegate, monkeypatch: pytest.MonkeyPatch) -> None:
    """A login that is nobody's key is told to say who acts."""
    monkeypatch.delenv("PHASEGATE_USER")
    monkeypatch.setattr("flows.entrypoints.cli.acting.login", lambda: "typist")
    ended = phasegate(*HOLD)
    assert (ended.code, "--as PERSON" in ended.err) == (2, True)


def test_a_repeated_request_happens_once(phasegate: Phasegate) -> None:
    """The same id gets the first answer again."""
    first = phasegate(*HOLD, "--request-id", REQUEST, "--json").document
    again = phasegate(*HOLD, "--request-id", REQUEST, "--json").document
    assert (again["seq"], again["repeated"], again["events"]) == (first["seq"], True, [])


@pytest.mark.parametrize(
    "words",
    [
        ("kpi", S, "response", "5", "--as", "ian"),
        ("issue", "raise", S, "it hangs", "--severity", "2"),
        ("action", "add", S, "tidy up", "--owner", "ian", "--due", "2099-01-01"),
        ("train", S, "e1", "--tier", "staff", "--level", "skill", "--department", "sales", "--as", "ian"),
    ],
)
def test_a_repeated_fact_is_the_same_fact(phasegate: Phasegate, words: tuple[str, ...]) -> None:
    """Keys and times made for the caller do not differ between tries."""
    phasegate(*words, "--request-id", REQUEST)
    again = phasegate(*words, "--request-id", REQUEST)
    assert (again.code, "answered before" in again.out) == (0, True)


def test_an_id_of_another_wish_is_refused(phasegate: Phasegate) -> None:
    """Two different wishes never share an answer."""
    phasegate(*HOLD, "--request-id", REQUEST)
    assert phasegate("resume", S, "--reason", "on", "--request-id", REQUEST).code == 2


def test_a_decision_stands_although_its_letters_stay(
    phasegate: Phasegate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Undelivered letters end the command with 6 and are told; the state has changed."""
    monkeypatch.setattr("flows.bootstrap.PhaseRuns", SilentRuns)
    ended = phasegate(*HOLD)
    assert (ended.code, "The decision stands" in ended.err) == (6, True)
    assert phasegate("status", "--json").document["rollouts"][0]["status"] == "held"


def test_what_says_nothing_new_is_not_recorded(phasegate: Phasegate) -> None:
    """The same reading twice leaves one entry."""
    words = ("kpi", S, "response", "5", "--as", "ian", "--request-id")
    phasegate(*words, REQUEST)
    assert "nothing new" in phasegate(*words, REQUEST[:-1] + "0").out
