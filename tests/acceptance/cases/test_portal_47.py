"""Case 47: looking at a link never decides, whoever looks: link previews, mail scanners, prefetch, robots."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.adapters.invitations import PATH
from tests.simulators.portal import SIGNER, SPONSOR, House, house

LOOKS = ("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "PROPFIND")
ASKED = [(SIGNER, "initiation.signed"), (SPONSOR, "initiation")]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    """A decision page."""
    with house(tmp_path) as made:
        yield made


@pytest.mark.parametrize("method", LOOKS)
@pytest.mark.parametrize(("person", "about"), ASKED)
def test_no_way_of_looking_writes_anything(served: House, method: str, person: str, about: str) -> None:
    """Not even with the answer in the address or in the body."""
    before, token = served.events(), served.token(person, about)
    answer = "action=decide&choice=approve&comment=x"
    client = served.browser().client
    response = client.request(
        method,
        f"{PATH}{token}?{answer}",
        content=answer,
        headers={"Content-Type": "application/x-www-form-urlencoded", "Purpose": "prefetch"},
    )
    assert response.status_code in {200, 405}
    assert served.events() == before


def test_a_link_that_scanners_have_opened_still_decides(served: House) -> None:
    """Twenty looks do not use it up."""
    token, scanner, person = served.token(), served.browser(), served.browser()
    for _ in range(20):
        scanner.open(token)
    person.open(token)
    assert person.submit(token, choice="approve").status_code == 200
    assert served.decisions() == ["sign_off.given"]


def test_a_form_that_a_scanner_sends_blindly_decides_nothing(served: House) -> None:
    """It brings neither the cookie nor the proof of the page."""
    token = served.token()
    response = served.browser().client.post(
        f"{PATH}{token}", data={"action": "decide", "choice": "approve"}, headers={"Origin": served.base}
    )
    assert response.status_code == 403
    assert served.decisions() == []


def test_what_robots_find_is_not_for_them(served: House) -> None:
    """Nothing is to be indexed or kept."""
    response = served.browser().open(served.token())
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Cache-Control"] == "no-store"
