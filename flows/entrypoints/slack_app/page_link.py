"""The way from a form to the decision page, where evidence can be read and its documents opened.

A card is drawn from the state alone, and a link says until when it is good: so it is made for whoever opens the form.
"""

from flows.entrypoints.slack_app.door import Door
from flows.entrypoints.slack_app.matter import Matter
from tasks.adapters.identifiers import request_id
from tasks.adapters.question import question


def page_link(door: Door, matter: Matter) -> str | None:
    """Return the person's own link to what is decided on; None where no page is set up, or nothing is asked there."""
    invited, about = door.invitations, matter.message.about
    if invited is None or invited.url is None or question(matter.rollout, about, matter.now) is None:
        return None
    person, letter = matter.caller.actor.key, f"form, {request_id()}"
    return invited.address(invited.invitation(matter.rollout, person, about, letter=letter))
