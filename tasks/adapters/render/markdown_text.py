"""Text people typed inside Markdown: shown sign by sign, never read as markup, a link or a table border."""

import re

from tasks.adapters.render.plain_text import clean

_MARKED = re.compile(r"[\\`*_\[\]~]")
#: Signs that mean something to HTML or to a table: an entity holds whatever backslashes stand before it.
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "@": "&#64;"})
_LEADING = re.compile(r"^(?:[-+#]+(?=\s|$)|=+$|\d+(?=[.)](?:\s|$)))")
_LINKED = re.compile(r"://|www\.", re.IGNORECASE)


def escaped(text: str) -> str:
    """Return the text as Markdown that shows exactly the text, in one line."""
    marked = _MARKED.sub(r"\\\g<0>", clean(text).strip()).translate(_ENTITIES)
    return _LINKED.sub(_unlinked, _LEADING.sub(_unlisted, marked))


def _unlisted(found: re.Match[str]) -> str:
    """Keep a sign at the start from becoming a list, a heading or an underline."""
    sign = found.group()
    return f"{sign[:-1]}&#{ord(sign[-1])};"


def _unlinked(found: re.Match[str]) -> str:
    """Keep an address from becoming a link."""
    return "&#58;//" if found.group() == "://" else f"{found.group()[:3]}&#46;"
