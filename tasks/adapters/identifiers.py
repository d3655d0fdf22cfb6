"""Request ids: UUIDv7 (RFC 9562), made by the caller before the first try, so that they sort by time."""

import os
import time
import uuid


def request_id() -> str:
    """Return a new UUIDv7 as text: 48 bits of milliseconds, version, 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10))
    value = (
        milliseconds << 80 | 0x7 << 76 | (random >> 62 & 0xFFF) << 64 | 0b10 << 62 | random & (1 << 62) - 1
    )
    return str(uuid.UUID(int=value))
