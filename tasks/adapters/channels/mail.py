"""E-mail: one letter as plain text and HTML, over TLS; its id is the parcel's, so that a copy is recognised."""

import smtplib
import ssl
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage

from playbooks.model.errors import InputError, OutsideError
from playbooks.model.letters import Notice
from playbooks.model.mail_address import is_mail_address
from playbooks.model.stakeholder import Stakeholder
from playbooks.model.text import Text
from tasks.adapters.channels.failures import DownError
from tasks.adapters.channels.message import LinkMaker, Message, cut, message, no_links
from tasks.adapters.channels.secret import Secret
from tasks.adapters.channels.specification import Security
from tasks.adapters.render.environment import render

MOST_SUBJECT = 300
_PERMANENT = 500
_SUBJECT = Text(zh="【Phasegate】{subject}", en="[Phasegate] {subject}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where letters are handed in, and under which name."""

    host: str
    port: int
    sender: str
    security: Security = Security.STARTTLS
    user: Secret | None = None
    password: Secret | None = None
    patience: float = 20.0


@dataclass(frozen=True, slots=True)
class MailChannel:
    """Sends notices as e-mail."""

    server: MailServer
    link: LinkMaker = no_links
    name: str = "email"
    context: ssl.SSLContext | None = None

    def send(self, person: Stakeholder, notice: Notice, *, rollout: str, parcel: int) -> None:
        """Hand one letter to the mail server."""
        if not person.email:
            raise InputError("{key} has no e-mail address; add it to the organisation file.", key=person.key)
        said = message(
            person, notice, rollout, link=self.link(person, notice, rollout=rollout, parcel=parcel)
        )
        written = self._written(said, person.email, f"{parcel}.{rollout}.{person.key}")
        with self._connected() as connection, self._told_plainly():
            connection.send_message(written)

    def _written(self, said: Message, address: str, number: str) -> EmailMessage:
        _require_addresses(address, self.server.sender)
        letter = EmailMessage()
        letter["To"] = Address(display_name=said.name, addr_spec=address)
        letter["From"] = Address(display_name="Phasegate", addr_spec=self.server.sender)
        letter["Subject"] = cut(_SUBJECT.to(said.language).format(subject=said.subject), MOST_SUBJECT)
        letter["Message-ID"] = f"<phasegate.{number}@{self.server.sender.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(_plain(said), cte="base64")
        letter.add_alternative(render("letter.html.jinja2", said=said), subtype="html", cte="base64")
        # Set last: headers about content move into the first part when the second one comes.
        letter["Content-Language"] = said.html_language
        return letter

    @contextmanager
    def _connected(self) -> Generator[smtplib.SMTP]:
        """Yield a connection; what comes before the letter is not the letter's fault, and is down for all of them."""
        try:
            with self._told_plainly():
                connection = self._opened()
        except OutsideError as error:
            raise DownError(error.phrase) from None
        try:
            yield connection
            # The letter has been taken by now; told as a failure, a strange goodbye would have it sent again for ever.
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
        finally:
            connection.close()

    def _opened(self) -> smtplib.SMTP:
        server, context = self.server, self.context or ssl.create_default_context()
        if server.security is Security.TLS:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.patience, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=server.patience)
        try:
            if server.security is Security.STARTTLS:
                connection.starttls(context=context)
            if server.user and server.password:
                connection.login(server.user.reveal(), server.password.reveal())
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def _told_plainly(self) -> Generator[None]:
        """Turn what the mail server says into our two kinds of errors; its own words may hold the password."""
        host = self.server.host
        try:
            yield
        except smtplib.SMTPAuthenticationError as error:
            raise InputError(
                "The mail server {host} refused user or password (code {code}); set them right.",
                host=host,
                code=error.smtp_code,
            ) from None
        except smtplib.SMTPNotSupportedError:
            raise InputError(
                "The mail server {host} does not offer what is asked of it; check `security` and `user`.",
                host=host,
            ) from None
        except smtplib.SMTPRecipientsRefused as error:
            code = max(code for code, _ in error.recipients.values())
            raise _refused(host, code) from None
        except smtplib.SMTPResponseException as error:
            raise _refused(host, error.smtp_code) from None
        except ssl.SSLCertVerificationError:
            raise InputError(
                "The mail server {host} shows a certificate that nobody vouches for; check `host`.", host=host
            ) from None
        except UnicodeError:  # what looking a name up makes of an empty or endless part of it
            raise InputError(
                "{host!r} cannot be the name of a mail server; correct `host` in the channels file.",
                host=host,
            ) from None
        except (smtplib.SMTPException, OSError) as error:
            raise OutsideError(
                "The mail server {host} cannot be reached ({kind}).", host=host, kind=type(error).__name__
            ) from None


def _plain(said: Message) -> str:
    link = f"{said.button}\n{said.link}\n{said.caution}\n\n" if said.link else ""
    return f"{said.greeting}\n\n{said.subject}\n\n{said.body}\n\n{link}-- \n{said.rollout} · Phasegate\n"


def _require_addresses(to: str, sender: str) -> None:
    """Refuse what is no address here: the library's own parser fails in a different way for each kind of typo."""
    if not is_mail_address(to):
        raise InputError("{address!r} is no e-mail address; correct it in the organisation file.", address=to)
    if not is_mail_address(sender):
        raise InputError(
            "{address!r} is no e-mail address; correct `sender` in the channels file.", address=sender
        )


def _refused(host: str, code: int) -> InputError | OutsideError:
    if code >= _PERMANENT:
        return InputError(
            "The mail server {host} refused the letter for good (code {code}); check sender and address.",
            host=host,
            code=code,
        )
    return OutsideError(
        "The mail server {host} refused the letter for now (code {code}).", host=host, code=code
    )
