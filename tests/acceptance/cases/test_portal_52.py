"""Case 52: whatever is sent to the page, it answers with a status it means, never with a fault of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.adapters.invitations import PATH
from tests.simulators.portal import PAPER, SIGNED, SIGNER, SPONSOR, Browser, House, house

MEANT = {200, 303, 400, 403, 404, 405, 409, 410, 413, 415, 422}
METHODS = st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])
TYPES = st.sampled_from(
    [
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/x-www-form-urlencoded; charset=nonsense",
        "multipart/form-data; boundary=x",
        "application/json",
        "",
    ]
)
FIELDS = st.sampled_from(
    [
        "action",
        "choice",
        "comment",
        "recycle_to",
        "csrf",
        *("nonce", "text", "reason", "owner", "until", "control", "request"),
        f"owner.{SIGNED}",
        f"due.{SIGNED}",
        f"promise.{SIGNED}",
    ]
)
VALUES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "decide",
            "renew",
            *("comment", "withdraw", "ask_waiver", "take_back_waiver", "grant_waiver"),
            "approve",
            "go",
            "conditional_go",
            "recycle",
            "initiation",
            "9999-12-31",
            "0001-01-01",
        ]
    ),
)
PATIENT = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A decision page that all of this is sent to."""
    with house(tmp_path_factory.mktemp("house")) as made:
        made.browser()
        yield made


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that is sent."""

    method: str
    path: str
    query: str
    kind: str
    body: bytes


@PATIENT
@given(st.builds(Sent, METHODS, st.text(max_size=80), st.text(max_size=40), TYPES, st.binary(max_size=300)))
def test_any_request_gets_an_answer_that_is_meant(served: House, sent: Sent) -> None:
    """Any path, any body, any type."""
    where = f"/{quote(sent.path, safe='/')}?{quote(sent.query, safe='=&%')}"
    response = served.clients[0].request(
        sent.method, where, content=sent.body, headers={"Content-Type": sent.kind}
    )
    assert response.status_code in MEANT


@PATIENT
@given(token=st.one_of(st.text(max_size=200), st.binary(max_size=200).map(lambda raw: raw.decode("latin-1"))))
def test_any_token_is_simply_not_there(served: House, token: str) -> None:
    """However it is written."""
    assert served.clients[0].get(f"{PATH}x{quote(token, safe='')}").status_code == 404


@PATIENT
@given(fields=st.dictionaries(FIELDS, VALUES, max_size=6))
def test_any_filled_in_form_is_understood_or_sent_back(served: House, fields: dict[str, str]) -> None:
    """With the proof and without it; days that no calendar holds among them."""
    token = served.token(SPONSOR, "initiation")
    browser = Browser(served.clients[0], served.base)
    browser.open(token)
    assert browser.submit(token, **fields).status_code in MEANT


@PATIENT
@given(fields=st.dictionaries(FIELDS, VALUES, max_size=6), about=st.sampled_from([SIGNED, PAPER]))
def test_any_form_about_a_gate_is_understood_or_sent_back(
    served: House, fields: dict[str, str], about: str
) -> None:
    """Comments, waivers, withdrawals among them."""
    token = served.token(SIGNER, about)
    browser = Browser(served.clients[0], served.base)
    browser.open(token)
    assert browser.submit(token, **fields).status_code in MEANT


@PATIENT
@given(st.binary(max_size=400), st.sampled_from([b"", b"--x\r\n", b"--x\r\nContent-Disposition: form-data"]))
def test_any_upload_is_understood_or_sent_back(served: House, body: bytes, beginning: bytes) -> None:
    """However broken."""
    response = served.clients[0].post(
        f"{PATH}{served.token()}",
        content=beginning + body,
        headers={"Content-Type": "multipart/form-data; boundary=x", "Origin": served.base},
    )
    assert response.status_code in MEANT


def test_a_form_of_endless_parts_is_refused(served: House) -> None:
    """Each is small, and unnamed."""
    part = b'--x\r\nContent-Disposition: form-data; name=""\r\n\r\n\r\n'
    response = served.clients[0].post(
        f"{PATH}{served.token()}",
        content=part * 1000 + b"--x--\r\n",
        headers={"Content-Type": "multipart/form-data; boundary=x", "Origin": served.base},
    )
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"a=" + b"x" * 200_000, 413),
        (b"&".join(b"a=1" for _ in range(1000)), 400),
        (b"\xff\xfe%ff%zz=%00", 403),
        (b"", 403),
    ],
)
def test_bodies_beyond_all_measure_are_refused(served: House, body: bytes, status: int) -> None:
    """Before anything is looked up."""
    response = httpx.post(
        f"{served.base}{PATH}{served.token()}",
        content=body,
        headers={"Content-Type": "application/x-www-form-urlencoded", "Origin": served.base},
        timeout=30,
    )
    assert response.status_code == status


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": 'phasegate_visit="' + "x" * 3000},
        {"Cookie": "phasegate_visit=" + "ü" * 43},
        {"Cookie": "=;;;=;"},
        {"Origin": "ü"},
        {"Host": "evil.example"},
        {"Accept-Language": "x" * 5000},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Range": "bytes=0-1"},
        {"If-None-Match": "*"},
    ],
)
def test_odd_headers_do_no_harm(served: House, headers: dict[str, str]) -> None:
    """The page is shown all the same."""
    sent = {name.encode(): value.encode() for name, value in headers.items()}
    response = httpx.get(f"{served.base}{PATH}{served.token()}", headers=sent, timeout=30)
    assert response.status_code in {200, 400}


def test_the_ledger_stands_after_all_of_it(served: House) -> None:
    """Nothing of this has bent it."""
    assert served.store.verify().verified
