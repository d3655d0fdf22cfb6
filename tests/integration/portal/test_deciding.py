"""The life of a link: it decides once, says what it decided, and when it cannot decide it says the way on."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from playbooks.model import commands as c
from playbooks.model.ledger import canonical
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import PhaseStatus
from tasks.adapters.invitations import LIFETIME, PATH, TURNS
from tests.simulators.facts import document
from tests.simulators.portal import OTHER, PAPER, SIGNED, SIGNER, SPONSOR, Browser, House, house

INITIATION = PhaseKey.INITIATION


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    """A decision page over a gate that can be signed."""
    with house(tmp_path) as made:
        yield made


def opened(served: House, token: str, query: str = "") -> Browser:
    """Return a browser that shows the page of a link."""
    browser = served.browser()
    browser.open(token, query)
    return browser


def said(browser: Browser) -> str:
    """Return the words of the page one sees, in one line."""
    return " ".join(browser.page.text.split())


def signed_by_both(served: House) -> None:
    """Meet every gate of the phase."""
    for person in (SIGNER, OTHER):
        served.play.sign(SIGNED, by=person)


def test_an_approval_is_a_sign_off_on_record(served: House) -> None:
    """With the comment, through the portal; the page then shows number and hash."""
    token = served.token()
    browser = opened(served, token)
    browser.submit(token, choice="approve", comment="  looks right  ")
    (given,) = served.play.rollout.sign_offs
    row = next(row for row in served.store.entries() if row.event.type == "sign_off.given")
    assert (given.person, given.comment) == (SIGNER, "looks right")
    assert f"#{row.seq}" in said(browser)
    assert row.leaf in said(browser)


def test_control_signs_are_left_out_of_what_people_write(served: House) -> None:
    """Pasted from elsewhere, they are neither seen nor meant; lines stay lines, and the decision is on record."""
    token = served.token()
    opened(served, token).submit(
        token, choice="approve", comment="first\x00 \x1b[1mline\x7f\r\nsecond\tline\x85"
    )
    (given,) = served.play.rollout.sign_offs
    assert given.comment == "first [1mline\r\nsecond\tline"


def test_control_signs_alone_are_no_reason(served: House) -> None:
    """The form comes back with what is missing."""
    token = served.token()
    assert opened(served, token).submit(token, choice="reject", comment="\x00\x08").status_code == 422


def test_a_rejection_needs_a_reason(served: House) -> None:
    """Without one nothing happens and the form keeps what was chosen."""
    token = served.token()
    browser = opened(served, token, "?lang=en")
    assert browser.submit(token, choice="reject", comment=" ").status_code == 422
    assert served.decisions() == []
    assert browser.submit(token, choice="reject", comment="page 3 is missing").status_code == 200
    assert served.decisions() == ["sign_off.rejected"]


@pytest.mark.parametrize("choice", ["", "kill", "go", "nonsense"])
def test_only_what_is_offered_can_be_chosen(served: House, choice: str) -> None:
    """Anything else is asked again."""
    token = served.token()
    assert opened(served, token).submit(token, choice=choice, comment="x").status_code == 422
    assert served.decisions() == []


def test_a_comment_that_is_too_long_is_sent_back(served: House) -> None:
    """A ledger entry is small."""
    token = served.token()
    assert opened(served, token).submit(token, choice="approve", comment="x" * 2001).status_code == 422
    assert served.decisions() == []


def test_a_go_ends_the_phase(served: House) -> None:
    """When every gate that must be met is."""
    signed_by_both(served)
    token = served.token(SPONSOR, INITIATION)
    assert opened(served, token).submit(token, choice="go", comment="well done").status_code == 200
    assert served.play.rollout.phases[INITIATION].status is PhaseStatus.CLOSED


@pytest.mark.parametrize(("choice", "decision"), [("hold", "hold"), ("recycle", "recycle")])
def test_a_phase_can_be_held_or_sent_back(served: House, choice: str, decision: str) -> None:
    """The phase stays open; the decision is on record with its reason."""
    token = served.token(SPONSOR, INITIATION)
    browser = opened(served, token)
    browser.submit(token, choice=choice, comment="not yet", recycle_to="initiation")
    record = next(event for event in served.events() if event.type == "phase_gate.decided")
    assert (record.decision, record.reason) == (decision, "not yet")


@pytest.mark.parametrize("target", ["", "operation", "nonsense"])
def test_sending_back_needs_a_phase_that_lies_behind(served: House, target: str) -> None:
    """This phase or an earlier one."""
    token = served.token(SPONSOR, INITIATION)
    answer = opened(served, token).submit(token, choice="recycle", comment="x", recycle_to=target)
    assert (answer.status_code, served.decisions()) == (422, [])


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "账本一条记录放不下"), ("en", "more than one entry of the ledger holds")]
)
@pytest.mark.parametrize("action", ["", "comment"])
def test_what_does_not_fit_into_the_ledger_is_sent_back(
    served: House, monkeypatch: pytest.MonkeyPatch, action: str, language: str, said: str
) -> None:
    """It is the writer's to shorten, and no outage: the form keeps what was written."""
    token = served.token()
    browser = opened(served, token, f"?lang={language}")
    small = partial(canonical.within_limit, limit=400)
    monkeypatch.setattr("playbooks.model.ledger.entry.within_limit", small)
    words = {"action": action, "text": "w" * 200} if action else {"choice": "reject", "comment": "w" * 200}
    answer = browser.submit(token, **words)
    assert (answer.status_code, said in browser.page.text) == (422, True)
    assert "w" * 200 in answer.text


def exception(**changes: str) -> dict[str, str]:
    """Return the fields of a conditional go."""
    fields = {"owner": OTHER, "due": "2026-03-20", "promise": "sign next week", **changes}
    return {f"{name}.{SIGNED}": value for name, value in fields.items()}


def test_a_conditional_go_makes_promises_action_items(served: House) -> None:
    """Owner, day and promise as filled in."""
    token = served.token(SPONSOR, INITIATION)
    opened(served, token).submit(token, choice="conditional_go", comment="go on", **exception())
    (item,) = served.play.rollout.actions.values()
    assert (item.owner, item.title, item.due.date().isoformat()) == (OTHER, "sign next week", "2026-03-20")


@pytest.mark.parametrize(
    "lacking",
    [
        {"owner": ""},
        {"due": ""},
        {"due": "2026-02-30"},
        {"due": "tomorrow"},
        {"due": "9999-12-31"},
        {"promise": ""},
    ],
)
def test_a_promise_that_lacks_something_is_sent_back(served: House, lacking: dict[str, str]) -> None:
    """The sentence names the gate."""
    token = served.token(SPONSOR, INITIATION)
    browser = opened(served, token, "?lang=en")
    answer = browser.submit(token, choice="conditional_go", comment="go on", **exception(**lacking))
    assert answer.status_code == 422
    assert "name an owner, a date in the future and a promise" in said(browser)


def test_a_link_decides_once(served: House) -> None:
    """Whatever is sent afterwards, the page shows what was decided."""
    token = served.token(SPONSOR, INITIATION)
    first, second = opened(served, token), opened(served, token)
    first.submit(token, choice="hold", comment="first")
    after = second.submit(token, choice="recycle", comment="second", recycle_to="initiation")
    assert (after.status_code, served.decisions()) == (200, ["phase_gate.decided", "command.refused"])
    assert "first" in said(second)
    assert "second" not in said(second)


def test_a_double_click_decides_once(served: House) -> None:
    """Both see the same receipt."""
    token = served.token()
    browser = opened(served, token)
    form = dict(browser.page.hidden)
    one = browser.submit(token, choice="approve")
    shown = said(browser)
    assert browser.submit(token, **form, choice="approve").status_code == one.status_code
    assert said(browser) == shown
    assert served.decisions() == ["sign_off.given"]


def test_two_tabs_decide_once(served: House) -> None:
    """The second tab shows the receipt of the first."""
    token = served.token()
    tabs = opened(served, token)
    form = dict(tabs.page.hidden)
    tabs.open(token)
    tabs.submit(token, choice="approve", comment="first tab")
    tabs.submit(token, **form, choice="reject", comment="second tab")
    assert served.decisions() == ["sign_off.given", "command.refused"]
    assert tabs.page.form("decide") == {}


def test_a_changed_question_is_shown_anew_before_it_is_decided(served: House) -> None:
    """What one saw is what one approves: the link goes on only after a look at the new state."""
    token = served.token()
    browser = opened(served, token)
    served.play.record(PAPER, document(4096, version="2.0"))
    answer = browser.submit(token, choice="approve")
    assert (answer.status_code, served.decisions()) == (200, ["command.refused"])
    assert "内容已变更" in said(browser)
    assert "2.0" in said(browser)


def test_a_changed_question_can_be_decided_after_a_look(served: House) -> None:
    """With the same link in its next turn, bound to what it shows now."""
    token = served.token()
    served.play.record(PAPER, document(4096, version="2.0"))
    browser = opened(served, token)
    onward = browser.turn(browser.submit(token))
    assert onward != token
    assert browser.submit(onward, choice="approve").status_code == 200
    (given,) = served.play.rollout.sign_offs
    assert given.rests_on == {PAPER: served.play.rollout.evidence[PAPER].digest}


def test_the_first_turn_shows_what_a_later_one_decided(served: House) -> None:
    """However one comes back to it."""
    token = served.token()
    served.play.record(PAPER, document(4096))
    browser = opened(served, token)
    onward = browser.turn(browser.submit(token))
    browser.submit(onward, choice="approve")
    again = opened(served, token)
    assert "已记录在案" in said(again)


def test_a_link_cannot_go_on_without_a_reason(served: House) -> None:
    """One that is open stays what it is."""
    token = served.token()
    browser = opened(served, token)
    assert browser.turn(browser.submit(token, action="renew")) == token


def test_a_link_goes_on_a_few_times_only(served: House) -> None:
    """After that one asks for a new one."""
    token, browser = served.token(), served.browser()
    for version in range(TURNS):
        served.play.record(PAPER, document(5000 + version))
        browser.open(token)
        token = browser.turn(browser.submit(token, action="renew"))
    served.play.record(PAPER, document(9000))
    assert browser.open(token).status_code == 410


def test_an_expired_link_says_the_way_on(served: House) -> None:
    """Looking and sending alike; nothing is decided."""
    token = served.token()
    browser = opened(served, token)
    served.play.clock.forward(seconds=LIFETIME.total_seconds())
    statuses = [browser.submit(token, choice="approve").status_code, browser.open(token).status_code]
    assert (statuses, served.decisions()) == ([410, 410], ["command.refused"])
    assert "PMO" in said(browser)


def test_a_link_is_good_until_its_last_moment(served: House) -> None:
    """And goes on no longer than it was given."""
    invitation = served.invitation()
    assert invitation.until - served.play.clock.now() == LIFETIME == timedelta(days=14)
    served.play.clock.forward(seconds=LIFETIME.total_seconds() - 1)
    served.play.record(PAPER, document(4096))
    browser = opened(served, served.invitations.token(invitation))
    onward = browser.turn(browser.submit(served.invitations.token(invitation)))
    assert served.invitations.read(onward).until == invitation.until


def test_a_refusal_of_the_desk_is_told_and_leads_on(served: House) -> None:
    """Somebody signed by another door between the look and the click."""
    token = served.token()
    browser = opened(served, token)
    served.play.sign(SIGNED, by=SIGNER)
    browser.submit(token, choice="approve")
    assert "您已签核" in said(browser)
    assert served.decisions() == ["sign_off.given", "command.refused"]


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (c.HoldRollout(reason="budget"), "on hold"),
        (c.CancelRollout(reason="budget"), "cancelled"),
    ],
)
def test_what_cannot_be_decided_now_says_why(served: House, wish: c.Command, words: str) -> None:
    """The card stays to be looked at."""
    token = served.token()
    served.play.granted(wish, by=SPONSOR)
    browser = opened(served, token, "?lang=en")
    assert words in said(browser)
    assert browser.page.form("decide") == {}


def test_a_gate_that_has_passed_asks_nobody(served: House) -> None:
    """Nor does one that waits on others."""
    sponsor = opened(served, served.token(SPONSOR), "?lang=en")
    signed_by_both(served)
    signer = opened(served, served.token(), "?lang=en")
    assert "Nothing is asked of you" in said(sponsor)
    assert "The gate has passed" in said(signer)


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "请您签核"), ("?lang=en", "Your sign-off is asked for"), ("?lang=xx", "请您签核")],
)
def test_the_page_speaks_the_persons_language(served: House, query: str, words: str) -> None:
    """Until told otherwise."""
    assert words in said(opened(served, served.token(), query))


def test_the_chosen_language_stays(served: House) -> None:
    """From the form to the receipt."""
    token = served.token()
    browser = opened(served, token, "?lang=en")
    response = browser.submit(token, choice="approve")
    assert "On record" in said(browser)
    assert response.url.query == b"lang=en"


def test_the_card_says_everything_a_decision_needs(served: House) -> None:
    """What, why now, evidence with its digest, by when, who else, and what follows."""
    words = said(opened(served, served.token(), "?lang=en"))
    digest = served.play.rollout.evidence[PAPER].digest
    for part in (
        "signed",
        "Why now",
        digest,
        "Zhao Lei",
        "source: test, recorded by Zhao Lei",
        "Due 2026-03",
        "Can still sign",
        "Approve",
        "Reject",
    ):
        assert part in words


def test_a_redirect_keeps_the_path_in_front(served: House) -> None:
    """A proxy may serve the page below an address of its own."""
    token = served.token()
    browser = opened(served, token)
    sent = browser.client.post(
        f"{PATH}{token}",
        data={**browser.page.hidden, "choice": "approve"},
        headers={"Origin": browser.origin},
    )
    assert (sent.status_code, sent.headers["Location"]) == (303, token)


def test_a_page_of_another_public_address_expects_its_origin(served: House) -> None:
    """What browsers see counts, not what the process listens to."""
    token = served.token()
    browser = opened(served, token)
    form = dict(browser.page.hidden)
    served.portal.url = "https://gates.example.com/phasegate"
    answers = [
        browser.send(token, {"Origin": origin}, **form, choice="approve").status_code
        for origin in (served.base, "https://gates.example.com")
    ]
    assert answers == [403, 200]
