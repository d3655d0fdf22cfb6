"""The unified social credit code of a Chinese organisation (统一社会信用代码, GB 32100-2015).

It has 18 signs; the last one checks the rest.
"""

import re

SHAPE = r"[0-9A-HJ-NPQRTUWXY]{18}"

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_FITTING = re.compile(SHAPE)


def valid_credit_code(code: str) -> bool:
    """Tell whether the code has the right form and its check sign fits."""
    if not _FITTING.fullmatch(code):
        return False
    rest = sum(_SIGNS.index(sign) * weight for sign, weight in zip(code, _WEIGHTS, strict=False))
    return _SIGNS[-rest % 31] == code[-1]
