"""What is remembered about a frozen value never outlives a change of the value."""

from dataclasses import dataclass
from datetime import UTC, datetime

from playbooks.model.evidence import Checklist, Evidence
from playbooks.model.remembered import remembered

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@dataclass
class Counted:
    """Knows how often it was asked."""

    times: int = 0

    def length(self, value: list[int]) -> int:
        """Return the length of a list."""
        self.times += 1
        return len(value)


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
