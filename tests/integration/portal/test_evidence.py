"""The evidence that a decision rests on, on the decision page: opened by whoever holds the link, and by nobody else."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from playbooks.model import commands as c
from playbooks.model.evidence import Document, Payload
from playbooks.model.phase import PhaseKey
from tasks.adapters.invitations import LIFETIME, PATH
from tasks.adapters.ports import Receipt
from tests.simulators.facts import acceptance_report as report
from tests.simulators.facts import checklist, department_tests, document
from tests.simulators.portal import PAPER, SIGNED, SIGNER, SPONSOR, Browser, House, house

CHARTER = b"# Charter\n" + b"what is to be reached " * 60
DIGEST = sha256(CHARTER).hexdigest()


def record(served: House, payload: Payload, *, source: str = "file:charter.md", key: str = PAPER) -> None:
    """Put evidence on record as the command line does it."""
    now = served.play.clock.now()
    wish = c.RecordEvidence(evidence=key, payload=payload, source=source, observed_at=now)
    assert isinstance(served.play.wish(wish, by="zhao_lei"), Receipt)


def charter(content: bytes = CHARTER, *, media_type: str = "text/markdown") -> Document:
    """Return a document in its second version."""
    digest = sha256(content).hexdigest()
    return Document(title="Charter", version="2.1", sha256=digest, size=len(content), media_type=media_type)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    """A decision page over a gate that waits for sign-offs on a document that is kept."""
    with house(tmp_path) as made:
        made.store.keep(DIGEST, CHARTER)
        record(made, charter())
        yield made


def opened(served: House, who: str = SIGNER, about: str = SIGNED) -> Browser:
    """Return a browser that shows somebody's page about something."""
    browser = served.browser()
    browser.open(served.token(who, about), "?lang=en")
    return browser


def page_of(served: House) -> str:
    """Return the page of the gate as it is sent."""
    return served.browser().open(served.token(), "?lang=en").text


def fetched(served: House, token: str, name: str = "charter.md", digest: str = DIGEST) -> httpx.Response:
    """Ask for a file through a link."""
    return served.browser().client.get(f"{PATH}{token}/files/{digest}/{name}")


@pytest.mark.parametrize(("who", "about"), [(SIGNER, SIGNED), (SPONSOR, PhaseKey.INITIATION)])
def test_the_page_hands_the_document_out(served: House, who: str, about: str) -> None:
    """At the gate and at the phase, byte by byte, to be kept and never run."""
    browser = opened(served, who, about)
    (target,) = [given["href"] for _, given in browser.page.tags if DIGEST in given.get("href", "")]
    answer = browser.client.get(f"{PATH}{target}")
    assert (answer.content, answer.headers["Content-Type"]) == (CHARTER, "application/octet-stream")
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''charter.md"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_page_says_what_the_document_is(served: House) -> None:
    """Title, version, source, day, people and size."""
    shown = " ".join(opened(served).page.text.split())
    assert "Charter (version 2.1)" in shown
    assert (
        "source: a file handed in (file:charter.md), recorded by Zhao Lei; of 2026-03-02, by Zhao Lei"
        in shown
    )
    assert "charter.md, 1.3 KB" in shown
    assert f"SHA-256 of the file {DIGEST}" in shown


@pytest.mark.parametrize("token", ["nothing", "a.b.c", "%2e%2e"])
def test_a_made_up_link_opens_nothing(served: House, token: str) -> None:
    """Whoever knows the digest alone gets nothing."""
    answer = fetched(served, token)
    assert (answer.status_code, CHARTER in answer.content) == (404, False)


def test_a_link_that_was_changed_opens_nothing(served: House) -> None:
    """The signature does not fit any more."""
    token = served.token()
    assert fetched(served, token).status_code == 200
    # Not the last sign, some of whose bits say nothing.
    changed = f"{token[:-2]}{'A' if token[-2] != 'A' else 'B'}{token[-1]}"
    assert fetched(served, changed).status_code == 404


def test_a_link_of_another_rollout_opens_nothing(served: House, tmp_path: Path) -> None:
    """Signed by another house, or by this one for a rollout that does not have the document."""
    with house(tmp_path / "other") as other:
        assert fetched(served, other.token()).status_code == 404
    elsewhere = served.invitation().model_copy(update={"rollout": "erp-2026"})
    assert fetched(served, served.invitations.token(elsewhere)).status_code == 404


def test_a_link_of_another_gate_opens_nothing(served: House) -> None:
    """A page hands out what it names, and nothing else."""
    record(served, charter(b"the design"), key="design.paper", source="file:design.md")
    digest = sha256(b"the design").hexdigest()
    served.store.keep(digest, b"the design")
    assert fetched(served, served.token(), "design.md", digest).status_code == 404
    assert fetched(served, served.token(SIGNER, "design.signed"), "design.md", digest).status_code == 200


def test_an_expired_link_opens_nothing(served: House) -> None:
    """Nor does its page."""
    token = served.token()
    served.play.clock.moment += LIFETIME
    assert fetched(served, token).status_code == 404
    assert served.browser().open(token).status_code == 410


def test_what_was_replaced_is_not_handed_out_any_more(served: House) -> None:
    """The page shows what the decision rests on now."""
    token = served.token()
    record(served, charter(CHARTER + b"more"), source="file:charter.md")
    assert fetched(served, token).status_code == 404


def test_a_document_of_which_only_the_digest_is_known_is_told(served: House) -> None:
    """It can be on record without its bytes; the page says whom to ask."""
    record(served, document(4096), source="archive")
    browser = opened(served)
    (target,) = [given["href"] for _, given in browser.page.tags if "/files/" in given.get("href", "")]
    answer = browser.client.get(f"{PATH}{target}")
    assert (answer.status_code, "This file is not kept here" in answer.text) == (404, True)


@pytest.mark.parametrize(
    ("source", "media_type", "name"),
    [
        ("file:../../etc/passwd", "text/plain", "passwd"),
        ("file:\u202egpj.exe", "application/pdf", "gpj.exe"),
        ("archive", "application/pdf", "Charter.pdf"),
    ],
)
def test_a_name_leads_nowhere(served: House, source: str, media_type: str, name: str) -> None:
    """Without a file's name it is called by its title, with the ending of its kind."""
    record(served, charter(media_type=media_type), source=source)
    assert fetched(served, served.token(), name).content == CHARTER


def test_what_is_no_document_is_read_on_the_page(served: House) -> None:
    """A checklist as its items, a test report as its departments."""
    record(served, checklist(scope="done", budget="open"))
    assert "<td>scope</td><td>✓ done</td>" in page_of(served)
    record(served, report(department_tests("sales", passed=41, failed=1)))
    assert '<td>Sales</td><td class="n">41</td><td class="n">1</td>' in page_of(served)


def test_what_people_typed_is_text_on_the_page(served: House) -> None:
    """A title is no markup, neither in the list nor in a table."""
    document = charter().model_copy(update={"title": "<img src=x onerror=alert(1)>"})
    record(served, document)
    assert "&lt;img src=x" in page_of(served)
    assert "<img" not in page_of(served)
