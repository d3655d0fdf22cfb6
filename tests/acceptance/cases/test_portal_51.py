"""Case 51: whatever is uploaded, it is bytes under their digest: bounded, named harmlessly, never unpacked or shown."""

import select
import socket
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from playbooks.model.attachment import MOST, Attachment
from tasks.adapters.invitations import PATH
from tests.simulators.portal import SIGNED, SIGNER, Browser, House, house

ROOM = 64 * 1024
PAPER = b"%PDF-1.7 minutes of the meeting"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    """A decision page that takes 64 KiB of files with a wish."""
    with house(tmp_path) as made:
        made.portal.room = ROOM
        yield made


def attached(served: House) -> tuple[Attachment, ...]:
    """Return the files on record."""
    return tuple(file for said in served.play.rollout.comments for file in said.attachments)


def sent(served: House, *files: tuple[str, bytes], **headers: str) -> httpx.Response:
    """Send a comment with files and return the answer."""
    token, browser = served.token(), served.browser()
    browser.open(token)
    browser.client.headers.update(headers)
    return browser.ask(token, "comment", files, text="see the files")


def fetched(served: House, file: Attachment) -> httpx.Response:
    """Follow the link of a file as it stands on the page."""
    browser = served.browser()
    token = served.token()
    browser.open(token)
    (target,) = [given["href"] for _, given in browser.page.tags if file.digest in given.get("href", "")]
    return browser.client.get(f"{PATH}{target}")


def zipped(*names: str, content: bytes = b"x") -> bytes:
    """Return an archive that holds these names."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return made.getvalue()


def linked() -> bytes:
    """Return an archive that holds a symbolic link to a file of the system."""
    made, link = BytesIO(), zipfile.ZipInfo("evidence.pdf")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    return made.getvalue()


def test_a_file_is_kept_under_its_digest_and_comes_back_as_it_was(served: House) -> None:
    """To be kept by the reader, not to be shown by the browser."""
    assert sent(served, ("纪要 1.pdf", PAPER)).status_code == 200
    (file,) = attached(served)
    answer = fetched(served, file)
    assert (file.name, file.digest, file.size) == ("纪要 1.pdf", sha256(PAPER).hexdigest(), len(PAPER))
    assert answer.content == PAPER
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..\\..\\windows\\win.ini",
        "/abs/olute.pdf",
        "....//x",
        "a\x00b.pdf",
        "\u202efdp.exe",
        "con\r\nSet-Cookie: x=1.pdf",
        "x" * 5000 + ".pdf",
        "",
    ],
)
def test_no_name_leads_anywhere(served: House, tmp_path: Path, name: str) -> None:
    """It is cut down to a plain file name, and no file of any name appears outside the store."""
    before = sorted(path.name for path in tmp_path.iterdir())
    assert sent(served, (name, PAPER)).status_code == 200
    (file,) = attached(served)
    assert not set(file.name) & set("/\\\x00\r\n\u202e")
    assert len(file.name) <= 120
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert fetched(served, file).content == PAPER


@pytest.mark.parametrize(
    "archive", [zipped("bomb", content=bytes(40 * 2**20)), zipped("../../x", "/etc/x"), linked()]
)
def test_an_archive_is_never_unpacked(served: House, tmp_path: Path, archive: bytes) -> None:
    """Forty megabytes of nothing, names that climb, a link to a file of the system: a few bytes, kept as they are."""
    before = sorted(path.name for path in tmp_path.rglob("*"))
    assert sent(served, ("evidence.zip", archive)).status_code == 200
    (file,) = attached(served)
    assert (file.size, fetched(served, file).content) == (len(archive), archive)
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


@pytest.mark.parametrize("size", [ROOM + 1, 2 * ROOM, 20 * ROOM])
def test_more_than_the_limit_is_refused(served: House, size: int) -> None:
    """And nothing of it is kept."""
    assert sent(served, ("big.bin", bytes(size))).status_code == 413
    assert (attached(served), served.store.document(sha256(bytes(size)).hexdigest())) == ((), None)


def test_the_limit_holds_for_all_files_together(served: House) -> None:
    """Many small ones are a large one."""
    files = [(f"{number}.bin", bytes([number]) * (ROOM // 2)) for number in range(3)]
    assert sent(served, *files).status_code == 413
    assert attached(served) == ()


def begun(served: House, length: str) -> tuple[socket.socket, bytes]:
    """Begin to send a form with one file, announced like this; return the connection and the file's beginning."""
    token, browser = served.token(), served.browser()
    browser.open(token)
    fields = {**browser.page.form("comment"), "text": "see"}
    part = '--x\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
    head = "".join(f"{part.format(name, '')}{value}\r\n" for name, value in fields.items())
    cookie = "; ".join(f"{name}={value}" for name, value in browser.client.cookies.items())
    request = (
        f"POST {PATH}{token} HTTP/1.1\r\nHost: portal\r\nOrigin: {served.base}\r\nCookie: {cookie}\r\n"
        f"Content-Type: multipart/form-data; boundary=x\r\n{length}\r\n\r\n"
    )
    door = socket.create_connection(("127.0.0.1", urlsplit(served.base).port or 0), timeout=30)
    door.sendall(request.encode())
    file = part.format("files", '; filename="endless"')
    return door, f"{head}{file}".encode()


def test_two_gigabytes_announced_are_refused_before_they_come(served: House) -> None:
    """Nothing of the body has to be sent to get the answer."""
    door, _ = begun(served, f"Content-Length: {2 * 2**30}")
    with door:
        assert door.recv(100).startswith(b"HTTP/1.1 413")
    assert attached(served) == ()


def test_a_file_without_end_is_cut_off(served: House) -> None:
    """No length was announced; the answer comes long before two gigabytes are in."""
    door, beginning = begun(served, "Transfer-Encoding: chunked")
    block = bytes(2**16)
    answers = select.poll()  # select() itself does not reach beyond a thousand open files
    answers.register(door, select.POLLIN)
    with door:
        door.sendall(b"%x\r\n%b\r\n" % (len(beginning), beginning))
        for _ in range(2**15):
            if answers.poll(0):
                break
            door.sendall(b"%x\r\n%b\r\n" % (len(block), block))
        assert door.recv(100).startswith(b"HTTP/1.1 413")
        door.sendall(b"0\r\n\r\n")  # the house need not wait for the rest
    assert attached(served) == ()


def test_a_body_that_unpacks_itself_is_refused(served: House) -> None:
    """A form that is sent compressed could be any size."""
    answer = sent(served, ("x.pdf", PAPER), **{"Content-Encoding": "gzip"})
    assert (answer.status_code, attached(served)) == (415, ())


def test_the_same_bytes_under_another_name_are_kept_once(served: House) -> None:
    """Both names are on record, each comes back as what it is called."""
    sent(served, ("first.pdf", PAPER), ("second.docx", PAPER))
    one, other = attached(served)
    assert (one.name, other.name, one.digest) == ("first.pdf", "second.docx", other.digest)
    token = served.token()
    names = [
        served.browser().client.get(f"{PATH}{token}/files/{one.digest}/{name}").headers["Content-Disposition"]
        for name in (one.name, other.name)
    ]
    assert [name.rpartition("'")[2] for name in names] == ["first.pdf", "second.docx"]


@pytest.mark.parametrize("name", ["page.html", "picture.svg", "run.exe", "letter.pdf"])
def test_a_file_that_is_not_what_it_says_does_nothing(served: House, name: str) -> None:
    """The browser is told that it is bytes, whatever it calls itself, and may not guess."""
    sent(served, (name, b"<script>alert(document.cookie)</script>"))
    (file,) = attached(served)
    answer = fetched(served, file)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_too_many_files_are_sent_back(served: House) -> None:
    """With the sentence that says how many."""
    answer = sent(served, *[(f"{number}.pdf", PAPER) for number in range(MOST + 1)])
    assert (answer.status_code, attached(served)) == (422, ())


def test_an_empty_file_is_sent_back(served: House) -> None:
    """There is nothing to keep."""
    assert sent(served, ("empty.pdf", b"")).status_code == 422
    assert attached(served) == ()


def test_nothing_of_a_form_that_lacks_something_is_kept(served: House) -> None:
    """Files are kept only with a wish that is whole."""
    token, browser = served.token(), served.browser()
    browser.open(token)
    answer = browser.ask(token, "comment", [("x.pdf", PAPER)], text=" ")
    assert (answer.status_code, served.store.document(sha256(PAPER).hexdigest())) == (422, None)


def test_no_file_is_read_before_the_form_has_proven_itself(served: House) -> None:
    """Sent from elsewhere, or with the proof after the file, it is refused."""
    token, browser = served.token(), served.browser()
    browser.open(token)
    foreign = browser.ask(token, "comment", [("x.pdf", PAPER)], text="x", csrf="0" * 64)
    assert foreign.status_code == 403
    assert served.store.document(sha256(PAPER).hexdigest()) is None


@pytest.mark.parametrize("digest", ["0" * 64, "..", "%2e%2e%2fphasegate.db", "x"])
def test_only_what_was_attached_here_is_handed_out(served: House, digest: str) -> None:
    """No other document of the store, and no file of the house."""
    answer = served.browser().client.get(f"{PATH}{served.token()}/files/{digest}/phasegate.db")
    assert answer.status_code == 404


def test_other_documents_of_the_store_are_not_handed_out(served: House) -> None:
    """The playbook lies there as well; a link to a gate is none to it."""
    kept = served.play.rollout.document
    client = served.browser().client
    assert client.get(f"{PATH}{served.token()}/files/{kept}/playbook.yaml").status_code == 404
    sent(served, ("x.pdf", PAPER))
    (file,) = attached(served)
    elsewhere = served.token("lin_wei", "initiation")
    assert client.get(f"{PATH}{elsewhere}/files/{file.digest}/x.pdf").status_code == 404


def test_a_decision_carries_its_files(served: House) -> None:
    """The yes names them, and the digest of the yes is in the ledger."""
    token, browser = served.token(), served.browser()
    browser.open(token)
    browser.ask(token, "decide", [("minutes.pdf", PAPER)], choice="approve")
    (given,) = served.play.rollout.sign_offs
    assert (given.person, [file.name for file in given.attachments]) == (SIGNER, ["minutes.pdf"])
    assert given.gate == SIGNED
    assert served.store.verify().verified


def test_a_double_click_with_files_decides_once(served: House) -> None:
    """The bytes are kept once, too."""
    token = served.token()
    browsers = [served.browser() for _ in range(2)]
    for browser in browsers:
        browser.open(token)
    answers = [clicked(browser, token) for browser in browsers]
    assert (answers, served.decisions()) == ([200, 200], ["sign_off.given"])


def clicked(browser: Browser, token: str) -> int:
    """Approve with a file and return the status."""
    return browser.ask(token, "decide", [("minutes.pdf", PAPER)], choice="approve").status_code
