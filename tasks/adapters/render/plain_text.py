"""What people typed, made fit to be shown: nothing invisible, no turned direction, no overflow."""

import re
import unicodedata

#: Joiners that real writing needs; every other format character can make a text read as what it is not.
_JOINERS = "\u200c\u200d"
_HIDDEN = frozenset({"Cc", "Cf", "Cs"})
_NONCHARACTERS = frozenset("\ufffe\uffff")
_SPACE = re.compile(r"\s+")
_WIDE = frozenset("WFA")
_BROAD = frozenset("mwMW@%")
_NARROW = frozenset("iljtf.,:;|!'()[] ")


def clean(text: str) -> str:
    """Return the text in one line, without what is invisible, turns the direction or is illegal in XML."""
    if not text.isprintable():  # most texts are, and nothing in them is to be left out
        text = "".join(sign for sign in text if sign.isspace() or sign in _JOINERS or _visible(sign))
    return _SPACE.sub(" ", text)


def width(text: str, size: float) -> float:
    """Return a width in pixels that the text does not exceed in the fonts we name, at a font size."""
    return size * sum(_ems(sign) for sign in text)


def fitted(text: str, room: float, *, size: float) -> str:
    """Return the text, cut with an ellipsis where it would not fit into the room."""
    text = clean(text)
    if width(text, size) <= room:
        return text
    while text and width(text + "…", size) > room:
        text = text[:-1]
    return text + "…"


def wrapped(text: str, room: float, *, size: float) -> tuple[str, ...]:
    """Return the text in one line, or in two where it has words to break between; each fits into the room."""
    words = clean(text).split(" ")
    first = words[0]
    while len(words) > 1 and width(f"{first} {words[1]}", size) <= room:
        first = f"{first} {words.pop(1)}"
    lines = (first, " ".join(words[1:])) if words[1:] else (first,)
    return tuple(fitted(line, room, size=size) for line in lines)


def _visible(sign: str) -> bool:
    return unicodedata.category(sign) not in _HIDDEN and sign not in _NONCHARACTERS


def _ems(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in _WIDE:
        return 1.0
    if sign in _NARROW:
        return 0.38
    if sign in _BROAD:
        return 1.02
    return 0.85 if sign.isupper() else 0.6
