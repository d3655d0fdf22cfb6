"""Files that come with a decision on a phase, or with a request for a waiver, on the decision page."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from playbooks.model import commands as c
from playbooks.model.attachment import MOST
from playbooks.model.phase import PhaseKey
from tasks.adapters.invitations import PATH
from tests.simulators.facts import document
from tests.simulators.portal import OTHER, PAPER, SIGNED, SIGNER, SPONSOR, Browser, House, house

PHASE = PhaseKey.INITIATION
MINUTES = ("minutes.pdf", b"%PDF-1.7 minutes of the meeting")
WAIVER = {"owner": "zhao_lei", "until": "2026-03-20", "reason": "late", "control": "checked by hand"}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    """A decision page over a phase that is ready to end."""
    with house(tmp_path) as made:
        for person in (SIGNER, OTHER):
            made.play.sign(SIGNED, by=person)
        yield made


def opened(served: House, who: str, about: str) -> tuple[Browser, str]:
    """Return a browser that shows somebody's page about something, and the link."""
    browser, token = served.browser(), served.token(who, about)
    browser.open(token, "?lang=en")
    return browser, token


def fetched(browser: Browser, digest: str) -> httpx.Response:
    """Follow the link of a file as it stands on the page."""
    (target,) = [given["href"] for _, given in browser.page.tags if digest in given.get("href", "")]
    return browser.client.get(f"{PATH}{target}")


def test_a_decision_on_a_phase_brings_files(served: House) -> None:
    """Kept and named on record; the page that is asked next shows them, to be kept by the reader."""
    browser, token = opened(served, SPONSOR, PHASE)
    browser.ask(token, "decide", [MINUTES], choice="hold", comment="after the audit")
    decision = served.play.rollout.phases[PHASE].decision
    assert decision is not None
    (file,) = decision.attachments
    assert "attached: minutes.pdf" in browser.page.text
    again, _ = opened(served, SPONSOR, PHASE)
    assert "hold: Lin Wei, because: after the audit" in " ".join(again.page.text.split())
    answer = fetched(again, file.digest)
    assert (answer.content, answer.headers["Content-Type"]) == (MINUTES[1], "application/octet-stream")


def test_control_signs_are_left_out_beside_files_too(served: House) -> None:
    """A form with files is read in another way, and its words are the same."""
    browser, token = opened(served, SPONSOR, PHASE)
    browser.ask(token, "decide", [MINUTES], choice="hold", comment="after\x00 the audit")
    decision = served.play.rollout.phases[PHASE].decision
    assert decision is not None
    assert decision.reason == "after the audit"


def test_a_request_for_a_waiver_brings_files(served: House) -> None:
    """The one who may grant it finds them on the page, before the answer and after it."""
    served.play.record(PAPER, document(10))
    browser, token = opened(served, "zhao_lei", PAPER)
    browser.ask(token, "ask_waiver", [MINUTES], **WAIVER)
    (file,) = served.play.rollout.waiver_requests[PAPER].attachments
    sponsor, _ = opened(served, SPONSOR, PAPER)
    assert fetched(sponsor, file.digest).content == MINUTES[1]
    served.play.granted(c.GrantWaiver(gate=PAPER), by=SPONSOR)
    later, _ = opened(served, SPONSOR, PAPER)
    assert fetched(later, file.digest).content == MINUTES[1]


def test_a_file_of_one_question_is_not_handed_out_at_another(served: House) -> None:
    """A link opens what its own page names, and nothing else."""
    browser, token = opened(served, SPONSOR, PHASE)
    browser.ask(token, "decide", [MINUTES], choice="hold", comment="x")
    decision = served.play.rollout.phases[PHASE].decision
    assert decision is not None
    (file,) = decision.attachments
    other = served.token(SIGNER, SIGNED)
    assert browser.client.get(f"{PATH}{other}/files/{file.digest}/{file.name}").status_code == 404


def test_too_many_files_are_told_and_decide_nothing(served: House) -> None:
    """The form keeps what was written; the files are to be chosen again."""
    browser, token = opened(served, SPONSOR, PHASE)
    files = [(f"{number}.pdf", b"x") for number in range(MOST + 1)]
    answer = browser.ask(token, "decide", files, choice="hold", comment="see")
    assert (answer.status_code, served.play.rollout.phases[PHASE].decision) == (422, None)
    assert "Choose the attachments again" in browser.page.text
