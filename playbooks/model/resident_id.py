"""The number of a Chinese resident's identity card (公民身份号码, GB 11643-1999).

It has six digits of the district, eight of the birthday, three in sequence, and a sign that checks the rest.
"""

import re
from datetime import date

SHAPE = r"[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]"
SIGNS = "0123456789"
WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
#: The check sign by the weighted sum, modulo 11, of the digits before it.
CHECK_SIGNS = "10X98765432"

_FITTING = re.compile(SHAPE)


def valid_resident_id(number: str) -> bool:
    """Tell whether the number has the right form, a birthday that exists, and a check sign that fits."""
    if not _FITTING.fullmatch(number):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECK_SIGNS[rest % 11] == number[-1].upper()
