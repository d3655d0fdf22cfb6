"""What is offered instead of a key that does not exist."""

import pytest

from playbooks.model.offer import MOST, offered


@pytest.mark.parametrize(
    ("key", "known", "said"),
    [
        ("an", ["ann", "sue"], "did you mean: ann?"),
        ("zzz", ["ann", "sue"], "there are: ann, sue"),
        ("zzz", [], "there are: –"),
    ],
)
def test_the_nearest_keys_are_offered(key: str, known: list[str], said: str) -> None:
    """Else those that there are."""
    assert offered(key, known).en == said


def test_a_long_list_is_cut_and_says_so() -> None:
    """A sentence holds the first keys only."""
    said = offered("zzz", [f"k{number}" for number in range(MOST + 1)])
    assert said.en.endswith(f"k{MOST - 1}, …")
    assert said.zh.endswith(f"k{MOST - 1}等")
