"""The Bolt app: one set of listeners, whichever way Slack reaches it."""

from logging import getLogger

from slack_bolt.async_app import AsyncApp

from flows.entrypoints.slack_app import comments, deciding, home, slash, stand_ins
from flows.entrypoints.slack_app.door import Door
from flows.entrypoints.slack_app.files import Files
from flows.entrypoints.slack_app.handover import Handover
from flows.entrypoints.slack_app.homes import Homes
from flows.entrypoints.slack_app.intake import Intake
from flows.entrypoints.slack_app.rounds import Rounds
from tasks.adapters.office import Office
from tasks.adapters.slack.client import async_web_client
from tasks.adapters.slack.outbound import Outbound

LOG = getLogger("phasegate.slack")


def door(office: Office, slack: Outbound, *, token: str, url: str, limit: int) -> Door:
    """Return the door to an office; `limit` is the size a file may have."""
    client = async_web_client(token, url)
    files = Files(client, office.store, limit=limit)
    return Door(
        office=office,
        slack=slack,
        client=client,
        handover=Handover(LOG),
        files=files,
        rounds=Rounds(),
        intake=Intake(office.desk),
        homes=Homes(),
    )


def bolt_app(behind: Door) -> AsyncApp:
    """Return the app with every listener; who signed a request is checked at the door, before Bolt reads it."""
    app = AsyncApp(
        client=behind.client,
        request_verification_enabled=False,
        logger=LOG,
        # Else Bolt asks every 10 ms, for each form that is being decided, whether it has been acked.
        process_before_response=True,
    )
    for part in (deciding, home, stand_ins, slash, comments):
        part.listen(app, behind)
    return app
