"""The door: what every listener works with."""

from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from flows.entrypoints.slack_app.files import Files
from flows.entrypoints.slack_app.handover import Handover
from flows.entrypoints.slack_app.homes import Homes
from flows.entrypoints.slack_app.intake import Intake
from flows.entrypoints.slack_app.rounds import Rounds
from tasks.adapters.invitations import Invitations
from tasks.adapters.office import Office
from tasks.adapters.slack.outbound import Outbound


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The office behind the door, the way in to its desk, the way out to Slack, who finishes what was begun, who links."""

    office: Office
    slack: Outbound
    client: AsyncWebClient
    handover: Handover
    files: Files
    rounds: Rounds
    intake: Intake
    homes: Homes
    invitations: Invitations | None = None
