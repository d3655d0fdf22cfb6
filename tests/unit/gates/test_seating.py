"""Seating: everybody on one seat at most, and as many seats filled as people allow."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.model.gates.seating import filled, seated

PEOPLE = ("ann", "bob", "cat", "dan")
SEATS = st.lists(st.lists(st.sampled_from(PEOPLE), unique=True), max_size=4)
ARRIVALS = st.lists(st.sampled_from(PEOPLE), unique=True)


def most(seats: list[list[str]], people: list[str]) -> int:
    """Return by trial of every order how many seats can be filled."""
    places = [*people, *([None] * len(seats))]
    tries = (zip(seats, order, strict=False) for order in permutations(places, len(seats)))
    return max(sum(person in seat for seat, person in attempt) for attempt in tries)


def test_one_person_fills_one_seat() -> None:
    """Two roles, one person, one seat."""
    assert seated([["ann"], ["ann"]], ["ann"]) == {0: "ann"}


def test_who_may_fill_two_seats_makes_room() -> None:
    """Ann came first and sits where Bob alone can sit; she moves."""
    assert seated([["ann", "bob"], ["ann"]], ["ann", "bob"]) == {0: "bob", 1: "ann"}
    assert seated([["ann", "bob"], ["ann"]], ["bob", "ann"]) == {0: "bob", 1: "ann"}


def test_nobody_is_moved_without_need() -> None:
    """Cat is free, so Ann stays."""
    assert filled([["ann", "cat"], ["ann", "cat"]], {0: "ann"}) == {0: "ann", 1: "cat"}


def test_the_seating_given_is_left_alone() -> None:
    """Filling returns a new seating."""
    given_seating = {0: "ann"}
    filled([["ann"], ["bob"]], given_seating)
    assert given_seating == {0: "ann"}


@settings(max_examples=200, deadline=None)
@given(SEATS, ARRIVALS)
def test_as_many_seats_are_filled_as_can_be(seats: list[list[str]], people: list[str]) -> None:
    """As many as trying every order finds, by people who may sit there, each once."""
    seating = seated(seats, people)
    assert len(seating) == most(seats, people)
    assert all(person in seats[seat] and person in people for seat, person in seating.items())
    assert len(set(seating.values())) == len(seating)


@settings(max_examples=200, deadline=None)
@given(SEATS, ARRIVALS, st.integers(0, 4))
def test_who_is_seated_never_has_to_leave(seats: list[list[str]], people: list[str], first: int) -> None:
    """A later yes never takes an earlier one's place."""
    assert set(seated(seats, people[:first]).values()) <= set(seated(seats, people).values())
