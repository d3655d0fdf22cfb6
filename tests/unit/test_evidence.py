"""Evidence: its digest, whose hands were on it, and how what grows joins what is on record."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.model.evidence import Evidence, Level, Payload, Reading, Series, Training, TrainingRecord
from tests.simulators.facts import (
    NOW,
    TODAY,
    ago,
    checklist,
    document,
    every_payload,
    evidence,
    series,
    trained,
    training,
    unreadable,
)

readings = st.builds(
    Reading,
    on=st.dates(date(2026, 1, 1), date(2026, 1, 12)),
    value=st.integers(0, 9).map(Decimal),
)
some_series = st.lists(readings, max_size=8).map(
    lambda found: Series(metric="adoption", unit="%", readings=tuple(found))
)
records = st.builds(
    trained, st.sampled_from(["wu_yan", "qian_bo", "sun_li"]), st.sampled_from([None, 60, 90])
)
some_training = st.lists(records, max_size=6).map(lambda found: Training(records=tuple(found)))
some_checklists = st.dictionaries(
    st.sampled_from(["a", "b", "c"]), st.sampled_from(["done", "partial", "open"])
).map(lambda items: checklist(**items))
growing = st.one_of(
    st.tuples(some_series, some_series),
    st.tuples(some_training, some_training),
    st.tuples(some_checklists, some_checklists),
)


def day(number: int) -> date:
    """Return a day of January."""
    return date(2026, 1, number)


def measured(*values: tuple[int, int], unit: str = "%", metric: str = "adoption") -> Series:
    """Return readings of days of January."""
    found = tuple(Reading(on=day(number), value=Decimal(value)) for number, value in values)
    return Series(metric=metric, unit=unit, readings=found)


def on_record(payload: Payload, *, by: str = "sun_li", performed_by: tuple[str, ...] = ()) -> Evidence:
    """Return evidence under one key."""
    return evidence("fact", payload, by=by, performed_by=performed_by)


@given(growing)
def test_recording_the_same_again_changes_nothing(pair: tuple[Payload, Payload]) -> None:
    """What is on record, recorded once more, is the same fact: no sign-off lapses for it."""
    earlier, later = map(on_record, pair)
    joined = later.joined(earlier)
    assert later.joined(joined).digest == joined.digest
    assert earlier.joined(earlier).digest == earlier.digest


@given(some_series, some_series)
def test_a_day_measured_again_counts_as_measured_last(earlier: Series, later: Series) -> None:
    """Of days in both, only the later readings stay; all other days stay as they are."""
    joined = later.joined(earlier).readings
    again = {reading.on for reading in later.readings}
    assert [r for r in joined if r.on in again] == list(later.readings)
    assert [r for r in joined if r.on not in again] == [r for r in earlier.readings if r.on not in again]


@given(some_series)
def test_readings_are_in_order(found: Series) -> None:
    """A file may list days in any order."""
    assert list(found.readings) == sorted(found.readings, key=lambda reading: reading.on)


def test_two_readings_of_one_day_stay_two() -> None:
    """A contradiction does not go away because the same file is read again tomorrow."""
    contradictory = measured((1, 5), (1, 9))
    again = on_record(contradictory).joined(on_record(contradictory))
    assert again.payload == contradictory


def test_a_corrected_day_loses_both_contradictory_readings() -> None:
    """Measured anew, the day is settled."""
    joined = on_record(measured((1, 7))).joined(on_record(measured((1, 5), (1, 9), (2, 6))))
    assert joined.payload == measured((1, 7), (2, 6))


def test_of_what_two_looks_tell_the_later_counts() -> None:
    """Whichever is recorded last; what only the older one tells is kept."""
    older = evidence("fact", measured((1, 90), (2, 80)), observed=ago(3))
    newer = evidence("fact", measured((2, 60)), observed=ago(1))
    for joined in (newer.joined(older), older.joined(newer)):
        assert (joined.payload, joined.observed_at) == (measured((1, 90), (2, 60)), ago(1))


def test_each_item_of_a_checklist_has_its_moment() -> None:
    """An older look at one item is later than what is on record of it, and earlier than what is of another."""
    first = evidence("fact", checklist(a="open", b="open"), observed=ago(9))
    today = evidence("fact", checklist(b="partial")).joined(first)
    between = evidence("fact", checklist(a="done", b="done"), observed=ago(2)).joined(today)
    assert between.payload == checklist(a="done", b="partial")
    assert (between.observed_at, between.seen_before, between.as_of) == (NOW, {"a": ago(2)}, ago(2))


@pytest.mark.parametrize(
    ("payload", "days", "outdated"),
    [
        (checklist(a="done"), 3, True),
        (checklist(a="open"), 3, False),  # it says the same
        (checklist(a="done", b="done"), 3, False),  # it says something more
        (checklist(a="done"), 0, False),
    ],
)
def test_an_older_look_that_only_says_otherwise_is_outdated(
    payload: Payload,
    days: int,
    outdated: bool,  # noqa: FBT001  # parametrized
) -> None:
    """Nothing of it would count."""
    known = evidence("fact", checklist(a="open"), observed=ago(1))
    assert evidence("fact", payload, observed=ago(days)).outdated_by(known) is outdated


def test_a_person_listed_twice_stays_listed_twice() -> None:
    """Two scores of one person at one level in one file contradict each other on every look."""
    doubled = training(trained("wu_yan", 90), trained("wu_yan", 40))
    assert on_record(doubled).joined(on_record(doubled)).payload == doubled


def test_levels_of_one_person_are_kept_apart() -> None:
    """Awareness and skill are two records."""
    aware = TrainingRecord.model_validate({**trained("wu_yan").model_dump(), "level": Level.AWARENESS})
    joined = on_record(training(trained("wu_yan"))).joined(on_record(training(aware))).payload
    assert isinstance(joined, Training)
    assert [record.level for record in joined.records] == [Level.AWARENESS, Level.SKILL]


@given(some_series, some_training)
def test_portions_joined_are_the_whole(readings: Series, people: Training) -> None:
    """Whatever was on record before, what is recorded in portions ends as it would have in one piece."""
    long = Series(metric="adoption", unit="%", readings=tuple(many_days()))
    for earlier, later in (
        (readings, long),
        (long, readings),
        (people, many_people()),
        (many_people(), people),
    ):
        known, whole = on_record(earlier), on_record(later)
        joined = known
        for part in whole.portions(known):
            joined = part.joined(joined)
        assert joined.digest == whole.joined(known).digest


def many_days() -> list[Reading]:
    """Return more readings than one entry takes, two of them of one day."""
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(400)]
    return [Reading(on=on, value=Decimal(5)) for on in (*days, days[299])]


def many_people() -> Training:
    """Return more records than one entry takes."""
    return Training(records=tuple(trained(f"p{number}") for number in range(400)))


@pytest.mark.parametrize(
    "earlier",
    [measured((1, 5), unit="days"), measured((1, 5), metric="other"), document(), unreadable()],
    ids=["unit", "metric", "kind", "unreadable"],
)
def test_what_cannot_be_joined_is_replaced(earlier: Payload) -> None:
    """Readings in another unit are another series."""
    later = measured((2, 6))
    assert on_record(later).joined(on_record(earlier)).payload == later


def test_a_slip_in_the_unit_costs_no_readings() -> None:
    """Readings in another unit stand alone, so that the gate says so; the next one in the right unit finds the others."""
    right = on_record(measured((1, 5), (2, 6)))
    slip = on_record(measured((2, 46), unit="bananas")).joined(right)
    assert (slip.payload, slip.set_aside) == (measured((2, 46), unit="bananas"), (measured((1, 5), (2, 6)),))
    mended = on_record(measured((2, 7), (3, 8))).joined(slip)
    assert (mended.payload, mended.set_aside) == (measured((1, 5), (2, 7), (3, 8)), (slip.payload,))


def test_an_older_look_in_another_unit_is_set_aside() -> None:
    """It says nothing that counts."""
    known = evidence("fact", measured((2, 6)), observed=ago(1))
    older = evidence("fact", measured((1, 46), unit="bananas"), observed=ago(3))
    assert (older.joined(known).payload, older.outdated_by(known)) == (known.payload, True)


def test_a_new_version_is_replaced_with_its_hands() -> None:
    """A new version of a document is the work of those who made it."""
    joined = on_record(document(3000), by="wu_yan").joined(on_record(document(2000), by="sun_li"))
    assert joined.hands == {"wu_yan"}


@pytest.mark.parametrize("payload", [document(), unreadable()])
def test_the_same_again_stays_the_work_of_those_who_made_it(payload: Payload) -> None:
    """Recording a colleague's work once more does not free the colleague to sign it."""
    joined = on_record(payload, by="wu_yan").joined(
        on_record(payload, by="sun_li", performed_by=("qian_bo",))
    )
    assert joined.hands == {"wu_yan", "sun_li", "qian_bo"}


def test_hands_add_up_where_evidence_grows() -> None:
    """Whoever worked on any part of it signs none of it."""
    earlier = on_record(series(90), by="sun_li", performed_by=("qian_bo",))
    joined = on_record(series(91), by="wu_yan", performed_by=("zhao_lei",)).joined(earlier)
    assert joined.hands == {"sun_li", "qian_bo", "wu_yan", "zhao_lei"}


@pytest.mark.parametrize("payload", every_payload())
def test_the_digest_is_of_the_fact_alone(payload: Payload) -> None:
    """Who recorded it and when do not count."""
    one = on_record(payload)
    other = one.model_copy(update={"recorded_by": "wu_yan", "recorded_at": ago(3), "source": "other"})
    assert one.digest == other.digest


@pytest.mark.parametrize("payload", [*every_payload(), unreadable(), series("NaN", "Infinity")])
def test_evidence_survives_json(payload: Payload) -> None:
    """What is written is what is read, figures that are no numbers included."""
    one = on_record(payload)
    again = Evidence.model_validate_json(one.model_dump_json())
    assert (again.digest, again.model_dump_json()) == (one.digest, one.model_dump_json())


def test_different_facts_have_different_digests() -> None:
    """No two sound payloads of the cast share one, nor do two readings."""
    found = [*every_payload(), series(91), series(90, until=TODAY - timedelta(days=1)), document(1)]
    assert len({on_record(payload).digest for payload in found}) == len(found)


def test_nothing_earlier_leaves_it_as_it_is() -> None:
    """The first fact joins nothing."""
    first = evidence("fact", series(90), observed=NOW)
    assert first.joined(None) is first
