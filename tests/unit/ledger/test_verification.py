"""Verification of a log: an untouched one passes at every level, and each attack is found and named."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.model.ledger import verification
from playbooks.model.ledger.canonical import canonical
from playbooks.model.ledger.checkpoint import Checkpoint
from playbooks.model.ledger.entry import FIRST_PREV, make_entry
from playbooks.model.ledger.fault import Fault, FaultKind
from playbooks.model.ledger.merkle import EMPTY_ROOT, leaf_hash, root_of
from playbooks.model.ledger.verification import Level, VerificationReport, verify_entries

Rows: TypeAlias = "list[tuple[bytes, bytes]]"

LOG = "pmo.example/audit/main"
SIZE = 40
AT = 17  # the entry that is attacked
START = datetime(2026, 1, 5, 8, tzinfo=UTC)


def event(number: int) -> dict[str, Any]:
    """Return one event of the story."""
    actor = {"id": f"u{number % 7}", "kind": "person", "via": "slack", "roles": ["sponsor"], "session": None}
    return {
        "id": f"event-{number}",
        "type": "SignOffGiven",
        "actor": actor,
        "subject": "gate/go_live",
        "data": {"number": number, "id": "same"},
    }


def rows_of(events: list[dict[str, Any]], *, log: str = LOG, step: int = 7) -> Rows:
    """Return a log over these events, correctly chained and hashed."""
    rows: Rows = []
    prev = FIRST_PREV
    for seq, each in enumerate(events):
        entry = make_entry(each, log=log, prev=prev, seq=seq, time=START + timedelta(seconds=seq * step))
        rows.append((entry, leaf_hash(entry)))
        prev = rows[-1][1].hex()
    return rows


def head_of(rows: Rows, size: int | None = None) -> Checkpoint:
    """Return the checkpoint over the first entries."""
    leaves = [leaf for _, leaf in rows[:size]]
    return Checkpoint(LOG, len(leaves), root_of(leaves))


STORY = [event(number) for number in range(SIZE)]
GOOD = rows_of(STORY)
KEPT = [head_of(GOOD, size) for size in (0, 1, 10, 20, 30)]


def verified(rows: Rows, level: Level = Level.QUICK) -> VerificationReport:
    """Verify rows against the head and the checkpoints of the untouched log."""
    return verify_entries(rows, log=LOG, head=head_of(GOOD), checkpoints=KEPT, level=level)


def rewritten(rows: Rows, at: int, alter: Callable[[dict[str, Any]], object]) -> Rows:
    """Alter one entry and give it a new hash, leaving the others alone."""
    raw = json.loads(rows[at][0])
    alter(raw)
    data = canonical(raw)
    return [*rows[:at], (data, leaf_hash(data)), *rows[at + 1 :]]


@pytest.mark.parametrize("level", list(Level))
def test_an_untouched_log_passes(level: Level) -> None:
    """There is no false alarm, and the report says what was covered."""
    report = verified(GOOD, level)
    assert report == VerificationReport(LOG, level, SIZE, head_of(GOOD).root, 6, None)
    assert report.verified


@given(st.integers(0, SIZE), st.sampled_from(Level))
def test_a_log_of_any_size_passes(size: int, level: Level) -> None:
    """Every beginning of a good log is a good log."""
    report = verify_entries(GOOD[:size], log=LOG, head=head_of(GOOD, size), level=level)
    assert (report.fault, report.size, report.checkpoints) == (None, size, 1)


def test_an_empty_log_passes() -> None:
    """A log without entries has the root of the empty tree."""
    report = verify_entries([], log=LOG)
    assert (report.verified, report.size, report.root) == (True, 0, EMPTY_ROOT)


# Each attack is made by somebody who owns the database; the fault is the first thing an honest reader meets.
def edit(rows: Rows) -> Rows:
    """Change what an entry says, and leave its hash."""
    changed = rows[AT][0].replace(b'"number":17', b'"number":18')
    return [*rows[:AT], (changed, rows[AT][1]), *rows[AT + 1 :]]


def edit_and_rehash(rows: Rows) -> Rows:
    """Change what an entry says, and its hash."""
    return rewritten(rows, AT, lambda raw: raw["event"]["actor"].update(id="mallory"))


def delete(rows: Rows) -> Rows:
    """Take an entry out."""
    return rows[:AT] + rows[AT + 1 :]


def delete_and_renumber(rows: Rows) -> Rows:
    """Take an entry out and close the gap in the numbers."""
    shorter = delete(rows)
    for at in range(AT, len(shorter)):
        shorter = rewritten(shorter, at, lambda raw, seq=at: raw.update(seq=seq))  # type: ignore[misc]
    return shorter


def swap(rows: Rows) -> Rows:
    """Let two neighbours change places."""
    return [*rows[:AT], rows[AT + 1], rows[AT], *rows[AT + 2 :]]


def insert(rows: Rows) -> Rows:
    """Put an entry between two others."""
    entry = make_entry(
        event(99), log=LOG, prev=rows[AT - 1][1].hex(), seq=AT, time=START + timedelta(seconds=AT * 7)
    )
    return [*rows[:AT], (entry, leaf_hash(entry)), *rows[AT:]]


def splice(rows: Rows) -> Rows:
    """Put in an entry of another log."""
    return [*rows[:AT], rows_of(STORY, log="pmo.example/audit/test")[AT], *rows[AT + 1 :]]


def double(rows: Rows) -> Rows:
    """Record the same event a second time, correctly chained."""
    del rows
    return rows_of([*STORY[:AT], STORY[3], *STORY[AT + 1 :]])


def rewrite_all(rows: Rows) -> Rows:
    """Write the whole log anew with one event changed."""
    del rows
    return rows_of([*STORY[:AT], event(99), *STORY[AT + 1 :]])


def cut_tail(rows: Rows) -> Rows:
    """Drop the last entries."""
    return rows[:25]


def add_past_head(rows: Rows) -> Rows:
    """Add an entry without moving the head."""
    return rows_of([*STORY, event(99)])[: len(rows) + 1]


def turn_back_time(rows: Rows) -> Rows:
    """Date an entry before its predecessor, in a chain written anew."""
    late = make_entry(event(AT), log=LOG, prev=rows[AT - 1][1].hex(), seq=AT, time=START)
    return [*rows[:AT], (late, leaf_hash(late)), *rows[AT + 1 :]]


def garble(rows: Rows) -> Rows:
    """Replace an entry by bytes that hash right and say nothing."""
    return [*rows[:AT], (b"garbage", leaf_hash(b"garbage")), *rows[AT + 1 :]]


def take_all(rows: Rows) -> Rows:
    """Empty the log."""
    return rows[:0]


ATTACKS: list[tuple[Callable[[Rows], Rows], FaultKind, int]] = [
    (edit, FaultKind.HASH, AT),
    (edit_and_rehash, FaultKind.LINK, AT + 1),
    (delete, FaultKind.SEQUENCE, AT),
    (delete_and_renumber, FaultKind.LINK, AT),
    (swap, FaultKind.SEQUENCE, AT),
    (insert, FaultKind.SEQUENCE, AT + 1),
    (splice, FaultKind.LOG, AT),
    (double, FaultKind.DOUBLED, AT),
    (rewrite_all, FaultKind.ROOT, 19),
    (cut_tail, FaultKind.MISSING, 25),
    (add_past_head, FaultKind.SURPLUS, SIZE),
    (turn_back_time, FaultKind.TIME, AT),
    (garble, FaultKind.FORM, AT),
    (take_all, FaultKind.MISSING, 0),
]


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize(("attack", "kind", "seq"), ATTACKS)
def test_attacks_are_found_and_named(
    attack: Callable[[Rows], Rows], kind: FaultKind, seq: int, level: Level
) -> None:
    """Each attack is found at the first entry that shows it."""
    report = verified(attack(GOOD), level)
    assert report.fault == Fault.of(kind, seq)
    assert not report.verified


@pytest.mark.parametrize("stretch", [1, 2, 5, AT, AT + 1, SIZE])
@pytest.mark.parametrize(("attack", "kind", "seq"), ATTACKS)
def test_attacks_are_found_wherever_a_stretch_ends(
    attack: Callable[[Rows], Rows], kind: FaultKind, seq: int, stretch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many entries are checked at once changes nothing about what is found."""
    monkeypatch.setattr(verification, "STRETCH", stretch)
    assert verified(attack(GOOD)).fault == Fault.of(kind, seq)


def test_a_cut_tail_shows_only_against_what_was_kept() -> None:
    """Without head and checkpoints, a shorter log is a good log; with one kept checkpoint it is not."""
    assert verify_entries(GOOD[:25], log=LOG).verified
    report = verify_entries(GOOD[:25], log=LOG, head=head_of(GOOD, 25), checkpoints=[head_of(GOOD, 30)])
    assert report.fault == Fault.of(FaultKind.MISSING, 25)


def test_a_rewritten_log_shows_against_a_kept_checkpoint() -> None:
    """A new head that fits the new log does not help against a checkpoint kept elsewhere."""
    forged = rewrite_all(GOOD)
    assert verify_entries(forged, log=LOG, head=head_of(forged)).verified
    report = verify_entries(forged, log=LOG, head=head_of(forged), checkpoints=[head_of(GOOD, 20)])
    assert report.fault == Fault.of(FaultKind.ROOT, 19)


def test_a_rewrite_behind_the_last_checkpoint_is_the_open_window() -> None:
    """What no checkpoint covers can be rewritten; the next checkpoint closes the window."""
    forged = rows_of([*STORY[:-1], event(99)])
    assert verify_entries(forged, log=LOG, head=head_of(forged), checkpoints=KEPT).verified


def test_a_checkpoint_of_another_log_is_refused() -> None:
    """Good roots of another log prove nothing here."""
    report = verify_entries(GOOD, log=LOG, checkpoints=[Checkpoint("other", 10, head_of(GOOD, 10).root)])
    assert report.fault == Fault.of(FaultKind.FOREIGN, 9)


def test_a_false_root_of_the_empty_log_is_refused() -> None:
    """A checkpoint of size 0 vouches for the empty tree and nothing else."""
    report = verify_entries(GOOD, log=LOG, checkpoints=[Checkpoint(LOG, 0, bytes(32))])
    assert report.fault == Fault.of(FaultKind.ROOT, 0)


def test_two_checkpoints_of_one_size_must_agree() -> None:
    """A split view shows when both views are laid side by side."""
    other = head_of(rewrite_all(GOOD), 20)
    report = verify_entries(GOOD, log=LOG, checkpoints=[*KEPT, other])
    assert report.fault == Fault.of(FaultKind.ROOT, 19)


def test_only_full_reads_every_entry_again() -> None:
    """An entry with a doubled key that was hashed as it is passes quick and fails full."""
    entry = GOOD[-1][0].replace(b'"type":"SignOffGiven"', b'"type":"SignOffGiven","type":"WaiverGranted"')
    rows = [*GOOD[:-1], (entry, leaf_hash(entry))]
    assert verify_entries(rows, log=LOG).verified
    assert verify_entries(rows, log=LOG, level=Level.FULL).fault == Fault.of(FaultKind.FORM, SIZE - 1)


def test_oversized_entries_are_refused() -> None:
    """An entry beyond the limit of the format is refused at every level."""
    entry = GOOD[-1][0].replace(b'"same"', b'"' + b"a" * 65_536 + b'"')
    rows = [*GOOD[:-1], (entry, leaf_hash(entry))]
    assert verify_entries(rows, log=LOG).fault == Fault.of(FaultKind.FORM, SIZE - 1)


@given(st.integers(0, SIZE - 1), st.data())
def test_every_changed_bit_is_found(at: int, data: st.DataObject) -> None:
    """An entry in which any one bit differs does not match its hash."""
    entry, leaf = GOOD[at]
    changed = bytearray(entry)
    changed[data.draw(st.integers(0, len(entry) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    rows = [*GOOD[:at], (bytes(changed), leaf), *GOOD[at + 1 :]]
    assert verified(rows).fault == Fault.of(FaultKind.HASH, at)


def test_endless_entries_end_at_the_head() -> None:
    """A source that never stops is left at the first entry that the head does not know."""

    def endless() -> Iterator[tuple[bytes, bytes]]:
        yield from GOOD
        while True:
            yield GOOD[-1]

    report = verify_entries(endless(), log=LOG, head=head_of(GOOD))
    assert report.fault == Fault.of(FaultKind.SURPLUS, SIZE)


@pytest.mark.parametrize("kind", list(FaultKind))
def test_every_fault_is_said_in_both_languages(kind: FaultKind) -> None:
    """The sentence names the entry in Chinese and in English."""
    text = Fault.of(kind, 4711).text
    assert "4711" in text.zh
    assert "4711" in text.en
