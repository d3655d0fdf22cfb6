"""A wrong call in the product's own words: what cyclopts found, said in both languages."""

from difflib import get_close_matches
from enum import Enum

from cyclopts import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    UnknownOptionError,
    UnusedCliTokensError,
)
from cyclopts.exceptions import RepeatArgumentError

from playbooks.model.phrase import Phrase, phrase


def usage_fault(error: CycloptsError) -> Phrase:
    """Return what is wrong with a call; a rare fault is told as cyclopts tells it."""
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
        case _:
            return Phrase(str(error))


def _unknown(error: UnknownOptionError) -> Phrase:
    option = error.token.keyword or error.token.value
    known = [name for each in error.argument_collection if each.parse for name in each.names]
    near = get_close_matches(option, known, n=1)
    if near:
        return phrase("Unknown option: {option}. Did you mean {near}?", option=option, near=near[0])
    return phrase("Unknown option: {option}.", option=option)


def _unfit(error: CoercionError) -> Phrase:
    if error.token is None or error.msg is not None:
        return Phrase(str(error))
    option, value, kind = _option(error, error.token.keyword), error.token.value, error.target_type
    if isinstance(kind, type) and issubclass(kind, Enum):
        known = tuple(name.lower().replace("_", "-") for name in kind.__members__)
        return phrase(
            "{option}: {value!r} is not possible; choose from: {known}.",
            option=option,
            value=value,
            known=known,
        )
    return phrase(
        "{option}: {value!r} is not possible; see the help for its form.", option=option, value=value
    )


def _option(error: CycloptsError, keyword: str | None) -> str:
    """Return an option as it was written, and what stands without one by its name in the help."""
    if keyword is not None or error.argument is None:
        return keyword or "–"
    name = error.argument.name
    return name if error.argument.field_info.is_keyword_only else name.lstrip("-").upper()
