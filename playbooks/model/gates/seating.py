"""Who fills which seat: a person fills one seat only, whatever roles the person holds.

Seats are assigned anew at every look, by augmenting paths: somebody who may fill two seats is moved when
another person can fill only one of them. So nobody has to sign twice, and no quorum waits for ever because of
the order of the answers.
"""

from collections.abc import Sequence
from typing import TypeAlias

#: Who may fill each seat, by the seat's number.
Seats: TypeAlias = Sequence[Sequence[str]]
#: Who fills which seat.
Seating: TypeAlias = dict[int, str]


def seated(seats: Seats, arrivals: Sequence[str]) -> Seating:
    """Seat people in the order in which they come; who is seated may move, but never has to leave."""
    seating: Seating = {}
    present: set[str] = set()
    for person in arrivals:
        present.add(person)
        seating = filled([[key for key in seat if key in present] for seat in seats], seating)
    return seating


def filled(seats: Seats, seating: Seating) -> Seating:
    """Return the seating with as many empty seats filled as people allow."""
    seating = dict(seating)
    for seat in range(len(seats)):
        if seat not in seating:
            _fill(seat, seats, seating, asked=set())
    return seating


def _fill(seat: int, seats: Seats, seating: Seating, *, asked: set[str]) -> bool:
    """Find somebody for the seat; a person who sits elsewhere comes when that seat finds somebody else."""
    sits_at = {person: place for place, person in seating.items()}
    for person in sorted(seats[seat], key=sits_at.__contains__):  # those who sit nowhere first
        if person in asked:
            continue
        asked.add(person)
        if person not in sits_at or _fill(sits_at[person], seats, seating, asked=asked):
            seating[seat] = person
            return True
    return False
