"""What travels between Slack, an app and a person: JSON objects."""

import json
from copy import deepcopy
from typing import Any, TypeAlias

Payload: TypeAlias = dict[str, Any]
Payloads: TypeAlias = list[Payload]


def copy_of(payload: Payload) -> Payload:
    """Return an object that shares nothing with the given one."""
    return deepcopy(payload)


def read_object(written: str) -> Payload | None:
    """Return the JSON object that is written there, or None if it is none."""
    try:
        read: object = json.loads(written)
    except ValueError:
        return None
    return read if isinstance(read, dict) else None
