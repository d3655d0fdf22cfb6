"""A wrong call in the product's own words: what cyclopts found, said in both languages.

Its own sentences are English, and some hold those of the libraries it rests on: none of them is passed on.
"""

from difflib import get_close_matches
from enum import Enum

from cyclopts import (
    Argument,
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    UnknownOptionError,
    UnusedCliTokensError,
    ValidationError,
)
from cyclopts.exceptions import RepeatArgumentError

from playbooks.model.phrase import Phrase, phrase


def usage_fault(error: CycloptsError) -> Phrase:  # noqa: PLR0911  # one sentence per fault
    """Return what is wrong with a call."""
    match error:
        case UnknownOptionError():
            return _unknown(error)
        case MissingArgumentError():
            return phrase("{option} needs a value.", option=_option(error, error.keyword))
        case UnusedCliTokensError(unused_tokens=list(words)):
            return phrase("Too many words: {words}.", words=tuple(words))
        case RepeatArgumentError():
            return phrase("{option} is given more than once.", option=error.token.keyword)
        case CoercionError():
            return _unfit(error)
        case ValidationError(argument=Argument(tokens=[token, *_])):
            return _impossible(_option(error, token.keyword), token.value)
        case _:
            return phrase("These words do not go together.")


def _unknown(error: UnknownOptionError) -> Phrase:
    option = error.token.keyword or error.token.value
    known = [name for each in error.argument_collection if each.parse for name in each.names]
    near = get_close_matches(option, known, n=1)
    if near:
        return phrase("Unknown option: {option}. Did you mean {near}?", option=option, near=near[0])
    return phrase("Unknown option: {option}.", option=option)


def _unfit(error: CoercionError) -> Phrase:
    if error.token is None:
        return phrase(
            "{option}: this is not possible; see the help for its form.", option=_option(error, None)
        )
    option, value, kind = _option(error, error.token.keyword), error.token.value, error.target_type
    if isinstance(kind, type) and issubclass(kind, Enum):
        known = tuple(name.lower().replace("_", "-") for name in kind.__members__)
        return phrase(
            "{option}: {value!r} is not possible; choose from: {known}.",
            option=option,
            value=value,
            known=known,
        )
    return _impossible(option, value)


def _impossible(option: str, value: str) -> Phrase:
    return phrase(
        "{option}: {value!r} is not possible; see the help for its form.", option=option, value=value
    )


def _option(error: CycloptsError, keyword: str | None) -> str:
    """Return an option as it was written, and what stands without one by its name in the help."""
    if keyword is not None or error.argument is None:
        return keyword or "–"
    name = error.argument.name
    return name if error.argument.field_info.is_keyword_only else name.lstrip("-").upper()
