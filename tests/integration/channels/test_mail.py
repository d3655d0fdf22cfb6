"""E-mail: over TLS, in both forms, recognisable when it comes twice, and never with a password in a sentence."""

import re
import ssl
from email.message import EmailMessage
from pathlib import Path

import pytest

from playbooks.model.errors import InputError, OutsideError, RolloutError
from playbooks.model.letters import Notice
from playbooks.model.stakeholder import Stakeholder
from playbooks.model.text import Language, Text
from tasks.adapters.channels.failures import DownError
from tasks.adapters.channels.mail import MailChannel, MailServer
from tasks.adapters.channels.message import LinkMaker, no_links
from tasks.adapters.channels.secret import Secret
from tasks.adapters.channels.specification import Security
from tests.simulators.facts import person
from tests.simulators.mail_server import PASSWORD, USER, FakeMailServer, certificate, mail_server

LINK = "https://gates.example.com/decide/abc.def"
READER = person("wang_fang").model_copy(update={"email": "wang@example.com"})
LETTER = Notice(to="wang_fang", subject=Text(zh="请签核", en="Sign"), body=Text(zh="正文", en="body"))


@pytest.fixture(scope="session")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for the loopback address."""
    return certificate(tmp_path_factory.mktemp("mail"))


def linked(*_: object, **__: object) -> str:
    """Make the same link for everybody."""
    return LINK


def channel(
    fake: FakeMailServer,
    pem: Path,
    *,
    security: Security = Security.STARTTLS,
    password: str = PASSWORD,
    link: LinkMaker = no_links,
) -> MailChannel:
    """Return the channel that talks to this server and trusts its certificate."""
    server = MailServer(
        host="127.0.0.1",
        port=fake.port,
        sender="gates@example.com",
        security=security,
        user=Secret("MAIL_USER", USER),
        password=Secret("MAIL_PASSWORD", password),
        patience=5,
    )
    return MailChannel(server, link, context=ssl.create_default_context(cafile=str(pem)))


def send(over: MailChannel, *, to: Stakeholder = READER, letter: Notice = LETTER, parcel: int = 7) -> None:
    """Send a letter."""
    over.send(to, letter, rollout="crm-2026", parcel=parcel)


def parts(letter: EmailMessage) -> tuple[str, str]:
    """Return the plain and the HTML part."""
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert html is not None
    return str(plain.get_content()), str(html.get_content())


def written(
    pem: Path, *, to: Stakeholder = READER, letter: Notice = LETTER, link: LinkMaker = no_links
) -> EmailMessage:
    """Return a letter as the server received it."""
    with mail_server(pem) as fake:
        send(channel(fake, pem, link=link), to=to, letter=letter)
        return fake.letters[0]


@pytest.mark.parametrize(("security", "tls"), [(Security.STARTTLS, False), (Security.TLS, True)])
def test_a_letter_travels_encrypted(pem: Path, security: Security, *, tls: bool) -> None:
    """Whether the connection begins so or becomes so."""
    with mail_server(pem, tls=tls) as fake:
        send(channel(fake, pem, security=security))
        assert (fake.encrypted, len(fake.letters)) == (True, 1)


def test_a_server_without_encryption_gets_nothing(pem: Path) -> None:
    """Least of all the password."""
    with mail_server(pem) as fake:
        fake.starttls = False
        with pytest.raises(InputError, match="does not offer"):
            send(channel(fake, pem))
        assert fake.letters == []


def test_a_certificate_that_nobody_vouches_for_is_refused(pem: Path) -> None:
    """A stranger in between learns nothing."""
    with mail_server(pem) as fake:
        over = channel(fake, pem)
        with pytest.raises(InputError, match="certificate"):
            send(MailChannel(over.server))
        assert fake.letters == []


def test_a_letter_is_in_the_readers_language(pem: Path) -> None:
    """Subject, both parts and the language it says it is in."""
    letter = written(pem)
    english = written(pem, to=READER.model_copy(update={"language": Language.EN}))
    assert (letter["Subject"], letter["Content-Language"]) == ("【Phasegate】请签核", "zh-CN")
    assert (english["Subject"], english["Content-Language"]) == ("[Phasegate] Sign", "en")


def test_both_parts_hold_the_link(pem: Path) -> None:
    """And the warning beside it."""
    plain, html = parts(written(pem, link=linked))
    assert LINK in plain
    assert f'href="{LINK}"' in html
    assert "请勿转发" in plain
    assert "请勿转发" in html


def test_a_letter_sent_again_is_recognised(pem: Path) -> None:
    """Its id is the parcel's."""
    with mail_server(pem) as fake:
        for parcel in (7, 7, 8):
            send(channel(fake, pem), parcel=parcel)
        first, again, other = (letter["Message-ID"] for letter in fake.letters)
    assert first == again != other
    assert re.fullmatch(r"<phasegate\.7\.crm-2026\.wang_fang@example\.com>", first)


@pytest.mark.parametrize(
    ("word", "reply", "kind"),
    [
        ("RCPT", "550 no such user", InputError),
        ("RCPT", "451 greylisted", OutsideError),
        ("MAIL", "553 not your address", InputError),
        ("DATA", "554 spam", InputError),
        ("DATA", "452 disk full", OutsideError),
        ("CONNECT", "421 busy", DownError),
    ],
)
def test_refusals_for_now_and_for_good(pem: Path, word: str, reply: str, kind: type[RolloutError]) -> None:
    """Only the former are worth another try."""
    with mail_server(pem) as fake:
        fake.replies[word] = reply
        with pytest.raises(RolloutError) as refused:
            send(channel(fake, pem))
    assert type(refused.value) is kind


def test_a_wrong_password_is_not_repeated(pem: Path) -> None:
    """Although this server says it aloud."""
    wrong = f"not-{PASSWORD}"
    with mail_server(pem) as fake, pytest.raises(InputError, match="user or password") as refused:
        send(channel(fake, pem, password=wrong))
    assert wrong not in str(refused.value)


def test_a_server_that_is_not_there_is_tried_again(pem: Path) -> None:
    """Nothing listens on this port; that is so for everybody's letters."""
    with pytest.raises(DownError, match="cannot be reached"):
        send(channel(FakeMailServer(port=1), pem))


def test_a_strange_goodbye_does_not_send_the_letter_again(pem: Path) -> None:
    """It has been taken; told as a failure, it would come once with every try."""
    with mail_server(pem) as fake:
        fake.replies["QUIT"] = "421 busy"
        send(channel(fake, pem))
        assert len(fake.letters) == 1


@pytest.mark.parametrize("host", ["smtp..example.com", f"{'x' * 64}.example.com"])
def test_a_host_that_cannot_be_a_name_is_told(host: str) -> None:
    """Looking it up fails before anything is asked."""
    with pytest.raises(InputError, match=r"correct `host`"):
        send(MailChannel(MailServer(host=host, port=25, sender="gates@example.com")))


def test_a_sender_that_is_no_address_is_told_as_such() -> None:
    """It is not the reader's address that is to be corrected."""
    with pytest.raises(InputError, match=r"gates@example\.\.com.*correct `sender`"):
        send(MailChannel(MailServer(host="127.0.0.1", port=1, sender="gates@example..com")))


TYPOS = ("wang@company..com", "<a@b.example>", "@", "a@[1.2", "a@[", "(x")


@pytest.mark.parametrize("address", [None, "", "nobody", "a@b\r\nBcc: x@evil.example", "a b@c", *TYPOS])
def test_an_address_that_is_none_is_refused(pem: Path, address: str | None) -> None:
    """Nor does it become a header."""
    with mail_server(pem) as fake:
        with pytest.raises(InputError, match="e-mail address"):
            send(channel(fake, pem), to=READER.model_copy(update={"email": address}))
        assert fake.letters == []


def test_words_of_people_are_text(pem: Path) -> None:
    """No header, no markup, no link, no turned direction."""
    evil = "Hi\r\nBcc: x@evil.example <script>alert(1)</script> https://evil.example \u202egpj.exe"
    letter = written(
        pem,
        letter=LETTER.model_copy(update={"subject": Text(zh=evil, en=evil), "body": Text(zh=evil, en=evil)}),
    )
    plain, html = parts(letter)
    assert letter["Bcc"] is None
    assert "<script" not in html
    assert not re.search("https://evil|\u202e", plain + html + letter["Subject"])


def test_a_long_subject_is_cut(pem: Path) -> None:
    """Mail programs show a line."""
    subject = written(pem, letter=LETTER.model_copy(update={"subject": Text(zh="长" * 2000, en="x")}))[
        "Subject"
    ]
    assert len(subject.encode()) <= 300
    assert subject.endswith("…")
