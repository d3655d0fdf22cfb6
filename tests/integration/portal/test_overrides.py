"""Emergency overrides on the decision page: one proposes, another confirms, each on what the page showed, each once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from playbooks.model import commands as c
from playbooks.model.letters import Notice
from playbooks.model.phase import PhaseKey
from playbooks.model.text import Text
from tests.simulators.facts import document, person, text
from tests.simulators.portal import OTHER, PAPER, SIGNED, SIGNER, SPONSOR, Browser, House, house

PHASE, PMO, OWNER = PhaseKey.INITIATION, "chen_hao", "zhao_lei"
WISH = c.OverrideGate(gate=PAPER, reason="the line stands still")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    """A decision page over a rollout whose paper is too short to pass."""
    with house(tmp_path) as made:
        made.play.record(PAPER, document(10))
        yield made


def opened(served: House, who: str, about: str = PAPER, query: str = "?lang=en") -> tuple[Browser, str]:
    """Return a browser that shows somebody's page, and the link."""
    browser, token = served.browser(), served.token(who, about)
    browser.open(token, query)
    return browser, token


def forms(browser: Browser) -> set[str]:
    """Return for what the page has a form."""
    return {form["action"] for form in browser.page.forms}


def choices(browser: Browser) -> set[str]:
    """Return what can be decided on the page."""
    return {given["value"] for _, given in browser.page.tags if given.get("name") == "choice"}


def said(browser: Browser) -> str:
    """Return the words of the page in one line."""
    return " ".join(browser.page.text.split())


def test_one_proposes_and_another_confirms(served: House) -> None:
    """Both on the page; the gate is overridden, never passed, and both names are on record."""
    first, token = opened(served, PMO)
    first.ask(token, "propose_override", reason="the line stands still")
    second, confirming = opened(served, SPONSOR)
    assert choices(second) == {"confirm_override", "decline_override"}
    second.ask(confirming, "decide", choice="confirm_override", comment="I agree", sure="yes")
    made = served.play.rollout.overrides[PAPER]
    assert (made.proposal.by, made.confirmed_by, made.reason) == (PMO, SPONSOR, "I agree")
    assert "not passed" in said(second)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            "?lang=en",
            ("Override proposed", "Proposed by Chen Hao (pmo)", "the line stands still", "Void unless"),
        ),
        ("?lang=zh", ("紧急越过提议", "提出，2026-03-02", "确认紧急越过", "须在 2026-03-03 09:00 前确认")),
    ],
)
def test_the_page_shows_what_is_proposed(served: House, query: str, words: tuple[str, ...]) -> None:
    """Who, in which role, when, why, and until when it can be confirmed."""
    served.play.granted(WISH, by=PMO)
    browser, _ = opened(served, SPONSOR, query=query)
    assert [part for part in words if part not in said(browser)] == []


def test_gates_are_chosen_on_the_page_of_a_phase(served: House) -> None:
    """Exactly those that were ticked."""
    browser, token = opened(served, SPONSOR, PHASE)
    assert browser.ask(token, "propose_override", reason="x").status_code == 422
    browser.ask(token, "propose_override", reason="x", **{f"gate.{PAPER}": "yes"})
    assert set(served.play.rollout.proposals) == {PAPER}


@pytest.mark.parametrize("who", [SIGNER, OTHER, OWNER])
def test_only_who_may_override_is_offered_it(served: House, who: str) -> None:
    """And a form that was made up is refused, on record."""
    browser, token = opened(served, who)
    assert "propose_override" not in forms(browser)
    digest = served.play.readiness(PHASE).inputs
    browser.ask(token, "comment", action="propose_override", reason="x", shown=digest)
    served.play.granted(WISH, by=PMO)
    browser, token = opened(served, who)
    assert choices(browser) == set()
    browser.ask(token, "comment", action="decide", choice="confirm_override", comment="x", sure="yes")
    assert (set(served.play.rollout.proposals), served.play.rollout.overrides) == ({PAPER}, {})


def test_who_proposed_does_not_confirm_but_may_take_it_back(served: House) -> None:
    """It takes a second person."""
    served.play.granted(WISH, by=PMO)
    browser, token = opened(served, PMO)
    assert choices(browser) == set()
    assert "take_back_override" in forms(browser)
    browser.ask(token, "take_back_override", reason="solved")
    assert (served.play.rollout.proposals, served.play.rollout.overrides) == ({}, {})


@pytest.mark.parametrize("lacking", [{"sure": ""}, {"comment": " "}])
def test_a_confirmation_takes_a_tick_and_a_reason(served: House, lacking: dict[str, str]) -> None:
    """Without either nothing is overridden, and the link still decides."""
    served.play.granted(WISH, by=PMO)
    browser, token = opened(served, SPONSOR)
    given = {"choice": "confirm_override", "comment": "I agree", "sure": "yes", **lacking}
    assert browser.ask(token, "decide", **given).status_code == 422
    assert served.play.rollout.overrides == {}


def test_a_no_ends_the_proposal(served: House) -> None:
    """With its reason."""
    served.play.granted(WISH, by=PMO)
    browser, token = opened(served, SPONSOR)
    browser.ask(token, "decide", choice="decline_override", comment="wait for Monday")
    assert served.play.rollout.proposals == {}
    assert "wait for Monday" in said(browser)


def test_what_was_shown_is_what_is_confirmed(served: House) -> None:
    """Another proposal took its place between the look and the click."""
    served.play.granted(WISH, by=PMO)
    browser, token = opened(served, SPONSOR)
    served.play.granted(c.DeclineOverride(gate=PAPER, reason="mistake"), by=PMO)
    served.play.clock.forward(hours=1)
    served.play.granted(c.OverrideGate(gate=PAPER, reason="something else"), by=PMO)
    answer = browser.ask(token, "decide", choice="confirm_override", comment="I agree", sure="yes")
    assert (answer.status_code, served.play.rollout.overrides) == (422, {})
    assert "look again" in said(browser)


def test_a_proposal_on_another_state_is_sent_back(served: House) -> None:
    """The paper was replaced while the form was open."""
    browser, token = opened(served, PMO)
    served.play.record(PAPER, document(11))
    assert browser.ask(token, "propose_override", reason="x").status_code == 422
    assert served.play.rollout.proposals == {}


def test_the_same_form_twice_is_one(served: House) -> None:
    """A double click proposes once and confirms once."""
    browser, token = opened(served, PMO)
    form = browser.page.form("propose_override")
    for _ in range(2):
        browser.ask(token, "propose_override", reason="x", **form)
    second, confirming = opened(served, SPONSOR)
    form = second.page.form("decide")
    for _ in range(2):
        second.ask(confirming, "decide", choice="confirm_override", comment="x", sure="yes", **form)
    kinds = [event.type for event in served.events()]
    assert (kinds.count("override.proposed"), kinds.count("gate.overridden")) == (1, 1)


def test_a_form_from_elsewhere_proposes_nothing(served: House) -> None:
    """Without the proof, from another origin, or by following a link."""
    browser, token = opened(served, PMO)
    form = browser.page.form("propose_override")
    statuses = [
        browser.send(token, {"Origin": "https://evil.example"}, **form, reason="x").status_code,
        browser.send(token, {}, **{**form, "csrf": "0" * 64, "reason": "x"}).status_code,
        browser.open(token, "?action=propose_override&reason=x").status_code,
    ]
    assert (statuses, served.play.rollout.proposals) == ([403, 403, 200], {})


@pytest.mark.parametrize(("who", "linked"), [(SPONSOR, True), (PMO, False), (SIGNER, False)])
def test_the_letter_about_a_proposal_carries_a_link_for_the_second_person(
    served: House, who: str, *, linked: bool
) -> None:
    """Nobody else is asked."""
    served.play.granted(WISH, by=PMO)
    letter = Notice(to=who, subject=Text(zh="请", en="please"), body=text("body"), about=PAPER)
    link = served.invitations.link(person(who), letter, rollout=served.play.key, parcel=1)
    assert (link is not None) is linked


def test_a_gate_that_is_met_has_nothing_to_override(served: House) -> None:
    """Neither proposed nor offered."""
    served.play.record(PAPER, document())
    assert "propose_override" not in forms(opened(served, SPONSOR)[0])
    assert "propose_override" in forms(opened(served, SPONSOR, SIGNED)[0])
