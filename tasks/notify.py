"""Notify: deliver what waits in the outbox."""

from prefect import get_run_logger

from tasks.adapters.catalogues import spoken
from tasks.adapters.dispatcher import Delivery
from tasks.adapters.office import Office
from tasks.verb import verb


@verb("deliver the outbox", "notify")
def notify(office: Office) -> Delivery:
    """Try every letter that is due; what fails stays in the outbox and is tried again by the sweep."""
    delivery = office.dispatcher.deliver()
    for failure in delivery.failures:
        get_run_logger().warning("%s", spoken(failure, office.language))
    return delivery
