"""E-mail addresses as the product writes to them: one bare address in ASCII; whether it exists its server knows."""

import re

_ATOM, _LABEL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+", r"[A-Za-z0-9_-]+"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_LONGEST = 254


def is_mail_address(text: str) -> bool:
    """Tell whether this is one e-mail address and nothing more."""
    return len(text) <= _LONGEST and _ADDRESS.fullmatch(text) is not None
