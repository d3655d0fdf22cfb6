"""Case 50: whatever people type, wherever it is shown: no markup, no script, no link, no turned direction."""

import re
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from playbooks.model import commands as c
from playbooks.model.evidence import Document
from playbooks.model.playbook import Playbook
from playbooks.model.stakeholder import Team
from playbooks.model.text import Text
from tasks.adapters.invitations import PATH
from tests.simulators.facts import DIGEST, document, team
from tests.simulators.portal import PAPER, SIGNED, SIGNER, SPONSOR, Browser, House, house
from tests.simulators.rollouts import phase_plan, playbook

EVIL = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)>{{7*7}}{% raw %}"
    "</style></textarea><a href=javascript:alert(1)>x</a>\u202egpj.exe\u2066\u200b\x07"
)
EVIL_TEXT = Text(zh=EVIL, en=EVIL)
#: The other language, and the files that are attached here.
OWN_TARGET = re.compile(r"\?lang=(zh|en)|[\w.\-]+/files/[0-9a-f]{64}/[\w.%\-]+")
DRAWN = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "main",
    "footer",
    "div",
    "span",
    "p",
    "b",
    "br",
    "code",
    "h1",
    "h2",
    "ul",
    "li",
    "dl",
    "dt",
    "dd",
    "a",
    "form",
    "input",
    "fieldset",
    "legend",
    "label",
    "textarea",
    "button",
    "select",
    "option",
    "details",
    "summary",
}


def evil_playbook() -> Playbook:
    """Return the small playbook with hostile titles."""
    first = phase_plan(next(iter(playbook().phases)).key)
    gates = tuple(gate.model_copy(update={"title": EVIL_TEXT, "guidance": EVIL_TEXT}) for gate in first.gates)
    return playbook(
        title=EVIL_TEXT, phases=(first.model_copy(update={"gates": gates}), *playbook().phases[1:])
    )


def evil_team() -> Team:
    """Return the cast under hostile names."""
    people = [person.model_copy(update={"name": EVIL, "name_en": EVIL}) for person in team().people]
    return Team(departments=team().departments, people=tuple(people))


def evil_paper(served: House) -> None:
    """Record a document with a hostile title."""
    served.play.record(PAPER, Document(title=EVIL, version=EVIL, sha256=DIGEST, size=4000))


def harmless(browser: Browser, text: str) -> bool:
    """Tell whether a page holds our own tags only, no handler, no foreign target and no hidden sign."""
    tags = {tag for tag, _ in browser.page.tags}
    handlers = [name for _, given in browser.page.tags for name in given if name.startswith("on")]
    targets = {given.get("href", "") + given.get("src", "") for _, given in browser.page.tags}
    return (
        tags <= DRAWN
        and not handlers
        and all(target == "" or OWN_TARGET.fullmatch(target) for target in targets)
        and not re.search("[\u202a-\u202e\u2066-\u2069\u200b\x07]", text)
    )


@pytest.mark.parametrize(("person", "about"), [(SIGNER, SIGNED), (SPONSOR, "initiation")])
@pytest.mark.parametrize("query", ["?lang=zh", "?lang=en"])
def test_names_and_titles_are_text(tmp_path: Path, person: str, about: str, query: str) -> None:
    """On the card, in both languages."""
    with house(tmp_path, plan=evil_playbook(), people=evil_team(), ready=False) as served:
        evil_paper(served)
        browser = served.browser()
        response = browser.open(served.token(person, about), query)
        assert response.status_code == 200
        assert harmless(browser, response.text)
        assert "49" not in browser.page.text.replace("{{7*7}}", "")[:400]


def test_a_comment_is_text_when_it_comes_back(tmp_path: Path) -> None:
    """In the form that lacks something, and on the receipt."""
    with house(tmp_path, plan=evil_playbook(), people=evil_team()) as served:
        token, browser = served.token(SPONSOR, "initiation"), served.browser()
        browser.open(token)
        lacking = browser.submit(token, choice="recycle", comment=EVIL, **{f"promise.{SIGNED}": EVIL})
        assert (lacking.status_code, harmless(browser, lacking.text)) == (422, True)
        receipt = browser.submit(token, choice="hold", comment=EVIL)
        assert (receipt.status_code, harmless(browser, receipt.text)) == (200, True)


@pytest.mark.parametrize("query", ["?lang=<script>", "?lang=fr", "?lang=zh&lang=en", "?lang", "?%00=%ff"])
def test_an_address_is_never_echoed(tmp_path: Path, query: str) -> None:
    """What is unknown in it counts as not said."""
    with house(tmp_path) as served:
        browser = served.browser()
        response = browser.open(served.token(), query)
        assert response.status_code == 200
        assert harmless(browser, response.text)


def test_a_name_cannot_pretend_to_be_a_decision(tmp_path: Path) -> None:
    """Only the product draws marks of its own kind."""
    fake = Text(zh="✓ 已记录在案", en="✓ On record")
    first = phase_plan(playbook().phases[0].key)
    gates = tuple(gate.model_copy(update={"title": fake}) for gate in first.gates)
    plan = playbook(phases=(first.model_copy(update={"gates": gates}), *playbook().phases[1:]))
    with house(tmp_path, plan=plan) as served:
        browser = served.browser()
        browser.open(served.token())
        assert "note good" not in {given.get("class") for _, given in browser.page.tags}
        assert browser.page.hidden["action"] == "decide"


FILES = (
    "<img src=x onerror=alert(1)>.svg",
    "javascript:alert(1).html",
    '"><script>alert(1)<b>.pdf',
    "[x](http://evil.example).md",
    "\u202egnp.exe",
    "a b&c=d?e#f%00.pdf",
)


@pytest.mark.parametrize("query", ["?lang=zh", "?lang=en"])
def test_what_people_said_and_attached_is_text(tmp_path: Path, query: str) -> None:
    """Comments and names of files, on the card, on the receipt, and in the form that comes back."""
    with house(tmp_path, plan=evil_playbook(), people=evil_team()) as served:
        token, browser = served.token(SIGNER), served.browser()
        browser.open(token, query)
        sent = [(name, b"<script>alert(1)</script>") for name in FILES]
        shown = browser.ask(token, "comment", sent, text=EVIL)
        back = browser.ask(token, "comment", text="", reason=EVIL)
        receipt = browser.ask(token, "decide", choice="approve", comment=EVIL)
        assert [page.status_code for page in (shown, back, receipt)] == [200, 422, 200]
        assert all(harmless(browser, page.text) for page in (shown, back, receipt))


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_bytes_to_be_kept_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    """No browser shows it as a page, and its name breaks out of no header."""
    with house(tmp_path) as served:
        token, browser = served.token(SIGNER), served.browser()
        browser.open(token)
        content = b"<script>alert(1)</script>"
        browser.ask(token, "comment", [(name, content)], text="see")
        kept = f"/files/{sha256(content).hexdigest()}/"
        (target,) = [given["href"] for _, given in browser.page.tags if kept in given.get("href", "")]
        answer = browser.client.get(f"{PATH}{target}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/octet-stream")
        assert re.fullmatch(
            r"attachment; filename\*=UTF-8''[\w.%~\-]+", answer.headers["Content-Disposition"]
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_request_for_a_waiver_is_text(tmp_path: Path) -> None:
    """Reason and compensating control, on the card of whoever grants it."""
    with house(tmp_path, plan=evil_playbook(), people=evil_team()) as served:
        served.play.record(PAPER, document(10))
        ends = served.play.clock.now() + timedelta(days=9)
        asked = c.RequestWaiver(
            gate=PAPER, owner="zhao_lei", reason=EVIL, compensating_control=EVIL, expires_at=ends
        )
        served.play.granted(asked, by="zhao_lei")
        browser = served.browser()
        response = browser.open(served.token(SPONSOR, PAPER))
        assert (response.status_code, harmless(browser, response.text)) == (200, True)
