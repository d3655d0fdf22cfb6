"""Stand-ins on the decision page: set with days and scope by the link's own person, ended by either, each once."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from playbooks.model import commands as c
from playbooks.model.phase import PhaseKey
from tests.simulators.facts import document
from tests.simulators.portal import OTHER, PAPER, SIGNED, SIGNER, SPONSOR, Browser, House, house

DEPUTY = "sun_li"
GIVEN = {"to": DEPUTY, "first": "2026-03-02", "last": "2026-03-06", "scope": "all", "reason": "on leave"}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    """A decision page over a gate that can be signed."""
    with house(tmp_path) as made:
        yield made


def opened(served: House, who: str = SIGNER, about: str = SIGNED) -> tuple[Browser, str]:
    """Return a browser that shows somebody's page, and the link."""
    browser, token = served.browser(), served.token(who, about)
    browser.open(token, "?lang=en")
    return browser, token


def said(browser: Browser) -> str:
    """Return the words of the page in one line."""
    return " ".join(browser.page.text.split())


def set_elsewhere(served: House, to: str = DEPUTY, *, by: str = SIGNER) -> None:
    """Let the signer, or somebody else, name a deputy on the command line."""
    now = served.play.clock.now()
    given = c.Delegate(person=by, to=to, starts=now, until=now + timedelta(days=9), reason="leave")
    served.play.granted(given, by=by)


@pytest.mark.parametrize(
    ("scope", "gates", "roles"),
    [("all", (), ()), ("gate", (SIGNED,), ()), ("role.finance", (), ("finance",))],
)
def test_a_stand_in_is_set(served: House, scope: str, gates: tuple[str, ...], roles: tuple[str, ...]) -> None:
    """For whole days, for everything, one gate or one role; nothing is decided by it."""
    browser, token = opened(served)
    browser.ask(token, "set_stand_in", **{**GIVEN, "scope": scope})
    (given,) = served.play.rollout.delegations.values()
    assert (given.person, given.to, given.set_by, given.gates, given.roles) == (
        SIGNER,
        DEPUTY,
        SIGNER,
        gates,
        roles,
    )
    assert served.play.rollout.calendar.day(given.until - timedelta(seconds=1)).isoformat() == "2026-03-06"
    assert "stands in for" in said(browser)
    assert served.decisions() == []


def test_a_stand_in_is_set_on_the_page_of_a_phase(served: House) -> None:
    """There is no gate to keep it to."""
    browser, token = opened(served, SPONSOR, PhaseKey.INITIATION)
    assert browser.ask(token, "set_stand_in", **{**GIVEN, "scope": "gate"}).status_code == 422
    browser.ask(token, "set_stand_in", **GIVEN)
    assert [one.person for one in served.play.rollout.delegations.values()] == [SPONSOR]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("to", "", "Choose who stands in"),
        ("to", "nobody", "Choose who stands in"),
        ("to", "he_jun", "Choose who stands in"),
        ("first", "", "a first and a last day"),
        ("last", "2026-02-30", "a first and a last day"),
        ("last", "9999-12-31", "a first and a last day"),
        ("scope", "", "Choose what it is for"),
        ("scope", "role.sponsor", "Choose what it is for"),
        ("reason", " ", "Write down the reason"),
    ],
)
def test_a_form_that_lacks_something_is_sent_back(served: House, field: str, value: str, words: str) -> None:
    """Everything else stays filled in."""
    browser, token = opened(served)
    assert browser.ask(token, "set_stand_in", **{**GIVEN, field: value}).status_code == 422
    assert (served.play.rollout.delegations, words in said(browser)) == ({}, True)


@pytest.mark.parametrize(("field", "value"), [("to", SIGNER), ("last", "2026-03-01"), ("last", "2027-12-31")])
def test_what_the_rules_bar_is_refused_at_the_desk(served: House, field: str, value: str) -> None:
    """Oneself, an end before the beginning, more than a year: on record."""
    browser, token = opened(served)
    assert browser.ask(token, "set_stand_in", **{**GIVEN, field: value}).status_code == 409
    assert (served.play.rollout.delegations, served.decisions()) == ({}, ["command.refused"])


def test_a_link_sets_a_stand_in_for_its_own_person_only(served: House) -> None:
    """Fields that name somebody else mean nothing."""
    browser, token = opened(served)
    browser.ask(token, "set_stand_in", **GIVEN, person=SPONSOR)
    assert [one.person for one in served.play.rollout.delegations.values()] == [SIGNER]


@pytest.mark.parametrize("who", [SIGNER, DEPUTY])
def test_either_ends_it(served: House, who: str) -> None:
    """With a reason; nothing is offered to end afterwards."""
    set_elsewhere(served)
    browser, token = opened(served, who)
    assert "on leave" not in said(browser)
    assert browser.ask(token, "end_stand_in", delegation="d1", reason="").status_code == 422
    browser.ask(token, "end_stand_in", delegation="d1", reason="back early")
    (given,) = served.play.rollout.delegations.values()
    assert given.until <= served.play.clock.now()
    assert "end_stand_in" not in {form["action"] for form in browser.page.forms}


@pytest.mark.parametrize("who", [OTHER, SPONSOR])
def test_nobody_else_is_shown_or_ends_it(served: House, who: str) -> None:
    """Although the form was made up."""
    set_elsewhere(served)
    mine, _ = opened(served)
    shown = mine.page.form("end_stand_in")["shown"]
    browser, token = opened(served, who)
    assert "end_stand_in" not in {form["action"] for form in browser.page.forms}
    browser.ask(token, "comment", action="end_stand_in", delegation="d1", reason="x", shown=shown)
    (given,) = served.play.rollout.delegations.values()
    assert given.until > served.play.clock.now()


@pytest.mark.parametrize("action", ["set_stand_in", "end_stand_in"])
def test_what_was_shown_is_what_is_changed(served: House, action: str) -> None:
    """Somebody arranged something between the look and the click."""
    set_elsewhere(served)
    set_elsewhere(served, "zhao_lei")
    browser, token = opened(served)
    form = browser.page.form(action)
    served.play.granted(c.EndDelegation(delegation="d1", reason="back"), by=DEPUTY)
    answer = browser.ask(token, "comment", **{**form, **GIVEN, "delegation": "d1"})
    assert (answer.status_code, len(served.play.rollout.delegations)) == (422, 2)
    assert "look again" in said(browser)


def test_a_double_click_sets_one(served: House) -> None:
    """The second is answered with the first."""
    browser, token = opened(served)
    form = browser.page.form("set_stand_in")
    for _ in range(2):
        browser.ask(token, "set_stand_in", **{**form, **GIVEN})
    assert len(served.play.rollout.delegations) == 1


def test_a_form_from_elsewhere_sets_nothing(served: House) -> None:
    """Nor does following a link."""
    browser, token = opened(served)
    form = browser.page.form("set_stand_in")
    statuses = [
        browser.send(token, {"Origin": "https://evil.example"}, **{**form, **GIVEN}).status_code,
        browser.send(token, {}, **{**form, **GIVEN, "csrf": "0" * 64}).status_code,
        browser.open(token, "?action=set_stand_in&to=sun_li").status_code,
    ]
    assert (statuses, served.play.rollout.delegations) == ([403, 403, 200], {})


def test_who_stands_in_decides_the_phase_on_the_page(served: House) -> None:
    """The letter's link leads to a page that offers it, and both names go on record."""
    for signer in (SIGNER, OTHER):
        served.play.sign(SIGNED, by=signer)
    set_elsewhere(served, by=SPONSOR)
    browser, token = opened(served, DEPUTY, PhaseKey.INITIATION)
    browser.ask(token, "decide", choice="go", comment="all is well")
    decision = served.play.rollout.phases[PhaseKey.INITIATION].decision
    assert decision is not None
    assert (decision.decided_by, decision.on_behalf_of) == (DEPUTY, SPONSOR)


@pytest.mark.parametrize("gates", [(), (SIGNED,)])
def test_who_has_named_a_stand_in_may_still_sign(served: House, gates: tuple[str, ...]) -> None:
    """Nobody loses a right by handing over; the page offers it to both."""
    now = served.play.clock.now()
    given = c.Delegate(
        person=SIGNER, to=DEPUTY, starts=now, until=now + timedelta(days=9), reason="r", gates=gates
    )
    served.play.granted(given, by=SIGNER)
    assert "decide" in {form["action"] for form in opened(served, DEPUTY)[0].page.forms}
    browser, token = opened(served)
    browser.ask(token, "decide", choice="approve", comment="looked at it on the train")
    (yes,) = served.play.rollout.sign_offs
    assert (yes.person, yes.on_behalf_of) == (SIGNER, None)


def test_a_right_that_was_used_is_not_offered_again(served: House) -> None:
    """The stand-in has signed in it."""
    set_elsewhere(served)
    served.play.sign(SIGNED, by=DEPUTY)
    browser, _ = opened(served)
    assert "decide" not in {form["action"] for form in browser.page.forms}


def test_who_has_named_a_stand_in_may_still_grant_a_waiver(served: House) -> None:
    """As whoever stands in may."""
    served.play.record(PAPER, document(10), by="zhao_lei")
    ends = served.play.clock.now() + timedelta(days=20)
    asked = c.RequestWaiver(
        gate=PAPER, owner="zhao_lei", reason="r", compensating_control="c", expires_at=ends
    )
    served.play.granted(asked, by="zhao_lei")
    set_elsewhere(served, by=SPONSOR)
    browser, token = opened(served, SPONSOR, PAPER)
    browser.ask(token, "decide", choice="grant_waiver", comment="seen")
    assert served.play.rollout.waivers[PAPER].granted_by == SPONSOR
