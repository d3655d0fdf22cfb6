"""What is tried through a link that decides nothing any more is refused on record, and nobody can flood the record."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from playbooks.model.events import CommandRefused
from tasks.adapters.decision_offer import Choice
from tasks.adapters.invitations import LIFETIME, TURNS
from tests.simulators.facts import document
from tests.simulators.portal import PAPER, SIGNED, SPONSOR, Browser, House, house

INITIATION = "initiation"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    """A decision page over a gate that can be signed."""
    with house(tmp_path) as made:
        yield made


def opened(served: House, token: str) -> Browser:
    """Return a browser that shows the page of a link."""
    browser = served.browser()
    browser.open(token)
    return browser


def outdate(served: House, how: str, token: str) -> None:
    """Make a link that was opened of no use."""
    if how == "stale":
        served.play.record(PAPER, document(4096, version="2.0"))
    elif how == "expired":
        served.play.clock.forward(seconds=LIFETIME.total_seconds())
    else:
        opened(served, token).submit(token, choice="reject", comment="no")


def refusals(served: House) -> list[tuple[str, str, str | None]]:
    """Return the refusals on record: who tried what, through which link."""
    rows = served.store.entries(types=("command.refused",))
    return [
        (row.actor.id, row.event.command, row.actor.session)
        for row in rows
        if isinstance(row.event, CommandRefused)
    ]


@pytest.mark.parametrize("how", ["stale", "expired", "used"])
def test_an_attempt_is_refused_on_record_once(served: House, how: str) -> None:
    """With the person, what was tried, and the link with how it stood; a thousand more add nothing."""
    invitation = served.invitation()
    token = served.invitations.token(invitation)
    browser = opened(served, token)
    form = dict(browser.page.hidden)
    outdate(served, how, token)
    before = served.play.rollout.sign_offs
    for choice in ("approve", "approve", "reject", "approve"):
        browser.submit(token, **form, choice=choice, comment="all the same")
    assert refusals(served) == [("wang_fang", "give_sign_off", f"link:{invitation.id[:16]}:{how}")]
    assert served.play.rollout.sign_offs == before


def test_looking_and_other_forms_are_no_attempts(served: House) -> None:
    """Nor is a form without a choice, nor the way on to the next turn."""
    token = served.token()
    browser = opened(served, token)
    outdate(served, "stale", token)
    browser.open(token)
    browser.submit(token, choice="nonsense")
    browser.submit(token, action="renew")
    assert refusals(served) == []


def test_a_link_that_goes_on_leaves_one_entry_a_turn_at_most(served: House) -> None:
    """Its turns are counted, and so is what can be tried with them."""
    token, browser = served.token(), served.browser()
    for version in range(TURNS):
        browser.open(token)
        form = dict(browser.page.hidden)
        served.play.record(PAPER, document(5000 + version))
        for _ in range(3):
            browser.submit(token, **form, choice="approve")
        token = browser.turn(browser.submit(token, action="renew"))
    assert len(refusals(served)) == TURNS


@pytest.mark.parametrize("choice", Choice)
@pytest.mark.parametrize("about", [SIGNED, INITIATION])
def test_no_attempt_ever_comes_true(served: House, about: str, choice: Choice) -> None:
    """Whatever was chosen, and whoever chose it: it is bound to nothing that was ever shown."""
    token = served.token(SPONSOR, about)
    browser = opened(served, token)
    csrf = browser.page.forms[0]["csrf"]
    served.play.clock.forward(seconds=LIFETIME.total_seconds())
    size = served.store.size()
    browser.send(token, {}, action="decide", choice=choice.value, csrf=csrf)
    assert served.decisions()[-1] == "command.refused"
    assert {row.event.type for row in served.store.entries(since_seq=size)} == {"command.refused"}
