"""The people directory: which stakeholder a Slack account belongs to, and the other way round; closed by default.

- An account is a pair of workspace and user; names and e-mail addresses somebody types are never looked at.
- The organisation's own `slack:` map goes before the e-mail address that Slack has confirmed.
- Whoever has left, is a guest, a robot or of another workspace is refused, and so is everybody while Slack is silent.
- A step of a workflow decides nothing, in whosever name it runs.
- What Slack said about an account counts for a minute at most.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playbooks.model.errors import InputError, RolloutError
from playbooks.model.stakeholder import Stakeholder, Team
from playbooks.model.text import Text
from tasks.adapters.slack.errors import StrangerError, code, told_plainly

FRESH_SECONDS = 60.0
_BARRED = ("is_bot", "is_app_user", "is_workflow_bot", "is_stranger", "is_invited_user")
_GUEST = ("is_restricted", "is_ultra_restricted")

UNCHECKED = Text(
    zh="暂时无法核实您的身份，请稍后再试",
    en="who you are cannot be checked at present; try again in a moment",
)
FOREIGN = Text(zh="只接受本公司工作区的账号", en="only accounts of the company's own workspace are accepted")
LEFT = Text(zh="此账号已停用", en="this account has been deactivated")
ROBOT = Text(zh="机器人和应用不能作决定", en="robots and apps decide nothing")
GUEST = Text(zh="访客账号不能作决定", en="guest accounts decide nothing")
UNKNOWN = Text(
    zh="您的 Slack 账号未对应到项目成员，请联系项目办",
    en="your Slack account belongs to nobody in this rollout; ask the PMO",
)


@dataclass(frozen=True, slots=True)
class Account:
    """A Slack account: the workspace's id and the user's; `automated` where a step of a workflow acts in its name."""

    team: str
    user: str
    automated: bool = False

    def __str__(self) -> str:
        return f"{self.team}:{self.user}"


@dataclass(slots=True)
class Directory:
    """Finds people; `accounts` is the explicit map of accounts to people's keys."""

    client: WebClient
    accounts: Mapping[str, str]
    tick: Callable[[], float] = time.monotonic
    _home: str | None = None
    _known: dict[str, tuple[float, dict[str, Any]]] = field(default_factory=dict)
    _users: dict[str, tuple[float, str]] = field(default_factory=dict)

    def home(self) -> str:
        """Return the id of the workspace that the app is installed in."""
        if self._home is None:
            with told_plainly():
                self._home = str(self.client.auth_test()["team_id"])
        return self._home

    def person(self, account: Account, team: Team) -> Stakeholder:
        """Return the stakeholder an account belongs to; raises StrangerError with the reason to show."""
        mail = self._confirmed_mail(account)
        mapped = self.accounts.get(str(account))
        if mapped is not None:
            found = [person for person in team.people if person.key == mapped]
        else:
            found = [person for person in team.people if mail and _same(person.email, mail)]
        # Two people under one address: nobody can tell who it was.
        if len(found) != 1 or not found[0].active:
            raise StrangerError(UNKNOWN)
        return found[0]

    def user(self, person: Stakeholder) -> str:
        """Return the id of a person's account, to write to; raises InputError when there is none."""
        mapped = next((name for name, key in self.accounts.items() if key == person.key), None)
        if mapped is not None:
            return mapped.partition(":")[2]
        known = self._users.get(person.key)
        if known is None or self.tick() - known[0] > FRESH_SECONDS:
            known = self._users[person.key] = (self.tick(), self._looked_up(person))
        return known[1]

    def forget(self) -> None:
        """Ask Slack again about everybody."""
        self._known.clear()
        self._users.clear()

    def _confirmed_mail(self, account: Account) -> str:
        """Return the address of an account that may act, as Slack knows it."""
        if account.automated:
            raise StrangerError(ROBOT)
        try:
            home, user = self.home(), self._info(account.user)
        except RolloutError:
            raise StrangerError(UNCHECKED) from None
        reason = _reason_to_refuse(user, account, home)
        if reason is not None:
            raise StrangerError(reason)
        confirmed = user.get("is_email_confirmed", True)
        return str((user.get("profile") or {}).get("email") or "") if confirmed else ""

    def _info(self, user: str) -> dict[str, Any]:
        known = self._known.get(user)
        if known is None or self.tick() - known[0] > FRESH_SECONDS:
            with told_plainly():
                found = self.client.users_info(user=user)["user"]
            known = self._known[user] = (self.tick(), dict(found or {}))
        return known[1]

    def _looked_up(self, person: Stakeholder) -> str:
        if not person.email:
            raise InputError(
                "{key} has no e-mail address and no Slack account in the organisation file; add one.",
                key=person.key,
            )
        try:
            with told_plainly():
                return str((self.client.users_lookupByEmail(email=person.email)["user"] or {})["id"])
        except InputError as error:
            cause = error.__cause__
            if isinstance(cause, SlackApiError) and code(cause) == "users_not_found":
                raise InputError(
                    "Slack knows nobody under the address of {key}; correct it or map the account.",
                    key=person.key,
                ) from error
            raise


def _reason_to_refuse(user: dict[str, Any], account: Account, home: str) -> Text | None:
    if account.team != home or user.get("team_id") != home or user.get("id") != account.user:
        return FOREIGN
    if user.get("deleted"):
        return LEFT
    if account.user == "USLACKBOT" or any(user.get(sign) for sign in _BARRED):
        return ROBOT
    return GUEST if any(user.get(sign) for sign in _GUEST) else None


def _same(one: str | None, other: str) -> bool:
    return one is not None and one.strip().casefold() == other.strip().casefold()
