"""How figures are said: without idle zeros, and with the name of their unit in the reader's language.

A unit is matched as a playbook writes it; its name is only what people are shown. One that has no name here is
shown as it is written.
"""

from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from playbooks.model.text import Text

_LONGEST = 40


class _Name(NamedTuple):
    zh: str
    one: str
    many: str


_NAMES = (
    _Name("秒", "second", "seconds"),
    _Name("分钟", "minute", "minutes"),
    _Name("小时", "hour", "hours"),
    _Name("工作小时", "business hour", "business hours"),
    _Name("天", "day", "days"),
    _Name("个工作日", "business day", "business days"),
    _Name("周", "week", "weeks"),
    _Name("个月", "month", "months"),
    _Name("年", "year", "years"),
    _Name("人", "person", "people"),
    _Name("人天", "person-day", "person-days"),
    _Name("次", "time", "times"),
    _Name("件", "piece", "pieces"),
    _Name("项", "item", "items"),
    _Name("单", "order", "orders"),
    _Name("元", "CNY", "CNY"),
    # Signs stand at the figure, without a blank.
    _Name("%", "%", "%"),
    _Name("‰", "‰", "‰"),
)
_BY_WORD = {word.lower(): name for name in _NAMES for word in name}


def plain(figure: Decimal, *, signed: bool = False) -> str:
    """Return a figure as people write it, and in powers of ten where it has too many digits for that."""
    if not figure:
        return "0"
    digits = f"{figure:+.12g}" if signed else f"{figure:.12g}"
    return digits.rstrip("0").rstrip(".") if "." in digits and "e" not in digits else digits


def unit_name(unit: str) -> Text:
    """Return what a unit is called where it stands alone, as at the head of a column."""
    name = _named(unit)
    shown = unit.strip()[:_LONGEST] or "–"
    return Text(zh=shown, en=shown) if name is None else Text(zh=name.zh, en=name.many)


def measured(figure: Decimal, unit: str) -> Text:
    """Return a figure with its unit."""
    digits, name = plain(figure), _named(unit)
    if name is None:
        shown = f"{digits} {unit.strip()[:_LONGEST]}"
        return Text(zh=shown, en=shown)
    blank = " " if name.zh.isalpha() else ""
    return Text(
        zh=f"{digits}{blank}{name.zh}", en=f"{digits}{blank}{name.one if digits == '1' else name.many}"
    )


def counted(count: int, noun: str) -> str:
    """Return so many of a thing in English, which has one form for one and another for many."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def retold(words: str) -> Text:
    """Return a recorded figure and its unit as they are said today; all other words stay as they are."""
    digits, _, unit = words.partition(" ")
    if _named(unit) is not None:
        with suppress(InvalidOperation):
            return measured(Decimal(digits), unit)
    return Text(zh=words, en=words)


def _named(unit: str) -> _Name | None:
    return _BY_WORD.get(unit.strip().lower())
