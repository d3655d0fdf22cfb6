"""The largest flow through a small network in which every edge carries one: who can fill how many seats at once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

Node: TypeAlias = tuple[str, ...]
Edge: TypeAlias = tuple[Node, Node]

SOURCE: Node = ("source",)
SINK: Node = ("sink",)


def largest_flow(network: Mapping[Node, Sequence[Node]], begun: Iterable[Edge] = ()) -> frozenset[Edge]:
    """Return the edges of a largest flow from SOURCE to SINK; what has begun may be led elsewhere, never lost."""
    flow = set(begun)
    while (path := _free_path(network, flow)) is not None:
        for edge in path:
            back = (edge[1], edge[0])
            if back in flow:
                flow.remove(back)
            else:
                flow.add(edge)
    return frozenset(flow)


def _free_path(network: Mapping[Node, Sequence[Node]], flow: set[Edge]) -> list[Edge] | None:
    """Return a shortest path that carries nothing yet, or undoes what a later step makes good."""
    came: dict[Node, Edge] = {}
    front = [SOURCE]
    while front and SINK not in came:
        steps = [(node, to) for node in front for to in _steps(network, flow, node)]
        front = []
        for node, to in steps:
            if to not in came and to != SOURCE:
                came[to] = (node, to)
                front.append(to)
    return _walked(came) if SINK in came else None


def _steps(network: Mapping[Node, Sequence[Node]], flow: set[Edge], node: Node) -> list[Node]:
    free = [to for to in network.get(node, ()) if (node, to) not in flow]
    return free + [source for source, to in flow if to == node]


def _walked(came: Mapping[Node, Edge]) -> list[Edge]:
    path, node = [], SINK
    while node != SOURCE:
        path.append(came[node])
        node = came[node][0]
    return path
