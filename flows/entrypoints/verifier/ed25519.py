"""Ed25519 signatures verified with whole numbers alone (RFC 8032, section 5.1): some milliseconds each."""

from __future__ import annotations

from hashlib import sha512
from typing import NamedTuple

PUBLIC_SIZE = 32
SIGNATURE_SIZE = 64

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)


class _Point(NamedTuple):
    """A point of the curve in extended coordinates: x = X/Z, y = Y/Z, x * y = T/Z."""

    x: int
    y: int
    z: int
    t: int

    def plus(self, other: _Point) -> _Point:
        """Return the sum, by the formulas of section 5.1.4."""
        a = (self.y - self.x) * (other.y - other.x) % _P
        b = (self.y + self.x) * (other.y + other.x) % _P
        c = 2 * self.t * other.t * _D % _P
        d = 2 * self.z * other.z % _P
        e, f, g, h = b - a, d - c, d + c, b + a
        return _Point(e * f % _P, g * h % _P, f * g % _P, e * h % _P)

    def times(self, factor: int) -> _Point:
        """Return the point added to itself this many times."""
        result, doubled = _Point(0, 1, 1, 0), self
        while factor:
            if factor & 1:
                result = result.plus(doubled)
            doubled = doubled.plus(doubled)
            factor >>= 1
        return result

    def is_at(self, other: _Point) -> bool:
        """Tell whether both are the same point."""
        same_x = (self.x * other.z - other.x * self.z) % _P == 0
        return same_x and (self.y * other.z - other.y * self.z) % _P == 0


def signed(public: bytes, message: bytes, *, signature: bytes) -> bool:
    """Tell whether the owner of a public key signed this message; False for whatever is malformed."""
    if len(public) != PUBLIC_SIZE or len(signature) != SIGNATURE_SIZE:
        return False
    key, commitment = _point(public), _point(signature[:32])
    response = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or response >= _ORDER:
        return False
    challenge = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % _ORDER
    return _BASE.times(response).is_at(commitment.plus(key.times(challenge)))


def _point(data: bytes) -> _Point | None:
    """Return the point that 32 bytes stand for, None if there is none (section 5.1.3)."""
    number = int.from_bytes(data, "little")
    y = number & ((1 << 255) - 1)
    x = _recovered_x(y, number >> 255)
    return None if x is None else _Point(x, y, 1, x * y % _P)


def _recovered_x(y: int, sign: int) -> int | None:
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    return _P - x if x & 1 != sign else x


_BASE_Y = 4 * pow(5, _P - 2, _P) % _P
_BASE_X = _recovered_x(_BASE_Y, 0) or 0
_BASE = _Point(_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % _P)
