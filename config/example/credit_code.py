"""The unified social credit code of a Chinese organisation (统一社会信用代码) with its two check digits.

An 18-character code holds the registry and kind ("91": company), six digits of the district, the organisation
code of nine characters whose last one checks the eight before it, and a last character that checks the whole.
"""

from random import Random

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BODY_LENGTH = 17
_BODY_WEIGHTS = tuple(pow(3, place, 31) for place in range(_BODY_LENGTH))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def organisation_check(digits: str) -> str:
    """Return the check character of eight organisation digits."""
    rest = sum(int(digit) * weight for digit, weight in zip(digits, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - rest % 11]


def code_check(body: str) -> str:
    """Return the check character of the first seventeen characters."""
    rest = sum(_SIGNS.index(sign) * weight for sign, weight in zip(body, _BODY_WEIGHTS, strict=True))
    return _SIGNS[(31 - rest % 31) % 31]


def credit_code(district: str, draw: Random) -> str:
    """Make a valid code for a company of the district."""
    digits = f"{draw.randrange(10**8):08d}"
    body = f"91{district}{digits}{organisation_check(digits)}"
    return body + code_check(body)
