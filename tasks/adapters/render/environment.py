"""The template engines: HTML and SVG escape as HTML, Markdown as Markdown; all that is put in is cleaned.

Templates are ours, what is put into them may come from anybody. An unknown name in a template is an error.
"""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tasks.adapters.render.markdown_text import escaped
from tasks.adapters.render.plain_text import clean

#: So many pieces of a template make a part.
_BUFFERED = 500
_TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, **facts: object) -> str:
    """Return a template filled with facts; its name tells how it is escaped."""
    engine = _markdown() if template.endswith(".md.jinja2") else _hypertext()
    return engine.get_template(template).render(**facts)


def render_parts(template: str, **facts: object) -> Iterator[str]:
    """Yield a template filled with facts in parts, for what may get too long to be held at once."""
    filled = _hypertext().get_template(template).stream(**facts)
    filled.enable_buffering(_BUFFERED)
    return filled


def render_source(template: str) -> str:
    """Return a template as it lies in its file."""
    return (_TEMPLATES / template).read_text(encoding="utf-8")


@cache
def _hypertext() -> Environment:
    return _environment(autoescape=True, finalize=_cleaned)


@cache
def _markdown() -> Environment:
    # Escaping happens in `finalize`, which sees the result of every expression; no macros are used here.
    return _environment(autoescape=False, finalize=_escaped)


def _environment(*, autoescape: bool, finalize: Callable[[object], object]) -> Environment:
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=autoescape,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _cleaned(value: object) -> object:
    # What comes out of a macro or was declared safe by a template is markup of our own.
    return clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _escaped(value: object) -> str:
    text = str(value)
    said = escaped(text)
    # A blank at either end belongs to what stands beside it, as that of an English colon does.
    before, after = (" " if said and end.isspace() else "" for end in (text[:1], text[-1:]))
    return f"{before}{said}{after}"
