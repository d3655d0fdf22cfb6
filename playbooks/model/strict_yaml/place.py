"""Finds where in the data a Pydantic error belongs.

Pydantic's location also names the branches of unions (the kind of a gate, say), which are no keys of the
file. The right reading of it ends at the very object that Pydantic says it was given.
"""

from collections.abc import Iterator
from itertools import islice

from pydantic_core import ErrorDetails

from playbooks.model.strict_yaml.document import YamlValue
from playbooks.model.strict_yaml.playbook_error import Path

# What these errors were given is the group around a key that is not there.
ABSENT = frozenset({"missing", "missing_argument", "missing_keyword_only_argument"})
# Deeply nested data can be read in very many ways; the right one has hardly ever more than one part dropped.
_MAX_READINGS = 16


def data_path(detail: ErrorDetails, data: YamlValue) -> Path:
    """Return the path in the data; the last part of it may be a key that is missing."""
    location = detail["loc"]
    absent: Path = ()
    if detail["type"] in ABSENT:
        location, absent = location[:-1], location[-1:]
    path, value = _greedy(location, data)
    if value is not detail["input"]:
        readings = islice(_readings(location, data), _MAX_READINGS)
        path = next((other for other, value in readings if value is detail["input"]), path)
    return (*path, *absent)


def _greedy(location: Path, data: object) -> tuple[Path, object]:
    """Follow the location into the data and take every part that fits: nearly always the right reading."""
    path: list[str | int] = []
    for step in location:
        for child in _children(data, step):
            path.append(step)
            data = child
    return tuple(path), data


def _readings(location: Path, data: object) -> Iterator[tuple[Path, object]]:
    """Yield every way to follow the location into the data, with each part either taken or dropped."""
    if not location:
        yield (), data
        return
    step, rest = location[0], location[1:]
    for child in _children(data, step):
        for path, value in _readings(rest, child):
            yield (step, *path), value
    yield from _readings(rest, data)


def _children(data: object, step: str | int) -> list[object]:
    if isinstance(data, dict) and step in data:
        return [data[step]]
    if isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
        return [data[step]]
    return []
