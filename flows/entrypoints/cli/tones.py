"""Colours on a terminal; a sign or a word always says the same, so that nothing is lost without them."""

from rich.text import Text as Line

from tasks.adapters.render.plain_text import clean

TONES = {
    "passed": "green",
    "pending": "yellow",
    "failed": "red",
    "invalid": "bold red",
    "waived": "magenta",
    "overridden": "bold red",
    "unjudged": "dim",
    "ok": "green",
    "warn": "yellow",
    "fail": "bold red",
}


def line(text: str, style: str = "") -> Line:
    """Return a text as it may be shown: what is in it is never markup and never steers the terminal."""
    return Line(clean(text), style=style)


def toned(text: str, aside: str, tone: str) -> Line:
    """Return a text in the colour of its tone, with a remark beside it."""
    return line(f"{text} ", TONES.get(tone, "")).append(clean(aside), style="dim")
