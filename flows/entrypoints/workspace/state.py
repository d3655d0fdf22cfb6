"""Everything the workspace knows, in memory."""

from dataclasses import dataclass, field

from flows.entrypoints.workspace.behaviour import Behaviour
from flows.entrypoints.workspace.changes import Changes
from flows.entrypoints.workspace.directory import Directory
from flows.entrypoints.workspace.errors import SlackError
from flows.entrypoints.workspace.faults import Faults
from flows.entrypoints.workspace.installation import Installation
from flows.entrypoints.workspace.messages import Messages
from flows.entrypoints.workspace.rates import Rates
from flows.entrypoints.workspace.response_links import ResponseLinks
from flows.entrypoints.workspace.serial import Serial
from flows.entrypoints.workspace.uploads import Uploads
from flows.entrypoints.workspace.views import Trigger, Views

APP_ID = "A0LOCAL001"
BOT_ID = "B0LOCAL001"


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Web API, for those who look at what an app did."""

    method: str
    arguments: dict[str, object]
    status: int
    error: str = ""


@dataclass(slots=True)
class State:
    """The parts of the workspace, wired together."""

    behaviour: Behaviour
    installation: Installation
    address: str = ""
    serial: Serial = field(default_factory=Serial)
    changes: Changes = field(default_factory=Changes)
    faults: Faults = field(default_factory=Faults)
    views: Views = field(default_factory=Views)
    tickets: dict[str, float] = field(default_factory=dict)
    user_groups: dict[str, list[str]] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    bot_token: str = ""
    app_token: str = ""
    signing_secret: str = ""
    directory: Directory = field(init=False)
    messages: Messages = field(init=False)
    uploads: Uploads = field(init=False)
    rates: Rates = field(init=False)
    response_links: ResponseLinks = field(init=False)

    def __post_init__(self) -> None:
        self.directory = Directory(self.serial, self.installation.app_name)
        self.messages = Messages(self.serial)
        self.uploads = Uploads(self.serial)
        self.rates = Rates(self.behaviour)
        self.response_links = ResponseLinks(self.behaviour.ticker)
        self.bot_token = self.serial.token("xoxb-local-")
        self.app_token = self.serial.token("xapp-1-local-")
        self.signing_secret = self.serial.token()

    @property
    def app_user_id(self) -> str:
        """The user id of the app's bot."""
        return self.directory.app_user_id

    def require(self, scope: str) -> None:
        """Refuse a call that the app has no scope for."""
        if scope and scope not in self.installation.scopes:
            granted = ",".join(sorted(self.installation.scopes))
            raise SlackError("missing_scope", needed=scope, provided=granted)

    def trigger(self, user_id: str) -> str:
        """Hand out a trigger for what a person just did."""
        trigger_id = self.serial.token(f"{self.serial.identifier('Tr')}.")
        until = self.behaviour.ticker() + self.behaviour.trigger_lifetime
        self.views.triggers[trigger_id] = Trigger(user_id, until)
        return trigger_id

    def response_url(self, channel_id: str, user_id: str, stamp: str = "") -> str:
        """Hand out a response URL for what a person just did."""
        return f"{self.address}/response/{self.response_links.open(channel_id, user_id, stamp)}"
