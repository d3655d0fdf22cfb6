"""The application around the page: its doors, its letters, and a store that does not answer."""

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from flows.entrypoints.portal.guard import origin_of
from flows.entrypoints.portal.serving import local_url, serving
from playbooks.model.errors import InputError, OutsideError
from tasks.adapters.dispatcher import Dispatcher
from tasks.adapters.invitations import PATH
from tests.simulators.channel import FakeChannel
from tests.simulators.portal import SIGNED, House, house


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    """A decision page over a gate that can be signed."""
    with house(tmp_path) as made:
        yield made


def get(served: House, path: str) -> httpx.Response:
    """Fetch a path."""
    return httpx.get(f"{served.base}{path}", timeout=30)


def test_the_front_page_says_what_to_open(served: House) -> None:
    """In both languages, and nothing about any rollout."""
    page = get(served, "/").text
    assert "请打开发给您本人的完整链接" in page
    assert "Open the whole link" in page
    assert "crm" not in page.lower()


def test_a_watchdog_is_told_that_it_lives(served: House) -> None:
    """With the plainest of answers."""
    assert get(served, "/healthz").text == "ok"


def test_nothing_else_is_there(served: House) -> None:
    """One page for all that is not."""
    pages = {
        get(served, path).text for path in ("/x", "/decide", f"{PATH}x", f"{PATH}x/y", "/admin", "/../etc")
    }
    assert len(pages) == 1


def test_the_letters_of_a_decision_leave_at_once(tmp_path: Path) -> None:
    """Without the visitor waiting for them, and before the page closes."""
    channel = FakeChannel()
    with house(tmp_path, ready=False) as served:
        dispatcher = Dispatcher(store=served.store, clock=served.play.clock, channels=(channel,))
        served.portal.office = replace(served.portal.office, dispatcher=dispatcher)
        token, browser = served.token("lin_wei", "initiation"), served.browser()
        browser.open(token)
        browser.submit(token, choice="hold", comment="later")
    assert "Phase 'Initiation': hold" in {subject for _, _, subject in channel.sent}


def test_a_store_that_does_not_answer_is_told_plainly(
    served: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing was decided; whoever runs the page reads why."""

    def down(*_: object) -> None:
        raise OutsideError("The disk is full.")

    token = served.token()
    monkeypatch.setattr(served.store, "rollout", down)
    answer = get(served, f"{PATH}{token}")
    assert answer.status_code == 503
    assert "Nothing was decided" in answer.text
    assert "The disk is full." in capsys.readouterr().err


def test_a_record_that_is_wrong_is_no_outage(
    served: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody is told to try again where that changes nothing; whoever runs the page reads why."""

    def damaged(*_: object) -> None:
        raise InputError("The database went back.")

    token = served.token()
    monkeypatch.setattr(served.store, "rollout", damaged)
    answer = get(served, f"{PATH}{token}")
    assert answer.status_code == 500
    assert "trying again does not help" in answer.text
    assert "重试也无济于事" in answer.text
    assert "The database went back." in capsys.readouterr().err


def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path) -> None:
    """It says what to do."""

    async def begin(made: House, port: int) -> None:
        async with serving(made.portal, port=port):
            pytest.fail("two servers on one port")

    taken = socket.create_server(("127.0.0.1", 0))
    with house(tmp_path) as made, taken, pytest.raises(OutsideError, match="choose another port"):
        asyncio.run(begin(made, taken.getsockname()[1]))


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://127.0.0.1:8765", "http://127.0.0.1:8765"),
        ("https://gates.example.com/phasegate", "https://gates.example.com"),
    ],
)
def test_the_origin_is_the_address_without_its_path(url: str, origin: str) -> None:
    """As browsers send it."""
    assert origin_of(url) == origin


@pytest.mark.parametrize(("host", "url"), [("127.0.0.1", "http://127.0.0.1:1"), ("::1", "http://[::1]:1")])
def test_a_local_address_can_be_opened(host: str, url: str) -> None:
    """In both families."""
    assert local_url(host, 1) == url


def test_a_link_is_in_no_log(served: House, capsys: pytest.CaptureFixture[str]) -> None:
    """The address of a page is the right to decide."""
    token, browser = served.token(about=SIGNED), served.browser()
    browser.open(token)
    browser.submit(token, choice="approve")
    printed = capsys.readouterr()
    assert token not in printed.out + printed.err
