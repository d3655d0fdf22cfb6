"""Recorded facts that gates judge: one payload type per kind of fact, with digest, source, time, people.

A payload that grows (readings of a KPI, training records) says itself how it joins what is already on record.
"""

import operator
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, field_validator

from playbooks.model.drift import CheckStamp, Drift
from playbooks.model.frozen import Digest, Frozen, Instant, Key
from playbooks.model.goal import GoalDraft
from playbooks.model.ledger.canonical import digest
from playbooks.model.portions import portions
from playbooks.model.reconciliation import ReconciliationResult
from playbooks.model.remembered import remembered
from playbooks.model.text import Text

#: A figure as measured; NaN and infinities are admitted here so that a gate can call them INVALID.
Figure = Annotated[Decimal, Field(allow_inf_nan=True)]


class Document(Frozen):
    """A document: what it is called, which version, and the digest of its bytes."""

    kind: Literal["document"] = "document"
    title: str
    version: str
    sha256: Digest
    size: int = Field(ge=0)
    media_type: str = "application/octet-stream"


class ItemState(StrEnum):
    """How far one item of a checklist is."""

    DONE = "done"
    PARTIAL = "partial"
    OPEN = "open"
    NOT_APPLICABLE = "not_applicable"


class Checklist(Frozen):
    """The state of each item of a checklist, by the item's key."""

    kind: Literal["checklist"] = "checklist"
    items: dict[Key, ItemState]

    def joined(self, earlier: "Checklist") -> "Checklist":
        """Return this checklist with the items only the earlier one names."""
        return self.model_copy(update={"items": {**earlier.items, **self.items}})


class Assignment(Frozen):
    """A person in a role slot, with the deputy who stands in."""

    slot: Key
    person: Key
    deputy: Key | None = None


class SuperUser(Frozen):
    """A department's super user."""

    department: Key
    person: Key


class Roster(Frozen):
    """Who fills which slot, and the super users of each department."""

    kind: Literal["roster"] = "roster"
    assignments: tuple[Assignment, ...] = ()
    super_users: tuple[SuperUser, ...] = ()


class Goals(Frozen):
    """The goals as proposed; a draft may lack letters of SMART, the gate names them."""

    kind: Literal["goals"] = "goals"
    goals: tuple[GoalDraft, ...]


class Reading(Frozen):
    """One measured value of a KPI."""

    on: date
    value: Figure


class Series(Frozen):
    """Readings of one KPI in one unit, ordered by day."""

    kind: Literal["series"] = "series"
    metric: Key
    unit: str
    readings: tuple[Reading, ...]

    @field_validator("readings")
    @classmethod
    def _in_order(cls, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
        return tuple(sorted(readings, key=lambda reading: reading.on))

    def joined(self, earlier: "Series") -> "Series":
        """Return both series as one; a day measured again loses its earlier readings, and only those."""
        if (earlier.metric, earlier.unit) != (self.metric, self.unit):
            return self
        # Two readings of one day inside one record stay two: which of them is right is not for us to say.
        again = {reading.on for reading in self.readings}
        kept = (reading for reading in earlier.readings if reading.on not in again)
        return Series(metric=self.metric, unit=self.unit, readings=(*kept, *self.readings))

    def portions(self, earlier: "Series | None") -> tuple["Series", ...]:
        """Return this series in portions that an entry of the ledger takes."""
        known = (
            earlier.readings if earlier and (earlier.metric, earlier.unit) == (self.metric, self.unit) else ()
        )
        parts = portions(self.readings, known, identity=lambda reading: reading.on)
        return tuple(self.model_copy(update={"readings": part}) for part in parts)


class Reconciliation(Frozen):
    """The result of comparing the former system's data with the new system's, and what has moved since it was signed.

    The stamps say how both sides looked; what has no stamp is not watched.
    """

    kind: Literal["reconciliation"] = "reconciliation"
    result: ReconciliationResult
    stamps: tuple[CheckStamp, ...] = ()
    drift: tuple[Drift, ...] = ()


class DepartmentTests(Frozen):
    """How the acceptance test of one department stands."""

    department: Key
    passed: int = Field(ge=0)
    failed: int = Field(default=0, ge=0)
    blocked: int = Field(default=0, ge=0)
    not_run: int = Field(default=0, ge=0)


class Defect(Frozen):
    """An open defect found by testing."""

    key: Key
    severity: int = Field(ge=1, le=4)
    title: str
    department: Key | None = None


class TestReport(Frozen):
    """A test report: results per department and the defects still open."""

    __test__ = False  # keeps pytest from collecting a class whose name starts with Test

    kind: Literal["test_report"] = "test_report"
    departments: tuple[DepartmentTests, ...]
    open_defects: tuple[Defect, ...] = ()


class Tier(StrEnum):
    """Whom a training is for."""

    MANAGEMENT = "management"
    MIDDLE = "middle"
    STAFF = "staff"


class Level(StrEnum):
    """How deep a training goes: awareness, then skill, then application."""

    AWARENESS = "awareness"
    SKILL = "skill"
    APPLICATION = "application"


class TrainingRecord(Frozen):
    """One person's training at one level; without a day it is not completed, without a score not assessed."""

    person: str
    department: Key
    tier: Tier
    level: Level
    completed: date | None = None
    score: Figure | None = None


class Training(Frozen):
    """The training records of the people concerned, ordered by person and level."""

    kind: Literal["training"] = "training"
    records: tuple[TrainingRecord, ...]

    @field_validator("records")
    @classmethod
    def _in_order(cls, records: tuple[TrainingRecord, ...]) -> tuple[TrainingRecord, ...]:
        return tuple(sorted(records, key=lambda record: (record.person, record.level)))

    def joined(self, earlier: "Training") -> "Training":
        """Return all records; one recorded again replaces the earlier ones of the same person and level."""
        again = {(record.person, record.level) for record in self.records}
        kept = (record for record in earlier.records if (record.person, record.level) not in again)
        return Training(records=(*kept, *self.records))

    def portions(self, earlier: "Training | None") -> tuple["Training", ...]:
        """Return these records in portions that an entry of the ledger takes."""
        known = earlier.records if earlier else ()
        parts = portions(self.records, known, identity=lambda record: (record.person, record.level))
        return tuple(Training(records=part) for part in parts)


class Unreadable(Frozen):
    """A source that could not be read: recorded so that its gate says INVALID and not green."""

    kind: Literal["unreadable"] = "unreadable"
    reason: Text


#: Payloads that grow: what is recorded next joins what is on record.
GROWING = (Series, Checklist, Training)

Payload = Annotated[
    Document | Checklist | Roster | Goals | Series | Reconciliation | TestReport | Training | Unreadable,
    Field(discriminator="kind"),
]


class Evidence(Frozen):
    """A fact on record: what, from which source, of which moment, recorded by whom, worked out by whom.

    `seen_before` holds the items of a checklist that were looked at earlier than the rest, and when; `set_aside` the
    readings that were recorded under the same key of another metric or in another unit.
    """

    key: Key
    payload: Payload
    source: str
    observed_at: Instant
    recorded_at: Instant
    recorded_by: Key
    performed_by: tuple[Key, ...] = ()
    on_behalf_of: Key | None = None
    seen_before: dict[Key, Instant] = Field(default_factory=dict, exclude_if=operator.not_)
    set_aside: tuple[Series, ...] = Field(default=(), exclude_if=operator.not_)

    @property
    def digest(self) -> str:
        """Return the digest of the fact itself; who recorded it and when do not count."""
        return _payload_digest(self.payload)

    @property
    def as_of(self) -> datetime:
        """Return as of which moment all of it holds; one item looked at again does not make the others fresh."""
        return min((self.observed_at, *self.seen_before.values()))

    @property
    def hands(self) -> frozenset[str]:
        """Return everybody who worked on this evidence and therefore may not sign it off."""
        represented = {self.on_behalf_of} if self.on_behalf_of else set[str]()
        return frozenset({self.recorded_by, *self.performed_by, *represented})

    def joined(self, earlier: "Evidence | None") -> "Evidence":
        """Return this evidence with what its payload keeps of the earlier one, and with everybody whose work that is.

        Of what both tell, the later look counts. Recording a colleague's work once more does not make it one's own:
        the colleague still may not sign it off.
        """
        if earlier is None or type(earlier.payload) is not type(self.payload):
            return self
        if isinstance(self.payload, GROWING):
            return self._grown(earlier)
        if self.digest == earlier.digest:
            return self.model_copy(update={"performed_by": self._with_hands(earlier)})
        return self

    def outdated_by(self, earlier: "Evidence") -> bool:
        """Tell whether this look says otherwise than a later one on record, and nothing that would count."""
        if not isinstance(self.payload, GROWING):
            return self.observed_at < earlier.observed_at and self.digest != earlier.digest
        said = _payload_digest(_laid_over(self.payload, earlier.payload))
        return self.joined(earlier).digest == earlier.digest != said

    def portions(self, earlier: "Evidence | None") -> tuple["Evidence", ...]:
        """Return this evidence in portions, each of which an entry of the ledger takes; joined they are all of it."""
        known = earlier.payload if earlier and type(earlier.payload) is type(self.payload) else None
        match self.payload:
            case Series() | Training() as payload:
                parts = payload.portions(known)  # type: ignore[arg-type]  # same type or None, see above
                return tuple(self.model_copy(update={"payload": part}) for part in parts)
            case _:
                return (self,)

    def _grown(self, earlier: "Evidence") -> "Evidence":
        older, newer = sorted((earlier, self), key=lambda one: one.observed_at)
        match self.payload:
            case Checklist():
                joined = _by_item(older, newer)
            case Series():
                joined = _by_unit(older, newer)
            case _:
                joined = {"payload": _laid_over(newer.payload, older.payload)}
        return self.model_copy(
            update={**joined, "observed_at": newer.observed_at, "performed_by": self._with_hands(earlier)}
        )

    def _with_hands(self, earlier: "Evidence") -> tuple[str, ...]:
        return tuple(sorted(earlier.hands | set(self.performed_by)))


def _laid_over(payload: Payload, earlier: Payload) -> Payload:
    """Return two looks at what grows as one; of what both tell, the first counts."""
    match payload:
        case Series() | Checklist() | Training():
            return payload.joined(earlier)  # type: ignore[arg-type]  # both are of one type
        case _:
            return payload


def _by_item(older: Evidence, newer: Evidence) -> dict[str, object]:
    """Return each item of two checklists as it was seen last, and when that was where it was earlier than the newest."""
    seen = _items_seen(older)
    seen |= {
        key: look for key, look in _items_seen(newer).items() if key not in seen or look[0] >= seen[key][0]
    }
    return {
        "payload": Checklist(items={key: state for key, (_, state) in seen.items()}),
        "seen_before": {key: at for key, (at, _) in seen.items() if at < newer.observed_at},
    }


def _by_unit(older: Evidence, newer: Evidence) -> dict[str, object]:
    """Return the readings that the newer look goes on with, and beside them those of another metric or unit.

    A slip in the unit must not cost the readings of a year: the next reading in the right one finds them again.
    """
    found: dict[tuple[Key, str], Series] = {}
    named = ("", "")
    for series in (*older.set_aside, older.payload, *newer.set_aside, newer.payload):
        if isinstance(series, Series):
            named = (series.metric, series.unit)
            found[named] = series.joined(found.get(named, series))
    return {"payload": found.pop(named), "set_aside": tuple(found.values())}


def _items_seen(evidence: Evidence) -> dict[Key, tuple[datetime, ItemState]]:
    if not isinstance(evidence.payload, Checklist):
        return {}
    moments = evidence.seen_before
    return {
        key: (moments.get(key, evidence.observed_at), state) for key, state in evidence.payload.items.items()
    }


@remembered
def _payload_digest(payload: Frozen) -> str:
    return digest(payload.model_dump(mode="json"), limit=None)
