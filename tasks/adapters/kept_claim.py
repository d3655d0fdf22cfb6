"""The claim on a letter while it is being sent: renewed until that has ended, so that nobody else sends it meanwhile.

How long a mail server or Slack takes is theirs to choose. Once this process has died nothing renews the claim, and
another dispatcher takes the letter when it has run out.
"""

from collections.abc import Generator
from contextlib import contextmanager
from threading import Event, Thread

from playbooks.model.errors import RolloutError
from tasks.adapters.ports import Clock, Parcel, Store
from tasks.adapters.run_log import run_log
from tasks.adapters.store.parcels import CLAIM

#: In seconds; early enough that a renewal or two may fail before the claim runs out.
RENEWED_EVERY = CLAIM.total_seconds() / 6


@contextmanager
def kept_claim(store: Store, clock: Clock, parcel: Parcel) -> Generator[None]:
    """Keep the claim on a parcel for as long as the block takes."""
    over = Event()

    def renewing() -> None:
        while not over.wait(RENEWED_EVERY):
            try:
                store.renewed(parcel, clock.now())
            except RolloutError as error:
                run_log().warning("the claim on letter %d cannot be renewed: %s", parcel.id, error)

    hand = Thread(target=renewing, name=f"claim on letter {parcel.id}", daemon=True)
    hand.start()
    try:
        yield
    finally:
        over.set()
        hand.join()
