"""What can be done through a link beside the decision: comments, waivers, one's own word withdrawn."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from playbooks.model import commands as c
from playbooks.model.letters import Notice
from playbooks.model.text import Text
from tasks.adapters.invitations import LIFETIME
from tests.simulators.facts import document, person, text
from tests.simulators.portal import OTHER, PAPER, SIGNED, SIGNER, SPONSOR, Browser, House, house

OWNER, PMO = "zhao_lei", "chen_hao"
WAIVER = {"owner": OWNER, "until": "2026-03-20", "reason": "late", "control": "checked by hand"}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    """A decision page over a gate that can be signed."""
    with house(tmp_path) as made:
        yield made


@pytest.fixture
def failed(served: House) -> House:
    """A decision page over a rollout whose paper is too short to pass."""
    served.play.record(PAPER, document(10))
    return served


def opened(served: House, token: str, query: str = "?lang=en") -> Browser:
    """Return a browser that shows the page of a link."""
    browser = served.browser()
    browser.open(token, query)
    return browser


def said(browser: Browser) -> str:
    """Return the words of the page one sees, in one line."""
    return " ".join(browser.page.text.split())


def offered(served: House, who: str, about: str = SIGNED) -> set[str]:
    """Return for what a person's page has a form."""
    return {form["action"] for form in opened(served, served.token(who, about)).page.forms}


def requested(served: House) -> None:
    """Ask for a waiver of the paper, as its owner."""
    wish = c.RequestWaiver(
        gate=PAPER,
        owner=OWNER,
        reason="late",
        compensating_control="checked by hand",
        expires_at=served.play.clock.now() + timedelta(days=20),
    )
    served.play.granted(wish, by=OWNER)


def test_a_comment_stays_with_the_gate_and_uses_nothing_up(served: House) -> None:
    """The page says its number, and the link decides afterwards."""
    token = served.token()
    browser = opened(served, token)
    browser.ask(token, "comment", text="  see page 3  ")
    (kept,) = served.play.rollout.comments
    row = next(row for row in served.store.entries() if row.event.type == "gate.commented")
    assert (kept.person, kept.gate, kept.text) == (SIGNER, SIGNED, "see page 3")
    assert f"ledger number #{row.seq}" in said(browser)
    browser.ask(token, "decide", choice="approve")
    assert served.decisions() == ["sign_off.given"]


def test_comments_from_every_door_stand_in_one_thread(served: House) -> None:
    """In the order in which they were made."""
    for by, words in ((OTHER, "from Slack"), (SIGNER, "from the page")):
        served.play.granted(c.CommentOnGate(gate=SIGNED, text=words), by=by)
        served.play.clock.forward(minutes=1)
    words = said(opened(served, served.token()))
    assert words.index("from Slack") < words.index("from the page")


def test_a_comment_sent_twice_is_one(served: House) -> None:
    """A double click; the next form may say the same again."""
    token = served.token()
    browser = opened(served, token)
    form = browser.page.form("comment")
    for _ in range(2):
        browser.ask(token, "comment", text="same", **form)
    assert len(served.play.rollout.comments) == 1
    browser.ask(token, "comment", text="same")
    assert len(served.play.rollout.comments) == 2


@pytest.mark.parametrize("words", ["", "   ", "x" * 2001])
def test_a_comment_that_cannot_be_kept_is_sent_back(served: House, words: str) -> None:
    """With what was written still in the form."""
    token = served.token()
    browser = opened(served, token)
    assert browser.ask(token, "comment", text=words).status_code == 422
    assert served.play.rollout.comments == ()


def test_a_phase_takes_no_comments(served: House) -> None:
    """Words are kept with gates."""
    assert "comment" not in offered(served, SPONSOR, "initiation")
    token = served.token(SPONSOR, "initiation")
    opened(served, token).ask(token, "decide", action="comment", text="x")
    assert served.play.rollout.comments == ()


def test_ones_own_yes_can_be_withdrawn_through_the_used_link(served: House) -> None:
    """With a reason; the link stays used up, and shows what became of it."""
    token = served.token()
    browser = opened(served, token)
    browser.ask(token, "decide", choice="approve")
    assert browser.ask(token, "withdraw", reason="").status_code == 422
    browser.ask(token, "withdraw", reason="wrong version")
    assert served.play.rollout.sign_offs == ()
    assert "wrong version" in said(browser)
    assert browser.page.form("decide") == {}
    assert served.decisions() == ["sign_off.given", "sign_off.withdrawn"]


@pytest.mark.parametrize("way", ["withdrawn", "lapsed"])
def test_a_receipt_says_that_the_word_does_not_stand_any_more(served: House, way: str) -> None:
    """It stays on record; whether it counts is another matter."""
    token = served.token()
    browser = opened(served, token)
    browser.ask(token, "decide", choice="approve")
    assert "does not count" not in said(browser)
    if way == "withdrawn":
        served.play.granted(c.WithdrawSignOff(gate=SIGNED, reason="wrong version"), by=SIGNER)
    else:
        served.play.record(PAPER, document(4096, version="2.0"))
    browser.open(token, "?lang=en")
    assert "has been withdrawn or has lapsed since" in said(browser)


def test_a_yes_given_elsewhere_can_be_withdrawn_here(served: House) -> None:
    """And only by the one who gave it."""
    served.play.sign(SIGNED, by=SIGNER)
    assert "withdraw" in offered(served, SIGNER)
    assert "withdraw" not in offered(served, OTHER)


@pytest.mark.parametrize("who", [OTHER, SPONSOR])
def test_nobody_withdraws_the_word_of_another(served: House, who: str) -> None:
    """Although the form was made up."""
    served.play.sign(SIGNED, by=SIGNER)
    token = served.token(who)
    browser = opened(served, token)
    browser.ask(token, "comment", action="withdraw", reason="mine now")
    assert [given.person for given in served.play.rollout.sign_offs] == [SIGNER]


def test_a_waiver_is_asked_for(failed: House) -> None:
    """With owner, end, reason and compensating control."""
    token = failed.token(OWNER, PAPER)
    opened(failed, token).ask(token, "ask_waiver", **WAIVER)
    request = failed.play.rollout.waiver_requests[PAPER]
    assert (request.owner, request.reason, request.compensating_control) == (OWNER, "late", "checked by hand")
    assert (request.requested_by, request.expires_at.date().isoformat()) == (OWNER, "2026-03-20")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("owner", "nobody", "Choose an owner"),
        ("owner", "he_jun", "Choose an owner"),
        ("until", "2026-02-30", "a date in the future"),
        ("until", "2020-01-01", "a date in the future"),
        ("until", "", "a date in the future"),
        ("reason", " ", "Write down the reason"),
        ("control", "", "compensating control"),
    ],
)
def test_a_request_that_lacks_something_is_sent_back(
    failed: House, field: str, value: str, words: str
) -> None:
    """Everything else stays filled in."""
    token = failed.token(OWNER, PAPER)
    browser = opened(failed, token)
    answer = browser.ask(token, "ask_waiver", **{**WAIVER, field: value})
    assert (answer.status_code, failed.play.rollout.waiver_requests) == (422, {})
    assert words in said(browser)


def test_more_than_the_rules_allow_is_refused_at_the_desk(failed: House) -> None:
    """Ninety days are the most; the sentence says so and the form keeps what was said."""
    token = failed.token(OWNER, PAPER)
    browser = opened(failed, token)
    answer = browser.ask(token, "ask_waiver", **{**WAIVER, "until": "2026-12-31"})
    assert (answer.status_code, "90 days" in said(browser)) == (409, True)
    assert failed.decisions() == ["command.refused"]


def test_a_waiver_can_be_asked_for_a_failed_gate_only(served: House) -> None:
    """One that waits for signatures is none."""
    assert "ask_waiver" not in offered(served, SIGNER)
    served.play.record(PAPER, document(10))
    assert "ask_waiver" in offered(served, OWNER, PAPER)


@pytest.mark.parametrize(("choice", "granted"), [("grant_waiver", True), ("decline_waiver", False)])
def test_a_waiver_is_granted_or_declined_once(failed: House, choice: str, *, granted: bool) -> None:
    """By somebody else, with a reason; the link is used up by it."""
    requested(failed)
    token = failed.token(SPONSOR, PAPER)
    browser = opened(failed, token)
    assert browser.ask(token, "decide", choice=choice).status_code == 422
    browser.ask(token, "decide", choice=choice, comment="seen")
    assert failed.play.rollout.waived(PAPER, failed.play.clock.now()) is granted
    assert failed.play.rollout.waiver_requests == {}
    assert browser.page.form("decide") == {}


def test_the_card_shows_what_is_asked_for(failed: House) -> None:
    """Who asks, until when, who answers for it, why, and what compensates."""
    requested(failed)
    words = said(opened(failed, failed.token(SPONSOR, PAPER)))
    for part in ("Your answer on a waiver is asked for", "Zhao Lei asks", "2026-03-22", "checked by hand"):
        assert part in words


def test_a_waiver_is_granted_for_the_request_that_was_shown(failed: House) -> None:
    """Another one took its place between the look and the click."""
    requested(failed)
    token = failed.token(SPONSOR, PAPER)
    browser = opened(failed, token)
    failed.play.granted(c.DeclineWaiver(gate=PAPER, reason="mistake"), by=OWNER)
    failed.play.clock.forward(hours=1)
    requested(failed)
    answer = browser.ask(token, "decide", choice="grant_waiver", comment="ok")
    assert (answer.status_code, failed.play.rollout.waivers) == (422, {})
    assert "look again" in said(browser)


def test_who_asks_does_not_grant(failed: House) -> None:
    """The page does not offer it, and a form that was made up gets nowhere."""
    requested(failed)
    token = failed.token(OWNER, PAPER)
    browser = opened(failed, token)
    assert {form["action"] for form in browser.page.forms} == {
        "comment",
        "take_back_waiver",
        "set_stand_in",
    }
    browser.ask(token, "comment", action="decide", choice="grant_waiver", comment="ok")
    assert failed.play.rollout.waivers == {}


def test_a_request_is_taken_back_by_whoever_made_it(failed: House) -> None:
    """With a reason."""
    requested(failed)
    token = failed.token(OWNER, PAPER)
    opened(failed, token).ask(token, "take_back_waiver", reason="solved")
    assert failed.play.rollout.waiver_requests == {}


def test_the_pmo_declines_and_does_not_grant(failed: House) -> None:
    """As the rules have it."""
    requested(failed)
    choices = {
        given["value"]
        for _, given in opened(failed, failed.token(PMO, PAPER)).page.tags
        if given.get("name") == "choice"
    }
    assert choices == {"decline_waiver"}


@pytest.mark.parametrize("who", [SPONSOR, OWNER])
def test_only_who_may_answer_is_sent_a_link(failed: House, who: str) -> None:
    """The letter about a waiver carries one for the sponsor."""
    requested(failed)
    letter = Notice(to=who, subject=Text(zh="请", en="please"), body=text("body"), about=PAPER)
    link = failed.invitations.link(person(who), letter, rollout=failed.play.key, parcel=1)
    assert (link is not None) is (who == SPONSOR)


def test_an_expired_link_does_nothing_any_more(served: House) -> None:
    """Not even beside the decision."""
    token = served.token()
    browser = opened(served, token)
    browser.ask(token, "decide", choice="approve")
    served.play.clock.forward(seconds=LIFETIME.total_seconds())
    browser.open(token)
    assert browser.page.forms == []


@pytest.mark.parametrize("query", ["?lang=en&entry=0", "?entry=99999", "?entry=x", "?entry=" + "9" * 400])
def test_an_address_cannot_make_the_page_say_something_is_on_record(served: House, query: str) -> None:
    """Only what this person put there is said."""
    browser = opened(served, served.token(), query)
    assert "ledger number" not in said(browser)
    assert "账本序号" not in said(browser)


def test_a_held_rollout_takes_comments_only(served: House) -> None:
    """And who stands in for whom; nothing else happens until it goes on, and once it is over, not even that."""
    served.play.sign(SIGNED, by=SIGNER)
    served.play.granted(c.HoldRollout(reason="budget"), by=SPONSOR)
    assert offered(served, SIGNER) == {"comment", "set_stand_in"}
    served.play.granted(c.CancelRollout(reason="budget"), by=SPONSOR)
    assert offered(served, SIGNER) == set()
