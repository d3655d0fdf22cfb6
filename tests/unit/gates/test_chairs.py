"""Chairs: as many seats as possible, each person and each right used once, who sits never has to leave."""

import pytest

from playbooks.model.gates.chairs import Chair, fullest
from playbooks.model.gates.flow import SINK, SOURCE, largest_flow


def chair(seat: int, person: str, right: str | None = None) -> Chair:
    """Return a person on a seat, in the own right unless told otherwise."""
    return Chair(seat, (right or person,), (person,))


@pytest.mark.parametrize(
    ("chairs", "filled"),
    [
        ([], 0),
        ([chair(0, "ann")], 1),
        ([chair(0, "ann"), chair(1, "ann")], 1),
        ([chair(0, "ann"), chair(1, "ann"), chair(0, "bob")], 2),
        ([chair(0, "dan", "ann"), chair(1, "eve", "ann")], 1),
        ([chair(0, "dan", "ann"), chair(1, "dan", "bob")], 1),
        ([chair(0, "dan", "ann"), chair(1, "dan", "bob"), chair(1, "eve", "bob")], 2),
    ],
    ids=[
        "none",
        "one",
        "one person twice",
        "who can move does",
        "one right",
        "one delegate",
        "two delegates",
    ],
)
def test_as_many_seats_as_possible(chairs: list[Chair], filled: int) -> None:
    """A person counts once, and so does a right."""
    assert len(fullest(chairs, [])) == filled


def test_who_sits_moves_and_never_leaves() -> None:
    """Ann makes room for Bob, who fits one seat only."""
    chairs = [chair(0, "ann"), chair(1, "ann"), chair(0, "bob")]
    assert fullest(chairs, [chair(0, "ann")]) == {0: ("bob",), 1: ("ann",)}


def test_a_flow_leads_round_what_it_has_to() -> None:
    """A first path that blocks the second is undone where it crosses."""
    network: dict[tuple[str, ...], list[tuple[str, ...]]] = {
        SOURCE: [("a",), ("b",)],
        ("a",): [("c",), ("d",)],
        ("b",): [("c",)],
        ("c",): [SINK],
        ("d",): [SINK],
    }
    begun = [(SOURCE, ("a",)), (("a",), ("c",)), (("c",), SINK)]
    assert {edge for edge in largest_flow(network, begun) if edge[1] == SINK} == {
        (("c",), SINK),
        (("d",), SINK),
    }
