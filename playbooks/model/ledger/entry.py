"""One entry of the ledger: an event, its place in the chain and its time, as canonical bytes.

The keys sort so that everything the ledger adds stands behind the event; `chain_link` and `event_ids` find
their parts by that, so a verifier checks the chain without reading JSON. `prev` is the leaf hash of the entry
before: one leaf hash vouches for all history.
"""

import re
from binascii import hexlify
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import repeat

from playbooks.model.errors import InputError
from playbooks.model.ledger.canonical import CanonicalError, canonical, parse_canonical, within_limit

VERSION = 1
FIRST_PREV = "0" * 64

_SEQ_LIMIT = 2**53
_ENTRY_KEYS = frozenset({"event", "log", "prev", "seq", "time", "v"})
_ACTOR_KEYS = frozenset({"id", "kind", "roles", "session", "via"})
_ACTOR_TEXTS = ("id", "kind", "via")
_EVENT_KEYS = frozenset({"actor", "data", "id", "subject", "type"})
_EVENT_TEXTS = ("id", "subject", "type")
_OPTIONAL_KEYS = frozenset({"on_behalf_of"})
# An id has no sign that JSON would escape, so that `event_ids` finds it in the bytes as it is.
_ID = re.compile(r"[!#-\[\]-~]{1,128}")
_LEAF_HEX = re.compile(r"[0-9a-f]{64}")
_WRITTEN_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_ID_KEY = b',"id":"'
_ID_KEY_SIZE = len(_ID_KEY)
_END = b'","v":1}'
_END_AT = -len(_END)
_TIME_AT = _END_AT - len("2026-01-05T08:00:00.000000Z")
# The link begins here at the latest, so the event ends here at the latest.
_LINK_AT = _TIME_AT - len('},"log":"","prev":"","seq":0,"time":"') - len(FIRST_PREV)


class EntryError(InputError):
    """The record is not a ledger entry."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acted: the person or system, through which door, in which roles, in which session."""

    id: str
    kind: str
    via: str
    roles: tuple[str, ...]
    session: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to what, by whom, and for whom if somebody was represented."""

    id: str
    type: str
    actor: Actor
    subject: str
    data: Mapping[str, object]
    on_behalf_of: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An event at its place in one log."""

    event: Event
    log: str
    prev: str
    seq: int
    time: datetime


def make_entry(event: Mapping[str, object], *, log: str, prev: str, seq: int, time: datetime) -> bytes:
    """Return the canonical bytes of the entry that records an event at this place of a log."""
    _check_place(prev, seq)
    _check_event(event)
    # Only the event must be brought into form: what the ledger adds sorts behind it and is in form already.
    recorded = canonical({"event": dict(event)}, limit=None).removesuffix(b"}}")
    return within_limit(
        b"%b%b%b%b" % (recorded, chain_link(log, prev, seq=seq), written_time(time).encode(), _END)
    )


def read_entry(data: bytes) -> Entry:
    """Return the entry that canonical bytes hold, and refuse anything else."""
    try:
        raw = _object(parse_canonical(data), "the entry")
    except CanonicalError as error:
        raise EntryError("The record is not a ledger entry. {reason}", reason=error) from error
    _check_keys(raw, _ENTRY_KEYS, where="the entry")
    prev, seq = _text(raw, "prev"), _number(raw)
    _check_place(prev, seq)
    if type(raw["v"]) is not int or raw["v"] != VERSION:
        raise EntryError(
            "Entry {seq} has format {found!r}; this version reads format {known}.",
            seq=seq,
            found=str(raw["v"])[:40],
            known=VERSION,
        )
    event = _object(raw["event"], "event")
    _check_event(event)
    return Entry(_event(event), _text(raw, "log"), prev, seq, read_time(raw["time"]))


@lru_cache(maxsize=64)
def written_time(time: datetime) -> str:
    """Return a time as the ledger writes it: UTC, to the microsecond, always of the same length."""
    if time.tzinfo is None:
        raise EntryError(
            "The time {time} has no time zone; times of entries are aware.", time=time.isoformat()
        )
    moment = time if time.tzinfo is UTC else time.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")[:-6] + "Z"


def read_time(raw: object) -> datetime:
    """Return the time that the ledger wrote, and refuse any other spelling of a time."""
    if isinstance(raw, str) and _WRITTEN_TIME.fullmatch(raw):
        with suppress(ValueError):  # a month or an hour that does not exist
            return datetime.fromisoformat(raw)
    raise EntryError(
        "{given!r} is not a time of the ledger, such as '2026-01-05T08:00:00.000000Z'.", given=str(raw)[:40]
    )


def chain_link(log: str, prev: str, *, seq: int) -> bytes:
    """Return the bytes that stand between the event and the time of the entry at this place."""
    return b'%b%b","seq":%d,"time":"' % (_link_start(log), prev.encode(), seq)


@lru_cache(maxsize=8)
def _link_start(log: str) -> bytes:
    if not log:
        raise EntryError("In an entry, 'log' is a text that is not empty.")
    return b'},"log":%b,"prev":"' % canonical(log)


def follows(data: bytes, link: bytes) -> bool:
    """Tell whether an entry carries this link, without reading it as JSON."""
    return data.endswith(_END) and data.endswith(link, 0, _TIME_AT)


def chained(entries: Sequence[bytes], leaves: Iterable[bytes], *, log: str, prev: str, first: int) -> bool:
    """Tell whether entries link to each other from this place on: what `follows` tells of one, for many."""
    start, prevs = _link_start(log), [prev.encode(), *map(hexlify, leaves)]
    links = [b'%b%b","seq":%d,"time":"' % (start, link, seq) for seq, link in enumerate(prevs, first)]
    linked = map(bytes.endswith, entries, links, repeat(0), repeat(_TIME_AT))
    return all(linked) and all(map(bytes.endswith, entries, repeat(_END)))


def entry_times(entries: Iterable[bytes]) -> list[bytes]:
    """Return the times of entries as they are written; such times sort as they follow each other."""
    return [entry[_TIME_AT:_END_AT] for entry in entries]


def event_ids(entries: Iterable[bytes]) -> list[bytes]:
    """Return the event ids in entries; behind each come only texts, in which the quoted key cannot occur."""
    return [
        entry[(at := entry.rfind(_ID_KEY, 0, _LINK_AT) + _ID_KEY_SIZE) : entry.find(b'"', at)]
        for entry in entries
    ]


def _check_place(prev: str, seq: int) -> None:
    if not 0 <= seq < _SEQ_LIMIT:
        raise EntryError("The number of an entry is a whole number from 0, not {seq}.", seq=seq)
    if not _LEAF_HEX.fullmatch(prev) or (prev == FIRST_PREV) != (seq == 0):
        raise EntryError(
            "Entry {seq} needs the leaf hash of the entry before as `prev`, and entry 0 needs 64 zeros.",
            seq=seq,
        )


def _event(raw: Mapping[str, object]) -> Event:
    """Return the event that these parts make; `_check_event` has passed them."""
    return Event(
        id=_text(raw, "id"),
        type=_text(raw, "type"),
        actor=_actor(_object(raw["actor"], "actor")),
        subject=_text(raw, "subject"),
        data=_object(raw["data"], "data"),
        on_behalf_of=_text(raw, "on_behalf_of") if "on_behalf_of" in raw else None,
    )


def _actor(raw: Mapping[str, object]) -> Actor:
    session = None if raw["session"] is None else _text(raw, "session")
    return Actor(_text(raw, "id"), _text(raw, "kind"), _text(raw, "via"), _roles(raw), session)


def _check_event(raw: Mapping[str, object]) -> None:
    """Refuse an event that is not one; building it costs more than asking, and an append builds none."""
    _check_keys(raw, _EVENT_KEYS, where="event", optional=_OPTIONAL_KEYS)
    _check_texts(raw, _EVENT_TEXTS if len(raw) == len(_EVENT_KEYS) else (*_EVENT_TEXTS, *_OPTIONAL_KEYS))
    if not _ID.fullmatch(_text(raw, "id")):
        raise EntryError(
            "The id of an event has 1 to 128 printable ASCII signs, and no blank, quote or backslash."
        )
    _object(raw["data"], "data")
    actor = _object(raw["actor"], "actor")
    _check_keys(actor, _ACTOR_KEYS, where="actor")
    _roles(actor)
    _check_texts(actor, _ACTOR_TEXTS if actor["session"] is None else (*_ACTOR_TEXTS, "session"))


def _check_texts(raw: Mapping[str, object], keys: Iterable[str]) -> None:
    for key in keys:
        value = raw[key]
        if not isinstance(value, str) or not value:
            raise _no_text(key)


def _roles(actor: Mapping[str, object]) -> tuple[str, ...]:
    roles = actor["roles"]
    if not isinstance(roles, list | tuple) or not all(isinstance(role, str) for role in roles):
        raise EntryError("The roles of an actor are a list of texts.")
    return tuple(roles)


def _check_keys(
    raw: Mapping[str, object], required: frozenset[str], *, where: str, optional: frozenset[str] = frozenset()
) -> None:
    if wrong := (required ^ raw.keys()) - optional:
        raise EntryError(
            "In {where}, a key is missing or not known: {keys}.",
            where=where,
            keys=", ".join(sorted(map(str, wrong)))[:200],
        )


def _number(raw: Mapping[str, object]) -> int:
    seq = raw["seq"]
    if type(seq) is not int:
        raise EntryError("The number of an entry is a whole number from 0, not {seq!r}.", seq=str(seq)[:40])
    return seq


def _object(raw: object, where: str) -> dict[str, object]:
    if not isinstance(raw, dict):
        raise EntryError(
            "In an entry, {where} is an object, not {kind}.", where=where, kind=type(raw).__name__
        )
    return raw


def _text(raw: Mapping[str, object], key: str) -> str:
    value = raw[key]
    if not isinstance(value, str) or not value:
        raise _no_text(key)
    return value


def _no_text(key: str) -> EntryError:
    return EntryError("In an entry, {key!r} is a text that is not empty.", key=key)
