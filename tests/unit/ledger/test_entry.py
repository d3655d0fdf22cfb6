"""Entries of the ledger: what they hold, and that nothing else passes for one."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.model.ledger.canonical import CanonicalError, canonical
from playbooks.model.ledger.entry import (
    FIRST_PREV,
    Actor,
    EntryError,
    chain_link,
    entry_times,
    event_ids,
    follows,
    make_entry,
    read_entry,
    read_time,
    written_time,
)

LOG = "pmo.example/audit/main"
NOON = datetime(2026, 1, 5, 8, tzinfo=UTC)
EVENT: dict[str, Any] = {
    "id": "01890a5d-ac96-774b-bcce-b302099a8057",
    "type": "SignOffGiven",
    "actor": {"id": "li.wei", "kind": "person", "via": "slack", "roles": ["sponsor"], "session": None},
    "subject": "rollout/crm-east/gate/go_live",
    "data": {"comment": "数据核对无误", "id": "not the event"},
}


def entry(**changes: object) -> bytes:
    """Return the first entry of a log, with parts of its event changed."""
    return make_entry(EVENT | changes, log=LOG, prev=FIRST_PREV, seq=0, time=NOON)


def altered(alter: Callable[[dict[str, Any]], object]) -> bytes:
    """Return the canonical bytes of an entry that somebody altered."""
    raw = json.loads(entry())
    alter(raw)
    return canonical(raw)


def test_the_bytes_of_an_entry() -> None:
    """The ledger adds log, link, number, time and format behind the event."""
    assert entry().startswith(b'{"event":{"actor":{"id":"li.wei","kind":"person","roles":["sponsor"]')
    assert entry().endswith(
        b'},"log":"pmo.example/audit/main","prev":"'
        + b"0" * 64
        + b'","seq":0,"time":"2026-01-05T08:00:00.000000Z","v":1}'
    )


def test_reads_what_was_made() -> None:
    """Every part of the event comes back."""
    read = read_entry(entry(on_behalf_of="chen.jing"))
    assert (read.log, read.prev, read.seq, read.time) == (LOG, FIRST_PREV, 0, NOON)
    assert read.event.actor == Actor("li.wei", "person", "slack", ("sponsor",), None)
    assert (read.event.id, read.event.on_behalf_of) == (EVENT["id"], "chen.jing")
    assert read.event.data == EVENT["data"]


@given(st.integers(1, 2**53 - 1), st.datetimes(timezones=st.just(UTC), min_value=datetime(1000, 1, 1)))  # noqa: DTZ001
def test_any_place_and_time_survive(seq: int, time: datetime) -> None:
    """Number and time are read back exactly."""
    read = read_entry(make_entry(EVENT, log=LOG, prev="ab" * 32, seq=seq, time=time))
    assert (read.seq, read.time) == (seq, time)


def test_time_is_written_in_utc() -> None:
    """A time from another zone is the same moment in the ledger."""
    beijing = datetime(2026, 1, 5, 16, tzinfo=timezone(timedelta(hours=8)))
    assert written_time(beijing) == written_time(NOON) == "2026-01-05T08:00:00.000000Z"


def test_naive_times_are_refused() -> None:
    """A time without a zone could be any of a day's hours."""
    with pytest.raises(EntryError, match="no time zone"):
        written_time(datetime(2026, 1, 5, 8))  # noqa: DTZ001 - the point of the test


@pytest.mark.parametrize(
    "raw",
    [
        "2026-01-05T08:00:00Z",
        "2026-01-05T08:00:00.000000+00:00",
        "2026-01-05 08:00:00.000000Z",
        "2026-13-05T08:00:00.000000Z",
        "2026-01-05",
        "",
        "today",
        None,
        7,
    ],
)
def test_other_spellings_of_a_time_are_refused(raw: object) -> None:
    """Times sort as text only if they are written one way."""
    with pytest.raises(EntryError, match="not a time of the ledger"):
        read_time(raw)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": ""}, "'id' is a text"),
        ({"id": 7}, "'id' is a text"),
        ({"id": 'a"b'}, "printable ASCII"),
        ({"id": "a\\b"}, "printable ASCII"),
        ({"id": "a b"}, "printable ASCII"),
        ({"id": "a" * 129}, "printable ASCII"),
        ({"type": None}, "'type' is a text"),
        ({"subject": []}, "'subject' is a text"),
        ({"data": []}, "data is an object"),
        ({"actor": "li.wei"}, "actor is an object"),
        ({"actor": EVENT["actor"] | {"roles": "sponsor"}}, "list of texts"),
        ({"actor": EVENT["actor"] | {"roles": [1]}}, "list of texts"),
        ({"actor": EVENT["actor"] | {"session": ""}}, "'session' is a text"),
        ({"actor": EVENT["actor"] | {"mail": "x"}}, "In actor, a key is missing or not known: mail"),
        ({"on_behalf_of": None}, "'on_behalf_of' is a text"),
        ({"prev": "00"}, "In event, a key is missing or not known: prev"),
    ],
)
def test_malformed_events_are_refused(changes: dict[str, object], reason: str) -> None:
    """An event that lacks a part, or brings one that is the ledger's, is refused before it is recorded."""
    with pytest.raises(EntryError, match=reason):
        entry(**changes)


@pytest.mark.parametrize("key", ["id", "type", "actor", "subject", "data"])
def test_incomplete_events_are_refused(key: str) -> None:
    """Every required part of an event is named when it is missing."""
    event = {name: part for name, part in EVENT.items() if name != key}
    with pytest.raises(EntryError, match=f"not known: {key}"):
        make_entry(event, log=LOG, prev=FIRST_PREV, seq=0, time=NOON)


@pytest.mark.parametrize(
    "data", [{"amount": 1.5}, {"n": 2**53}, {"text": "\x00"}, {"text": "\udc00"}, {"text": "a" * 65536}]
)
def test_data_without_a_canonical_form_is_refused(data: dict[str, object]) -> None:
    """What cannot be hashed one way is refused before it is recorded."""
    with pytest.raises(CanonicalError):
        entry(data=data)


@pytest.mark.parametrize(
    ("prev", "seq"),
    [(FIRST_PREV, 1), ("ab" * 32, 0), ("AB" * 32, 1), ("ab" * 31, 1), ("ab" * 32, -1), ("", 0)],
)
def test_impossible_places_are_refused(prev: str, seq: int) -> None:
    """Only the first entry has no predecessor, and the others name one leaf hash."""
    with pytest.raises(EntryError):
        make_entry(EVENT, log=LOG, prev=prev, seq=seq, time=NOON)


@pytest.mark.parametrize(
    "alter",
    [
        lambda raw: raw.pop("log"),
        lambda raw: raw.update(extra=1),
        lambda raw: raw.update(v=2),
        lambda raw: raw.update(v=True),
        lambda raw: raw.update(seq="0"),
        lambda raw: raw.update(seq=False),
        lambda raw: raw.update(time="2026-01-05"),
        lambda raw: raw.update(log=""),
        lambda raw: raw.update(event=None),
        lambda raw: raw["event"].pop("id"),
    ],
)
def test_altered_entries_are_refused(alter: Callable[[dict[str, Any]], object]) -> None:
    """Canonical bytes that are not an entry are refused."""
    with pytest.raises(EntryError):
        read_entry(altered(alter))


@pytest.mark.parametrize(
    "data", [b"", b"null", b"[]", b"{}", entry() + b"\n", entry().replace(b'"v":1', b'"v":1,"v":1')]
)
def test_other_bytes_are_refused(data: bytes) -> None:
    """What is not canonical, or no object, is no entry."""
    with pytest.raises(EntryError):
        read_entry(data)


def test_parts_are_found_without_reading_json() -> None:
    """Link, time and event id are cut out of the bytes."""
    assert follows(entry(), chain_link(LOG, FIRST_PREV, seq=0))
    assert entry_times([entry()]) == [b"2026-01-05T08:00:00.000000Z"]
    assert event_ids([entry()]) == [str(EVENT["id"]).encode()]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_text_cannot_pose_as_an_event_id(text: str) -> None:
    """Quotes within a text are escaped, so no text looks like a key."""
    made = entry(
        subject=f'x,"id":"{text}', data={"id": text, "note": f'","id":"{text}"'}, on_behalf_of=f'"id":"{text}'
    )
    assert event_ids([made]) == [str(EVENT["id"]).encode()]


@pytest.mark.parametrize(
    "link",
    [
        chain_link("other", FIRST_PREV, seq=0),
        chain_link(LOG, "ab" * 32, seq=0),
        chain_link(LOG, FIRST_PREV, seq=1),
    ],
)
def test_entry_of_another_place_does_not_follow(link: bytes) -> None:
    """Log, predecessor and number must all be as expected."""
    assert not follows(entry(), link)
