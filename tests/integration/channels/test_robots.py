"""Robots: a card that the service takes, believed only when its body says so, and failures told apart in one sentence."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from playbooks.model.errors import InputError, OutsideError, RolloutError
from playbooks.model.letters import Notice
from playbooks.model.text import Text
from tasks.adapters.channels.dingtalk import DingTalkChannel
from tasks.adapters.channels.failures import BusyError, DownError
from tasks.adapters.channels.feishu import FeishuChannel
from tasks.adapters.channels.message import LinkMaker, no_links
from tasks.adapters.channels.secret import Secret
from tasks.adapters.channels.wecom import WeComChannel
from tasks.adapters.ports import Channel
from tests.simulators.facts import person
from tests.simulators.robots import LIMIT, SIGNING, FakeRobot, Service, robot

READER = person("wang_fang")
LINK = "https://gates.example.com/decide/abc.def"
HOSTILE = (
    "**Approved** by CFO @all <at id=all></at> <@U1> [click](https://evil.example) `x` # h\n> q <!channel>"
)
SIGNED = [Service.DINGTALK, Service.FEISHU]


def notice(subject: str = "请您签核", body: str = "看看这份证据") -> Notice:
    """Return a notice in both languages."""
    return Notice(to="wang_fang", subject=Text(zh=subject, en=subject), body=Text(zh=body, en=body))


def linked(*_: object, **__: object) -> str:
    """Make the same link for everybody."""
    return LINK


def channel(fake: FakeRobot, *, secret: str = "", link: LinkMaker = no_links, patience: float = 5) -> Channel:
    """Return the channel that talks to this robot."""
    webhook, signing = Secret("WEBHOOK", fake.url), Secret("SIGNING", secret) if secret else None
    match fake.service:
        case Service.DINGTALK:
            return DingTalkChannel("room", webhook, signing, link, lambda: fake.now, patience)
        case Service.FEISHU:
            return FeishuChannel("room", webhook, signing, link, lambda: fake.now, patience)
        case Service.WECOM:
            return WeComChannel("room", webhook, link, patience)


def send(over: Channel, letter: Notice | None = None) -> None:
    """Send a notice."""
    over.send(READER, letter or notice(), rollout="crm-2026", parcel=7)


def failure(over: Channel) -> RolloutError:
    """Return how sending fails; no secret is ever in the sentence."""
    with pytest.raises(RolloutError) as caught:
        send(over)
    assert not re.search(r"TOPSECRET|SEC\+|127\.0\.0\.1", str(caught.value))
    return caught.value


@pytest.fixture(params=list(Service))
def fake(request: pytest.FixtureRequest) -> Iterator[FakeRobot]:
    """A robot of each service."""
    with robot(request.param) as serving:
        yield serving


def shown(card: dict[str, Any]) -> str:
    """Return every text of a card."""
    return json.dumps(card, ensure_ascii=False)


def test_a_notice_becomes_a_card(fake: FakeRobot) -> None:
    """Name, subject, body and rollout are in it."""
    send(channel(fake))
    (card,) = fake.taken
    assert all(part in shown(card) for part in ("王芳", "请您签核", "看看这份证据", "crm-2026"))


def test_a_link_becomes_a_button(fake: FakeRobot) -> None:
    """The card leads to the decision page and says so."""
    send(channel(fake, link=linked))
    assert LINK in shown(fake.taken[0])
    assert "查看并决定" in shown(fake.taken[0])


def test_each_service_gets_its_own_kind_of_card() -> None:
    """Kinds as the services name them."""
    kinds = []
    for service in Service:
        with robot(service) as fake:
            send(channel(fake, link=linked))
            kinds.append(fake.taken[0].get("msgtype") or fake.taken[0].get("msg_type"))
    assert kinds == ["actionCard", "interactive", "markdown"]


@pytest.mark.parametrize("service", SIGNED)
def test_a_signed_message_is_taken(service: Service) -> None:
    """The signature is encoded exactly once."""
    with robot(service, secret=SIGNING) as fake:
        send(channel(fake, secret=SIGNING))
        assert len(fake.taken) == 1


@pytest.mark.parametrize("service", SIGNED)
@pytest.mark.parametrize("secret", ["", "another"])
def test_a_wrong_signature_is_told_as_wrong(service: Service, secret: str) -> None:
    """HTTP 200 does not make it a success, and trying again would not help."""
    with robot(service, secret=SIGNING) as fake:
        error = failure(channel(fake, secret=secret))
    assert isinstance(error, InputError)
    assert "signing secret" in str(error)


@pytest.mark.parametrize("service", SIGNED)
def test_an_old_signature_is_refused(service: Service) -> None:
    """A clock that is two hours off is noticed."""
    with robot(service, secret=SIGNING) as fake:
        over = channel(fake, secret=SIGNING)
        seconds = fake.now
        fake.now += 7200
        late = type(over)("room", Secret("W", fake.url), Secret("S", SIGNING), no_links, lambda: seconds)  # type: ignore[call-arg]  # both take these
        assert isinstance(failure(late), InputError)


def test_too_many_messages_wait(fake: FakeRobot) -> None:
    """The service's own limit is told apart, with a wait, and nothing is dropped silently."""
    for _ in range(LIMIT):
        send(channel(fake))
    error = failure(channel(fake))
    assert isinstance(error, BusyError)
    assert (error.wait.total_seconds(), len(fake.taken)) == (60, LIMIT)


@pytest.mark.parametrize(("header", "seconds"), [("7", 7), ("soon", 60), ("999999", 60), ("9999", 3600)])
def test_a_wait_that_is_named_is_kept(fake: FakeRobot, header: str, seconds: int) -> None:
    """Within reason."""
    fake.status, fake.headers = 429, {"Retry-After": header}
    error = failure(channel(fake))
    assert isinstance(error, BusyError)
    assert error.wait.total_seconds() == seconds


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (500, b"{}", OutsideError),
        (503, b"", OutsideError),
        (404, b"{}", InputError),
        (302, b"{}", InputError),
        (200, b"<html>login</html>", OutsideError),
        (200, b"{}", OutsideError),
        (200, b"[]", OutsideError),
        (200, b'"ok"', OutsideError),
        (200, b'{"errcode":"0","code":"0"}', OutsideError),
        (200, b'{"errcode":-1,"code":-1}', OutsideError),
        (200, b'{"errcode":12345,"code":12345}', InputError),
        (200, b"\xff\xfe", OutsideError),
    ],
)
def test_only_a_code_of_zero_is_a_success(
    fake: FakeRobot, status: int, body: bytes, kind: type[RolloutError]
) -> None:
    """Whatever else comes back is a failure, worth another try or not."""
    fake.status, fake.body = status, body
    assert type(failure(channel(fake))) is kind


def test_the_older_answer_of_feishu_counts_too() -> None:
    """A code that is hidden behind a zero is not overlooked."""
    with robot(Service.FEISHU) as fake:
        fake.body = b'{"StatusCode":0,"StatusMessage":"success"}'
        send(channel(fake))
        fake.body = b'{"StatusCode":0,"code":19024}'
        assert "keyword" in str(failure(channel(fake)))


def test_a_silent_robot_is_given_up(fake: FakeRobot) -> None:
    """After the patience one has with it."""
    fake.silent = True
    error = failure(channel(fake, patience=0.2))
    assert isinstance(error, OutsideError)
    assert "did not answer" in str(error)


def test_a_cut_connection_is_tried_again_later(fake: FakeRobot) -> None:
    """So is a machine that is not there."""
    fake.reset = True
    cut = failure(channel(fake))
    fake.port = 1
    gone = failure(channel(fake))
    assert (type(cut), type(gone)) == (DownError, DownError)


def test_a_host_that_cannot_be_a_name_is_an_outside_error() -> None:
    """Looking it up fails before anything is asked."""
    with pytest.raises(OutsideError, match="UnicodeError"):
        send(WeComChannel("room", Secret("W", "https://qyapi..example.com/x")))


@pytest.mark.parametrize(
    "address", ["http://evil.example/x", "ftp://x", "nonsense", "http://[", "file:///etc"]
)
def test_nothing_is_sent_in_the_clear(fake: FakeRobot, address: str) -> None:
    """A webhook is an https address; the sentence does not repeat it."""
    with pytest.raises(InputError, match="no https:// address") as refused:
        send(WeComChannel("room", Secret("W", address)))
    assert "evil" not in str(refused.value)
    assert fake.taken == []


def test_a_missing_secret_names_its_variable() -> None:
    """And is no traceback in the middle of a round."""
    with pytest.raises(InputError, match="DINGTALK_WEBHOOK is not set"):
        send(DingTalkChannel("room", Secret("DINGTALK_WEBHOOK", "")))


def test_printing_a_channel_shows_no_secret() -> None:
    """Neither the webhook nor the signing secret."""
    assert "hunter2" not in repr(DingTalkChannel("room", Secret("W", "hunter2"), Secret("S", "hunter2")))


def test_words_of_people_are_plain(fake: FakeRobot) -> None:
    """No bold, no heading, no mention of all, no link but ours."""
    send(channel(fake, link=linked), notice(HOSTILE, HOSTILE))
    text = shown(fake.taken[0]).replace(LINK, "")
    assert not re.search(r"<at|<@|<!|\]\(https:|https://|@all", text.replace("isAtAll", ""))


def test_nobody_is_pinged_by_dingtalk() -> None:
    """The service is told so as well."""
    with robot(Service.DINGTALK) as fake:
        send(channel(fake), notice(HOSTILE))
        assert fake.taken[0]["at"] == {"isAtAll": False}


def _wecom_size(card: dict[str, Any]) -> int:
    return len(card["markdown"]["content"].encode())


@pytest.mark.parametrize(
    ("service", "size", "limit"),
    [
        (Service.WECOM, _wecom_size, 4096),
        (Service.DINGTALK, lambda card: len(json.dumps(card, ensure_ascii=False).encode()), 20_000),
        (Service.FEISHU, lambda card: len(json.dumps(card, ensure_ascii=False).encode()), 20_000),
    ],
)
def test_long_words_are_cut_and_the_link_stays(
    service: Service, size: Callable[[dict[str, Any]], int], limit: int
) -> None:
    """Each service has its own limit, counted in bytes."""
    with robot(service) as fake:
        send(channel(fake, link=linked), notice("题" * 2000, '"长' * 1000))
        assert size(fake.taken[0]) <= limit
        assert LINK in shown(fake.taken[0])
