"""What a word without quotes means: true, false, null, a plain number, or text.

`no`, `010`, `12:30` or `1_000` are a truth value, an octal, a count of minutes or a number to some readers
and text to others, so they are refused: they must be put in quotes or written plainly. Decimals come back as
Decimal: what was written is what is judged.
"""

import re
from decimal import Decimal
from typing import TypeAlias

from playbooks.model.strict_yaml.playbook_error import clip, said
from playbooks.model.text import Text

Scalar: TypeAlias = str | int | Decimal | bool | None

_FIXED: dict[str, Scalar] = {"": None, "null": None, "true": True, "false": False}
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_MAX_DIGITS = 15  # every reader of the ledger holds this many exactly

_WORD = re.compile(r"~|true|false|null|yes|no|on|off|y|n", re.IGNORECASE)
_CLOCK = re.compile(r"[-+]?[0-9][0-9_]*(:[0-9]{1,2})+(\.[0-9_]*)?")
_ODD_NUMBER = re.compile(
    r"""[-+]?0[xob][0-9a-f_]+            # 0x1F, 0o17, 0b11
      | [-+]?[0-9][0-9_]*(\.[0-9_]*)?(e[-+]?[0-9]+)?  # 010, 1_000, 1., +1, 1e3
      | [-+]?\.[0-9][0-9_]*(e[-+]?[0-9]+)?            # .5
      | [-+]?\.?(inf|infinity|nan)
    """,
    re.IGNORECASE | re.VERBOSE,
)


class AmbiguousScalarError(ValueError):
    """The word means different things to different readers of YAML."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def plain_scalar(text: str) -> Scalar:
    """Return the value of a scalar that stands without quotes."""
    if text in _FIXED:
        return _FIXED[text]
    if _INTEGER.fullmatch(text) and len(text.lstrip("-")) <= _MAX_DIGITS:
        return int(text)
    if _DECIMAL.fullmatch(text) and len(text) <= 2 * _MAX_DIGITS:
        return Decimal(text)
    _refuse_ambiguous(text)
    return text


def _refuse_ambiguous(text: str) -> None:
    shown = clip(text)
    if text in {"<<", "="}:
        raise AmbiguousScalarError(
            said(
                f"不支持合并键“{shown}”；请把内容逐项写出。",
                f"merge keys ({shown}) are not supported; write the keys out.",
            )
        )
    if _WORD.fullmatch(text):
        raise AmbiguousScalarError(
            said(
                f"“{shown}”在不同 YAML 版本中含义不同；文本请写 '{shown}'，否则请写 true、false 或 null。",
                f"{shown} differs in meaning between versions of YAML; write '{shown}' for the text, "
                "else true, false or null.",
            )
        )
    if _CLOCK.fullmatch(text):
        raise AmbiguousScalarError(
            said(
                f"“{shown}”会被一些读取器当作六十进制数；请加引号写成 '{shown}'。",
                f"{shown} is a number to base 60 for some readers; quote it: '{shown}'.",
            )
        )
    if _ODD_NUMBER.fullmatch(text):
        raise AmbiguousScalarError(
            said(
                f"“{shown}”不是普通写法的数字；文本请写 '{shown}'，数字请写成 15 位以内的十进制数。",
                f"{shown} is not a plainly written number; quote it if it is text: '{shown}', else write a "
                "decimal number of at most 15 digits.",
            )
        )
