"""Case 48: a form sent from elsewhere, a borrowed proof, a frame around the page: refused, and nothing changes."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tasks.adapters.invitations import PATH
from tests.simulators.portal import Browser, House, house


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    """A decision page."""
    with house(tmp_path) as made:
        yield made


def opened(served: House, token: str) -> Browser:
    """Return a browser that shows the page of a link."""
    browser = served.browser()
    browser.open(token)
    return browser


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "http://127.0.0.1.evil.example"},
        {"Origin": "ORIGIN.evil.example"},
        {"Origin": "ORIGIN, https://evil.example"},
    ],
)
def test_a_form_from_another_origin_is_refused(served: House, headers: dict[str, str]) -> None:
    """Although cookie and proof are right."""
    token = served.token()
    browser = opened(served, token)
    sent = {name: value.replace("ORIGIN", served.base) for name, value in headers.items()}
    assert browser.send(token, sent, choice="approve").status_code == 403
    assert served.decisions() == []


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 403), ("same-site", 403), (None, 403), ("same-origin", 200)]
)
def test_without_an_origin_the_browser_must_say_so_otherwise(
    served: House, site: str | None, status: int
) -> None:
    """Fetch metadata stands in for an origin that is not sent."""
    token = served.token()
    browser = opened(served, token)
    sent = browser.client.build_request(
        "POST", f"{PATH}{token}", data={**browser.page.hidden, "choice": "approve"}
    )
    if site:
        sent.headers["Sec-Fetch-Site"] = site
    response = browser.client.send(sent, follow_redirects=True)
    assert (response.status_code, len(served.decisions())) == (status, int(status == 200))


@pytest.mark.parametrize("csrf", ["", "0" * 64, "ü", "x" * 5000])
def test_a_form_without_its_proof_is_refused(served: House, csrf: str) -> None:
    """Whatever stands in its place."""
    token = served.token()
    assert opened(served, token).submit(token, csrf=csrf, choice="approve").status_code == 403
    assert served.decisions() == []


def test_the_proof_of_another_browser_is_refused(served: House) -> None:
    """An attacker who holds a link of their own cannot lend its proof."""
    token = served.token()
    victim, attacker = opened(served, token), opened(served, token)
    stolen = attacker.page.hidden["csrf"]
    assert victim.submit(token, csrf=stolen, choice="approve").status_code == 403
    assert served.decisions() == []


def test_the_proof_of_another_link_is_refused(served: House) -> None:
    """In the same browser, too."""
    one, other = served.token(), served.token()
    browser = opened(served, one)
    proof = browser.page.hidden["csrf"]
    browser.open(other)
    assert browser.submit(other, csrf=proof, choice="approve").status_code == 403
    assert served.decisions() == []


def test_a_form_without_the_cookie_is_refused(served: House) -> None:
    """A page in a frame of another site would not have it."""
    token = served.token()
    browser = opened(served, token)
    browser.client.cookies.clear()
    assert browser.submit(token, choice="approve").status_code == 403
    assert served.decisions() == []


def test_the_cookie_stays_where_it_belongs(served: House) -> None:
    """No script reads it, no other site's form sends it."""
    cookie = opened(served, served.token()).client.get(f"{PATH}{served.token()}").headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


def test_behind_https_the_cookie_never_travels_in_the_clear(served: House) -> None:
    """And browsers are told to stay with https."""
    served.portal.url = "https://gates.example.com"
    response = served.browser().open(served.token())
    assert "Secure" in response.headers["Set-Cookie"]
    assert "max-age" in response.headers["Strict-Transport-Security"]


@pytest.mark.parametrize("path", ["/", "/healthz", "/nothing", f"{PATH}nothing", "LINK"])
def test_every_answer_carries_the_strict_headers(served: House, path: str) -> None:
    """No frame, no script, no guessing of types, no address handed on."""
    path = f"{PATH}{served.token()}" if path == "LINK" else path
    response = httpx.get(f"{served.base}{path}", timeout=30)
    policy = response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert (response.headers["X-Content-Type-Options"], response.headers["X-Frame-Options"]) == (
        "nosniff",
        "DENY",
    )


def test_pages_hold_no_script_and_fetch_nothing(served: House) -> None:
    """Everything a page needs is in it."""
    browser = opened(served, served.token())
    tags = [tag for tag, _ in browser.page.tags]
    assert not {"script", "img", "link", "iframe", "object", "embed", "base"} & set(tags)
    assert not [given for _, given in browser.page.tags if any(name.startswith("on") for name in given)]


def test_a_link_is_not_handed_on(served: House) -> None:
    """No page leads anywhere but to its own files, and the address is told to nobody."""
    browser, token = served.browser(), served.token()
    response = browser.open(token)
    targets = {given.get("href", "") for tag, given in browser.page.tags if tag == "a"}
    assert {target for target in targets if not target.startswith(f"{token}/files/")} == {"?lang=en"}
    assert response.headers["Referrer-Policy"] == "same-origin"
