"""People decide by command: evidence, sign-offs, waivers, and the decision at the end of a phase."""

import re
from pathlib import Path
from uuid import uuid4

from tests.integration.cli.conftest import Phasegate

S = "small-1"
WAIVER = ("--reason", "slow line", "--control", "calls by phone", "--owner", "ian", "--until")


def gate(phasegate: Phasegate, key: str) -> dict[str, object]:
    """Return one gate of the open phase."""
    gates = phasegate("gates", S, "--json").document["phases"][0]["gates"]
    found: dict[str, object] = next(each for each in gates if each["gate"] == key)
    return found


def outcome(phasegate: Phasegate, key: str) -> object:
    """Return the outcome of one gate."""
    verdict = gate(phasegate, key)["verdict"]
    assert isinstance(verdict, dict)
    return verdict["outcome"]


def soon(phasegate: Phasegate) -> str:
    """Return a day within the reach of a waiver: the planned end of the phase."""
    return str(phasegate("gates", S, "--json").document["phases"][0]["due"])[:10]


def test_a_document_meets_its_gate(with_paper: Phasegate) -> None:
    """A file becomes evidence under its digest and is judged at once."""
    assert outcome(with_paper, "paper_written") == "passed"


def test_signing_shows_what_is_signed_and_binds_to_it(with_paper: Phasegate) -> None:
    """The signer sees gate, guidance, evidence and meaning before the yes goes on record."""
    ended = with_paper("sign-off", S, "paper_signed", "--as", "finn", "--comment", "read it")
    for part in ("Paper signed", "Read page two first", "paper (document", "when it changes", "on record"):
        assert part in ended.out
    assert outcome(with_paper, "paper_signed") == "passed"


def test_nobody_signs_their_own_work(with_paper: Phasegate) -> None:
    """Ann holds the role, and recorded the paper."""
    ended = with_paper("sign-off", S, "paper_signed", "--as", "ann", "--json")
    assert (ended.code, ended.document["refused"]["code"]) == (4, "own_work")


def test_a_sign_off_of_something_else_is_stale(with_paper: Phasegate) -> None:
    """A digest that is not that of the present evidence binds to nothing."""
    ended = with_paper("sign-off", S, "paper_signed", "--as", "finn", "--seen", "a" * 64, "--json")
    assert (ended.code, ended.document["refused"]["code"]) == (4, "stale")


def test_one_person_signs_once_and_may_take_it_back(with_paper: Phasegate) -> None:
    """The second yes is refused, the withdrawal is recorded."""
    codes = [with_paper("sign-off", S, "paper_signed", "--as", "finn").code for _ in range(2)]
    back = with_paper("sign-off", S, "paper_signed", "--as", "finn", "--withdraw", "--reason", "misread")
    assert (codes, back.code) == ([0, 4], 0)


def test_a_failed_gate_is_waived_until_a_day_and_counts_again(phasegate: Phasegate) -> None:
    """A waiver lies beside the verdict and never changes it."""
    phasegate("kpi", S, "response", "12", "--as", "pam")
    assert phasegate("waive", "request", S, "fast_enough", *WAIVER, soon(phasegate), "--as", "pam").code == 0
    asked = phasegate("inbox", "--everybody", "--lang", "zh")
    assert (asked.code, "豁免" in asked.out) == (0, True)
    granted = phasegate("waive", "grant", S, "fast_enough")
    assert "Pam asks to waive" in granted.out
    assert gate(phasegate, "fast_enough")["waived_until"] is not None
    assert outcome(phasegate, "fast_enough") == "failed"
    assert phasegate("waive", "revoke", S, "fast_enough", "--reason", "no need").code == 0
    assert gate(phasegate, "fast_enough")["waived_until"] is None


def test_a_phase_that_is_ready_is_let_through(with_paper: Phasegate) -> None:
    """With every gate met, `decide` says ready, and a go closes the phase."""
    with_paper("sign-off", S, "paper_signed", "--as", "finn")
    with_paper("kpi", S, "response", "5", "--as", "pam")
    ready = with_paper("decide", S)
    assert (ready.code, "Ready to end; to be decided by: Sue" in ready.out) == (0, True)
    decided = with_paper("decide", S, "go", "--reason", "all met", "--json").document
    assert [event["type"] for event in decided["events"]] == ["phase_gate.decided", "phase.closed"]


def test_a_repeated_decision_gets_its_first_answer(with_paper: Phasegate) -> None:
    """Whoever did not hear the answer asks again; by then another phase is open, and the same one is meant."""
    with_paper("sign-off", S, "paper_signed", "--as", "finn")
    with_paper("kpi", S, "response", "5", "--as", "pam")
    go = ("decide", S, "go", "--reason", "all met", "--request-id", str(uuid4()), "--json")
    first, again = with_paper(*go).document, with_paper(*go).document
    assert (again["seq"], again["repeated"]) == (first["seq"], True)


def test_a_conditional_go_turns_promises_into_action_items(with_paper: Phasegate) -> None:
    """A promise may contain colons; its date is the close of business of that day."""
    with_paper("sign-off", S, "paper_signed", "--as", "finn")
    promise = "fast_enough=ian:2099-01-30:measure: every day"
    assert with_paper("decide", S, "conditional-go", "--reason", "hurry", "--except", promise).code == 0
    (item,) = with_paper("action", "list", S, "--json").document["actions"]
    assert (item["title"], item["due"]) == ("measure: every day", "2099-01-30T10:00:00Z")


def test_a_phase_is_sent_back(phasegate: Phasegate) -> None:
    """The receipt says where to."""
    ended = phasegate("decide", S, "recycle", "--reason", "start over", "--to", "initiation")
    assert (ended.code, "Initiation" in ended.out) == (0, True)


def test_a_rollout_is_started_under_a_key_and_title_of_its_own(phasegate: Phasegate) -> None:
    """Without a key it is the playbook and the year; one title stands for both languages."""
    assert phasegate("start", "small", "--key", "second", "--title-zh", "第二个").code == 0
    rollouts = phasegate("status", "--json").document["rollouts"]
    assert rollouts[1]["title"] == {"zh": "第二个", "en": "第二个"}


def test_a_rollout_on_hold_goes_on_and_ends(phasegate: Phasegate) -> None:
    """Three commands, three states."""
    seen = []
    for word in ("hold", "resume", "cancel"):
        phasegate(word, S, "--reason", "r")
        seen.append(phasegate("status", S, "--json").document["status"])
    assert seen == ["held", "running", "cancelled"]


def test_a_rollout_that_is_over_has_nothing_to_decide(phasegate: Phasegate) -> None:
    """It says so instead of showing an empty page, and is not ready."""
    phasegate("cancel", S, "--reason", "r")
    ended = phasegate("decide", S)
    assert (ended.code, ended.err) == (5, "")


def test_a_document_that_changed_is_shown_anew(with_paper: Phasegate, tmp_path: Path) -> None:
    """When the paper changes, the yes lapses and the receipt says so."""
    with_paper("sign-off", S, "paper_signed", "--as", "finn")
    other = tmp_path / "other.pdf"
    other.write_bytes(b"Another paper, longer than ten bytes.")
    ended = with_paper("evidence", S, "paper", str(other), "--as", "ann", "--json")
    assert "sign_off.lapsed" in [event["type"] for event in ended.document["events"]]


def test_the_signs_of_a_digest_that_are_shown_are_enough(with_paper: Phasegate) -> None:
    """Of what is there now; other signs are no digest of it, and the desk says so."""
    out = with_paper("sign-off", S, "paper_signed", "--as", "sue").out
    shown = re.search(r"\(digest ([0-9a-f]{12})\)", " ".join(out.split()))
    assert shown is not None
    words = ("sign-off", S, "paper_signed", "--as", "finn", "--json", "--seen")
    stale = with_paper(*words, "0" * 12)
    assert (stale.code, stale.document["refused"]["code"]) == (4, "stale")
    assert with_paper(*words, shown[1]).code == 0


def test_who_rejects_is_not_told_to_stand_by_it(with_paper: Phasegate) -> None:
    """What is shown before a no says what a no means."""
    ended = with_paper("sign-off", S, "paper_signed", "--reject", "--reason", "r", "--as", "finn")
    assert ended.code == 0
    assert "Your rejection says" in ended.out
    assert "Your sign-off" not in ended.out
