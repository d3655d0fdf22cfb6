"""What is remembered about a frozen value never outlives a change of the value."""

from dataclasses import dataclass
from datetime import UTC, datetime

from playbooks.model.evidence import Checklist, Evidence
from playbooks.model.remembered import remembered, remembered_by

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@dataclass
class Counted:
    """Knows how often it was asked."""

    times: int = 0

    def length(self, value: list[int]) -> int:
        """Return the length of a list."""
        self.times += 1
        return len(value)

    def length_of_first(self, value: tuple[list[int], str]) -> int:
        """Return the length of the list in a pair."""
        return self.length(value[0])


def test_the_same_object_is_asked_once() -> None:
    """A second question about an object is answered from memory."""
    counted = Counted()
    length, thing = remembered(counted.length), [1, 2]
    assert (length(thing), length(thing), counted.times) == (2, 2, 1)


def test_an_equal_object_is_another_one() -> None:
    """Only identity counts, so values need not be hashable and no copy is taken for the first."""
    counted = Counted()
    length = remembered(counted.length)
    assert (length([1]), length([1]), counted.times) == (1, 1, 2)


def test_changed_evidence_has_another_digest() -> None:
    """A copy with another payload is digested anew."""
    first = Evidence.model_validate(
        {
            "key": "charter",
            "payload": Checklist.model_validate({"items": {"one": "done"}}),
            "source": "test",
            "observed_at": NOW,
            "recorded_at": NOW,
            "recorded_by": "xu.wen",
        }
    )
    before = first.digest
    second = first.model_copy(update={"payload": Checklist.model_validate({"items": {"one": "open"}})})
    assert (second.digest != before, first.digest == before) == (True, True)


def test_a_value_made_of_the_same_parts_is_asked_once() -> None:
    """Who names the parts a function looks at gets an answer from memory until one of them is another object."""
    counted, part = Counted(), [1, 2]
    length = remembered_by(_first)(counted.length_of_first)
    assert (length((part, "a")), length((part, "b")), counted.times) == (2, 2, 1)
    assert (length(([1, 2], "a")), counted.times) == (2, 2)


def test_memory_has_an_end() -> None:
    """What was remembered for longest is let go, and worked out again when asked for."""
    counted = Counted()
    length, first = remembered_by(_itself, at_hand=2)(counted.length), [1]
    for value in (first, [2], [3], first):
        length(value)
    assert counted.times == 4


def _first(value: tuple[list[int], str]) -> tuple[object, ...]:
    return value[:1]


def _itself(value: list[int]) -> tuple[object, ...]:
    return (value,)
