"""Case 31: two tabs, the command line and Slack within a moment: one decision, and the others are told whose and when."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from playbooks.model import commands as c
from playbooks.model.refusal import Refusal, RefusalCode
from tasks.adapters.ports import Answer
from tests.simulators.portal import SIGNED, SIGNER, Browser, House, house


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    """A decision page over a gate that can be signed."""
    with house(tmp_path) as made:
        yield made


def opened(served: House, token: str) -> Browser:
    """Return a browser that shows the page of a link."""
    browser = served.browser()
    browser.open(token, "?lang=en")
    return browser


def elsewhere(served: House, via: c.Via) -> Callable[[], Answer]:
    """Return the same yes through another door, made ready before anybody decides."""
    wish = c.GiveSignOff(gate=SIGNED, seen=served.play.seen(SIGNED))
    actor = c.Actor(key=SIGNER, via=via)
    return lambda: served.portal.office.submit(served.play.key, actor, wish)


def test_case_31_every_door_at_once(served: House) -> None:
    """Whoever is first decides; every other one is told that it is done, and the ledger holds it once."""
    token = served.token()
    tabs = [opened(served, token) for _ in range(2)]
    doors: list[Callable[[], object]] = [
        *(lambda tab=tab: tab.submit(token, choice="approve") for tab in tabs),
        elsewhere(served, c.Via.CLI),
        elsewhere(served, c.Via.SLACK),
    ]
    with ThreadPoolExecutor(max_workers=len(doors)) as hands:
        answers = [done.result() for done in [hands.submit(door) for door in doors]]
    refused = [answer.code for answer in answers if isinstance(answer, Refusal)]
    assert served.decisions().count("sign_off.given") == 1
    assert set(refused) <= {RefusalCode.ALREADY_DONE}
    (given,) = served.play.rollout.sign_offs
    assert (given.person, served.store.verify().verified) == (SIGNER, True)
    for tab in tabs:
        tab.open(token, "?lang=en")
        shown = " ".join(tab.page.text.split())
        assert "Wang Fang" in shown
        assert "2026-03-02 09:00" in shown


@pytest.mark.parametrize("via", [c.Via.CLI, c.Via.SLACK])
def test_case_31_the_page_loses(served: House, via: c.Via) -> None:
    """The other door was first: the page says so, whose and when; that somebody tried is on record, too."""
    token = served.token()
    browser = opened(served, token)
    elsewhere(served, via)()
    browser.submit(token, choice="reject", comment="no")
    shown = " ".join(browser.page.text.split())
    assert "You have signed" in shown
    assert "Signed: Wang Fang (finance), 2026-03-02 09:00" in shown
    assert served.decisions() == ["sign_off.given", "command.refused"]
