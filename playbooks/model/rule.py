"""Business rules as expressions over target columns, such as `amount = round(unit_price * quantity, 2)`.

- Known: names (quoted with " where they hold signs), numbers, 'texts', + - * /, comparisons, and, or, not,
  is null, is not null, abs, round, coalesce, length.
- The grammar is the border: an expression becomes a tree before it becomes SQL, and nothing else gets in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from playbooks.model.errors import BrokenRuleError
from playbooks.model.phrase import phrase

FUNCTIONS = {"abs": (1, 1), "round": (1, 2), "coalesce": (2, 5), "length": (1, 1)}
_LEVELS = (("or",), ("and",), ("=", "<>", "<=", ">=", "<", ">"), ("+", "-"), ("*", "/"))
_COMPARISON = 2
_DEEPEST = 40
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<text>'(?:[^']|'')*')|"(?P<quoted>(?:[^"]|"")+)\""""
    r"""|(?P<word>[^\W\d]\w*)|(?P<sign><>|<=|>=|[=<>+\-*/(),]))"""
)
_WORDS = frozenset({"and", "or", "not", "is", "null"})


@dataclass(frozen=True, slots=True)
class Named:
    """The value of a column."""

    column: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A number or a text as it is written."""

    value: str
    is_text: bool


@dataclass(frozen=True, slots=True)
class Applied:
    """An operator or a function with what it works on; `is null` and `is not null` are operators."""

    operator: str
    operands: tuple["Expression", ...]


Expression: TypeAlias = Named | Constant | Applied


def parsed(text: str) -> Expression:
    """Return the tree of an expression; raises ValueError with the place where it is no expression."""
    return _Parser(text).whole()


def names(expression: Expression) -> Iterator[str]:
    """Yield the columns an expression speaks of."""
    match expression:
        case Named(column=column):
            yield column
        case Applied(operands=operands):
            for operand in operands:
                yield from names(operand)
        case Constant():
            return


class _Parser:
    """Reads one expression from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(self._split())
        self._place = 0
        self._depth = 0

    def whole(self) -> Expression:
        found = self._level(0)
        if self._place < len(self._tokens):
            raise self._wrong()
        return found

    def _split(self) -> Iterator[tuple[str, str]]:
        place = 0
        while self._text[place:].strip():
            found = _TOKEN.match(self._text, place)
            if found is None:
                raise BrokenRuleError(
                    "the rule {text!r} is not understood from {rest!r} on",
                    text=self._text,
                    rest=self._text[place:][:20],
                )
            kind = str(found.lastgroup)
            word = found[kind]
            if kind == "word" and word.lower() in _WORDS:
                kind, word = "sign", word.lower()
            yield kind, word
            place = found.end()

    def _wrong(self) -> BrokenRuleError:
        rest = repr(self._tokens[self._place][1]) if self._place < len(self._tokens) else phrase("its end")
        return BrokenRuleError(
            "the rule {text!r} is not understood at {rest}; see the README for what is known",
            text=self._text,
            rest=rest,
        )

    def _sign(self, *signs: str) -> str | None:
        if self._place < len(self._tokens):
            kind, word = self._tokens[self._place]
            if kind == "sign" and word in signs:
                self._place += 1
                return word
        return None

    def _expected(self, sign: str) -> None:
        if self._sign(sign) is None:
            raise self._wrong()

    def _level(self, level: int) -> Expression:
        if level == len(_LEVELS):
            return self._single()
        if level == _COMPARISON and self._sign("not"):
            return Applied("not", (self._level(level),))
        found = self._level(level + 1)
        while sign := self._sign(*_LEVELS[level]):
            found = Applied(sign, (found, self._level(level + 1)))
        return self._nullness(found) if level == _COMPARISON else found

    def _nullness(self, found: Expression) -> Expression:
        if self._sign("is") is None:
            return found
        operator = "is not null" if self._sign("not") else "is null"
        self._expected("null")
        return Applied(operator, (found,))

    def _single(self) -> Expression:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise BrokenRuleError("the rule {text!r}... is nested too deeply; split it", text=self._text[:40])
        try:
            return self._operand()
        finally:
            self._depth -= 1

    def _operand(self) -> Expression:
        if self._sign("("):
            found = self._level(0)
            self._expected(")")
            return found
        if self._sign("-"):
            return Applied("negative", (self._single(),))
        if self._place == len(self._tokens) or self._tokens[self._place][0] == "sign":
            raise self._wrong()
        kind, word = self._tokens[self._place]
        self._place += 1
        if kind in {"number", "text"}:
            return Constant(word if kind == "number" else word[1:-1].replace("''", "'"), kind == "text")
        if kind == "word" and word.lower() in FUNCTIONS and self._sign("("):
            return self._call(word.lower())
        return Named(word.replace('""', '"') if kind == "quoted" else word)

    def _call(self, function: str) -> Expression:
        operands = [self._level(0)]
        while self._sign(","):
            operands.append(self._level(0))
        self._expected(")")
        least, most = FUNCTIONS[function]
        if not least <= len(operands) <= most:
            raise BrokenRuleError(
                "the rule {text!r} gives {function} {count} values; it takes {least} to {most}",
                text=self._text,
                function=function,
                count=len(operands),
                least=least,
                most=most,
            )
        return Applied(function, tuple(operands))
