"""The unified social credit code of a Chinese organisation (统一社会信用代码, GB 32100-2015).

It has 18 signs; the last one checks the rest.
"""

import re

SHAPE = r"[0-9A-HJ-NPQRTUWXY]{18}"
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
#: The check sign by the weighted sum, modulo their number, of the signs before it.
CHECK_SIGNS = "".join(SIGNS[-rest % 31] for rest in range(31))

_FITTING = re.compile(SHAPE)


def valid_credit_code(code: str) -> bool:
    """Tell whether the code has the right form and its check sign fits."""
    if not _FITTING.fullmatch(code):
        return False
    rest = sum(SIGNS.index(sign) * weight for sign, weight in zip(code, WEIGHTS, strict=False))
    return CHECK_SIGNS[rest % 31] == code[-1]
