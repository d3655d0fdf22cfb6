"""Chairs: a person on a seat in somebody's right. A seat, a right and a person are each used once.

Who sits already may be moved to another seat, but keeps the own right and never has to leave.
"""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from playbooks.model.gates.flow import SINK, SOURCE, Edge, Node, largest_flow

#: A person, or a person in one role where each role counts for itself.
Label: TypeAlias = tuple[str, ...]


class Chair(NamedTuple):
    """A person who may sit on a seat, in whose right."""

    seat: int
    right: Label
    person: Label


def fullest(chairs: Iterable[Chair], taken: Iterable[Chair]) -> Mapping[int, Label]:
    """Return for each seat who sits there when as many seats as possible are filled."""
    network: dict[Node, dict[Node, None]] = {}
    for edge in (edge for chair in chairs for edge in _edges(chair)):
        network.setdefault(edge[0], {})[edge[1]] = None
    begun = [edge for chair in taken for edge in _edges(chair)]
    flow = largest_flow({node: tuple(ways) for node, ways in network.items()}, begun)
    right_of = {int(source[1]): to[1:] for source, to in flow if source[0] == "seat"}
    person_of = {source[1:]: to[1:] for source, to in flow if (source[0], to[0]) == ("used", "in")}
    return {seat: person_of[right] for seat, right in sorted(right_of.items())}


def _edges(chair: Chair) -> tuple[Edge, ...]:
    """Return the way through the network that fills this chair; right and person are passed once each."""
    nodes: tuple[Node, ...] = (
        SOURCE,
        ("seat", str(chair.seat)),
        ("right", *chair.right),
        ("used", *chair.right),
        ("in", *chair.person),
        ("out", *chair.person),
        SINK,
    )
    return tuple(pairwise(nodes))
