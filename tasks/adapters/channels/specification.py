"""What the channels file may say: which robots there are, the mail server, who is reached how, and when."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from playbooks.model.errors import BrokenRuleError, InputError
from playbooks.model.frozen import Frozen, Key
from playbooks.model.phrase import system_fault
from playbooks.model.strict_yaml import load_model, parse_yaml
from playbooks.model.working_hours import DayPart
from tasks.adapters.channels.secret import SecretReference

SLACK, EMAIL, FILE = "slack", "email", "file"
Host = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.:\-]{1,253}$")]
MailAddress = Annotated[str, StringConstraints(pattern=r"^[^@\s<>]+@[^@\s<>]+$", max_length=254)]


class RobotKind(StrEnum):
    """The services whose group robots are known."""

    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    LARK = "lark"
    WECOM = "wecom"


class Security(StrEnum):
    """How the connection to the mail server is kept private."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class Reach(Frozen):
    """Whose notices go here: everybody's unless rollouts, roles or departments are named; or one person's alone."""

    rollouts: tuple[Key, ...] = ()
    roles: tuple[Key, ...] = ()
    departments: tuple[Key, ...] = ()
    #: The only person who reads here; only then may a notice carry the link with which that person decides.
    person: Key | None = None

    @model_validator(mode="after")
    def _check_person(self) -> Self:
        if self.person is not None and (self.roles or self.departments):
            raise BrokenRuleError(
                "what one person reads takes neither `roles` nor `departments`; remove them"
            )
        return self


class NamedReach(Reach):
    """An entry of the file that `order` and `people` can name."""

    key: Key


class RobotEntry(NamedReach):
    """One group robot."""

    kind: RobotKind
    webhook: SecretReference
    secret: SecretReference | None = None

    @model_validator(mode="after")
    def _check_secret(self) -> Self:
        if self.kind is RobotKind.WECOM and self.secret is not None:
            raise BrokenRuleError("robots of WeCom sign nothing; remove `secret`")
        return self


class AddressEntry(NamedReach):
    """One address that apprise knows how to reach."""

    url: SecretReference


class MailEntry(Frozen):
    """The mail server."""

    host: Host
    port: int = Field(default=587, ge=1, le=65535)
    security: Security = Security.STARTTLS
    sender: MailAddress
    user: SecretReference | None = None
    password: SecretReference | None = None

    @model_validator(mode="after")
    def _check_login(self) -> Self:
        if (self.user is None) != (self.password is None):
            raise BrokenRuleError("`user` and `password` belong together; name both or neither")
        if self.security is Security.NONE and self.password is not None:
            raise BrokenRuleError(
                "a password must not travel in the clear; use `security: starttls` or `tls`"
            )
        return self


class Channels(Frozen):
    """The channels file; `order` names kinds of channels or keys, those tried first standing first."""

    robots: tuple[RobotEntry, ...] = ()
    email: MailEntry | None = None
    others: tuple[AddressEntry, ...] = ()
    order: tuple[Key, ...] = (SLACK, *RobotKind, EMAIL)
    people: dict[Key, tuple[Key, ...]] = Field(default_factory=dict)
    #: When people are written to; a person's own hours go before these, and files are always written.
    working_hours: DayPart | None = None

    @model_validator(mode="after")
    def _check_keys(self) -> Self:
        keys = [entry.key for entry in self._entries()]
        taken = {key for key in keys if keys.count(key) > 1 or key in self._kinds()}
        if taken:
            raise BrokenRuleError(
                "keys used twice or as a kind: {taken}; choose others", taken=tuple(sorted(taken))
            )
        return self

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        known = self._kinds() | {entry.key for entry in self._entries()}
        for where, names in (("order", self.order), *self.people.items()):
            unknown = sorted(set(names) - known)
            if unknown:
                raise BrokenRuleError(
                    "{where} names unknown channels: {unknown}; there are {known}",
                    where=where,
                    unknown=tuple(unknown),
                    known=tuple(sorted(known)),
                )
        return self

    @property
    def copies_to_file(self) -> bool:
        """Tell whether every notice goes to the messages file, and not only what reached nobody otherwise."""
        return FILE not in self.order

    def _entries(self) -> tuple[NamedReach, ...]:
        return (*self.robots, *self.others)

    @staticmethod
    def _kinds() -> set[str]:
        return {SLACK, EMAIL, FILE, *RobotKind}


def read_channels(file: Path) -> Channels:
    """Return what a channels file says; raises InputError naming file, line, key and the fix."""
    try:
        text = file.read_bytes()
    except OSError as error:
        raise InputError(
            "{file} cannot be read ({reason}); set PHASEGATE_CHANNELS to the channels file.",
            file=file,
            reason=system_fault(error),
        ) from error
    return load_model(parse_yaml(text, name=file.name), Channels)
