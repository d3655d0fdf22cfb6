"""A gate that the playbook does not let be decided on the page: nothing to decide by, and the way to where it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from playbooks.model.gates.slot import Slot
from playbooks.model.via import Via
from tests.simulators.facts import document
from tests.simulators.portal import PAPER, SIGNED, SIGNER, Browser, House, house
from tests.simulators.wordy import document_gate, playbook_with, sign_off_gate

SLOTS = (Slot(role="finance"), Slot(role="department_head", department="sales"))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    """A decision page over a gate that is signed in Slack or on the command line."""
    signed = sign_off_gate(SIGNED, PAPER, slots=SLOTS, doors=[Via.SLACK, Via.CLI])
    with house(tmp_path, plan=playbook_with(document_gate(PAPER), signed)) as made:
        made.play.record(PAPER, document())
        yield made


def opened(served: House, query: str) -> tuple[Browser, str]:
    """Return a browser that shows the page of the signer's link, and the link."""
    browser, token = served.browser(), served.token(SIGNER, SIGNED)
    browser.open(token, query)
    return browser, token


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?lang=en", "neither signed nor rejected through the decision page; use: Slack, the command line ("),
        ("?lang=zh", "剧本规定此关卡不在决定页面签核或驳回，请改用：Slack、命令行（执行 phasegate sign-off"),
    ],
)
def test_the_page_says_where_the_gate_is_decided(served: House, query: str, said: str) -> None:
    """In the reader's language, and there is no form to decide by."""
    browser, _ = opened(served, query)
    assert said in " ".join(browser.page.text.split())
    assert "decide" not in {form["action"] for form in browser.page.forms}


def test_what_is_sent_all_the_same_decides_nothing(served: House) -> None:
    """By a form that no page has shown; the attempt is on record."""
    browser, token = opened(served, "?lang=en")
    browser.ask(token, "comment", text="noted")
    csrf = browser.page.form("comment")["csrf"]
    browser.send(token, {}, action="decide", choice="approve", csrf=csrf)
    assert served.decisions() == ["command.refused"]
