"""Which parcels wait for which: letters of one rollout to one receiver keep the order they were posted in."""

from datetime import timedelta

from playbooks.model.letters import Letter, Notice

#: How long a parcel stays with the dispatcher that took it before another one may.
CLAIM = timedelta(minutes=1)
#: What a decision waits for: runs to wake and to start. It goes before what people read, and before the feed.
RUN_KINDS = ("wake_run", "start_phase_run")


def lane(letter: Letter) -> str:
    """Return the queue a letter stands in: one per person, one per kind of message to Prefect."""
    return f"{letter.kind}:{letter.to}" if isinstance(letter, Notice) else letter.kind
