"""Deliveries: what went out over which channel is remembered, in every kind of store."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from alembic import command
from alembic.config import Config

from playbooks.model.letters import Notice
from tasks.adapters.ports import Parcel
from tasks.adapters.store import SqlStore, upgrade
from tasks.adapters.store.database import session_of
from tasks.adapters.store.ledger_log import begin_log
from tasks.adapters.store.opening import open_database
from tests.integration.store.conftest import ORIGIN
from tests.integration.store.story import Teller
from tests.simulators.facts import NOW, text

LATER = NOW + timedelta(minutes=2)


def parcels(narrator: Teller, count: int) -> tuple[Parcel, ...]:
    """Return so many parcels, just taken."""
    with narrator.store.transaction() as unit:
        letters = [Notice(to=f"person_{n}", subject=text(str(n)), body=text("b")) for n in range(count)]
        unit.post("crm-2026", letters, NOW)
    return narrator.store.due(NOW)


def test_a_parcel_knows_where_it_went(narrator: Teller) -> None:
    """When it is handed out again, and only for itself."""
    first, _ = parcels(narrator, 2)
    narrator.store.sent(first, ["file", "room"], NOW)
    assert [parcel.sent for parcel in narrator.store.due(LATER)] == [{"file", "room"}, set()]


def test_the_same_delivery_twice_is_one(narrator: Teller) -> None:
    """The first moment counts."""
    (parcel,) = parcels(narrator, 1)
    for at in (NOW, LATER):
        narrator.store.sent(parcel, ["room"], at)
    counts = [narrator.store.sent_since("room", NOW - back) for back in (timedelta(seconds=1), timedelta())]
    assert counts == [1, 0]


def test_deliveries_are_counted_by_channel(narrator: Teller) -> None:
    """However many letters there are."""
    for number, parcel in enumerate(parcels(narrator, 5)):
        narrator.store.sent(parcel, ["room" if number % 2 else "other"], NOW)
    since = NOW - timedelta(minutes=1)
    assert [narrator.store.sent_since(name, since) for name in ("room", "other", "none")] == [2, 3, 0]


def test_an_empty_outbox_asks_nothing(narrator: Teller) -> None:
    """No letters, no deliveries."""
    assert narrator.store.due(LATER) == ()


def test_a_store_of_before_learns_to_remember(url: str, key: Path, opened: Callable[[], SqlStore]) -> None:
    """Its tables are brought up when it is opened."""
    config = Config()
    config.set_main_option("script_location", str(upgrade.MIGRATIONS))
    database = open_database(url)
    with database.migrating() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        begin_log(session_of(connection), ORIGIN, key)
    database.close()
    assert opened().sent_since("room", NOW) == 0
