"""A strict subset of YAML, read with the position of every key: one document, one meaning, bounded size.

Refused, each with the line and what to do: anchors, aliases, merge keys, tags, doubled keys, keys that are
not text, a second document, directives, anything but UTF-8, more than 256 KiB, 20,000 values or 40 levels.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NoReturn, TypeAlias

import yaml

from playbooks.model.strict_yaml.playbook_error import Path, PlaybookError, PlaybookFault, clip, said
from playbooks.model.strict_yaml.scalars import AmbiguousScalarError, Scalar, plain_scalar
from playbooks.model.text import Text

YamlValue: TypeAlias = "str | int | Decimal | bool | list[YamlValue] | dict[str, YamlValue] | None"

MAX_BYTES = 256 * 1024
MAX_VALUES = 20_000
MAX_DEPTH = 40
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the fast one where the machine has libyaml
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# Control characters, and line breaks that only YAML 1.1 counts: editors would show other line numbers.
_UNREADABLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)

_EMPTY = said("文件是空的；请写入内容。", "the file is empty; fill it in.")
_DIRECTIVE = said("不支持以 % 开头的指令；请删去。", "directives (%) are not supported; remove them.")
_SECOND = said(
    "从这里开始了第二个文档；请另存为一个文件。",
    "a second document begins here; put it in a file of its own.",
)
_ALIAS = said(
    "不支持锚点和别名（& 与 *）；请把内容逐项写出，文本请加引号。",
    "anchors and aliases (& and *) are not supported; write the content out, or quote it if it is text.",
)
_TAG = said(
    "不支持标签（!）；请删去，文本请加引号。",
    "tags (!) are not supported; remove the tag, or quote the value if it is text.",
)
_MANY = said(
    f"文件超过 {MAX_VALUES} 个值；请拆分。", f"the file holds more than {MAX_VALUES} values; split it."
)
_DEEP = said(
    f"嵌套超过 {MAX_DEPTH} 层；请减少层次。",
    f"the nesting is more than {MAX_DEPTH} levels deep; make it flatter.",
)
_KEY = said("键必须是文本；请加引号。", "a key must be text; put it in quotes.")
_LARGE = said(
    f"文件超过 {MAX_BYTES // 1024} KiB；请拆分，大段资料请作为证据附上。",
    f"the file is larger than {MAX_BYTES // 1024} KiB; split it, and attach bulky material as evidence.",
)
_ENCODING = said(
    "文件不是无 BOM 的 UTF-8 编码；请用 UTF-8（无 BOM）另存。",
    "the file is not UTF-8 without a byte order mark; save it as UTF-8 without BOM.",
)
_CONTROL = said(
    "此行含有不可见的控制字符；请删去。", "this line holds an invisible control character; remove it."
)


@dataclass(frozen=True, slots=True)
class Document:
    """The plain data of a file, and where each part of it stands."""

    name: str
    data: YamlValue
    _positions: dict[Path, tuple[int, int]] = field(repr=False)

    def position(self, path: Path) -> tuple[int, int]:
        """Return line and column, from 1, of a key or list item, or of the nearest part around it."""
        while path not in self._positions:
            path = path[:-1]
        return self._positions[path]


def parse_yaml(text: bytes, *, name: str) -> Document:
    """Read a file's bytes, or refuse them with file, line, key and what to mend."""
    decoded = _decoded(text, name)
    walk = _Walk(name, decoded)
    try:
        data = walk.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        # A parser that runs out of text points behind the last line.
        line = min(mark.line + 1, len(decoded.splitlines())) if mark else 1
        _refuse(name, line, what=_syntax(error.problem or "syntax error"))
    return Document(name, data, walk.positions)


class _Walk:
    """Turns the parser's events into data, one at a time, so that nothing grows before it was counted."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)
        self.positions: dict[Path, tuple[int, int]] = {}
        self.values = 0

    def document(self) -> YamlValue:
        """Return the data of the only document."""
        next(self.events)
        start = next(self.events)
        if isinstance(start, yaml.StreamEndEvent):
            _refuse(self.name, 1, what=_EMPTY)
        if isinstance(start, yaml.DocumentStartEvent) and (start.version or start.tags):
            self.refuse(start, _DIRECTIVE)
        data = self.value(next(self.events), ())
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            self.refuse(after, _SECOND)
        return data

    def value(self, event: yaml.Event, path: Path) -> YamlValue:
        """Return the value that begins with this event."""
        self.admit(event, path)
        self.positions.setdefault(path, _position(event))
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(path)
        return self.scalar(event, path)

    def admit(self, event: yaml.Event, path: Path) -> None:
        """Refuse what the subset does not have, before anything is built from it."""
        self.values += 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.refuse(event, _ALIAS, path=path)
        if getattr(event, "tag", None):
            self.refuse(event, _TAG, path=path)
        if self.values > MAX_VALUES:
            self.refuse(event, _MANY, path=path)
        if len(path) > MAX_DEPTH:
            self.refuse(event, _DEEP, path=path)

    def sequence(self, path: Path) -> list[YamlValue]:
        """Return the list whose start was just read."""
        items: list[YamlValue] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.value(event, (*path, len(items))))
        return items

    def mapping(self, path: Path) -> dict[str, YamlValue]:
        """Return the group of keys whose start was just read."""
        data: dict[str, YamlValue] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.key(event, path)
            if key in data:
                self.refuse(event, _doubled(self.positions[*path, key][0]), path=(*path, key))
            self.positions[*path, key] = _position(event)
            data[key] = self.value(next(self.events), (*path, key))
        return data

    def key(self, event: yaml.Event, path: Path) -> str:
        """Return a key, which must be text."""
        self.admit(event, path)
        key = self.scalar(event, path) if isinstance(event, yaml.ScalarEvent) else None
        if not isinstance(key, str):
            self.refuse(event, _KEY, path=path)
        return key

    def scalar(self, event: yaml.Event, path: Path) -> Scalar:
        """Return the value of a scalar; quotes make it text."""
        text: str = getattr(event, "value", "")
        if getattr(event, "style", None):
            return text
        try:
            return plain_scalar(text)
        except AmbiguousScalarError as error:
            self.refuse(event, error.text, path=path)

    def refuse(self, event: yaml.Event, what: Text, *, path: Path = ()) -> NoReturn:
        """Refuse the file because of this event."""
        _refuse(self.name, _position(event)[0], what=what, path=path)


def _decoded(raw: bytes, name: str) -> str:
    if len(raw) > MAX_BYTES:
        _refuse(name, 1, what=_LARGE)
    if raw.startswith(_BYTE_ORDER_MARKS):
        _refuse(name, 1, what=_ENCODING)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        _refuse(name, raw.count(b"\n", 0, error.start) + 1, what=_ENCODING)
    unreadable = _UNREADABLE.search(text)
    if unreadable:
        line = text.count("\n", 0, unreadable.start()) + 1
        _refuse(name, line, what=_ENCODING if unreadable.group() == "\x00" else _CONTROL)
    return text


def _position(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _doubled(first_line: int) -> Text:
    return said(
        f"键重复，第 {first_line} 行已有；请删去一个。",
        f"the key stands twice, first in line {first_line}; remove one of the two.",
    )


def _syntax(problem: str) -> Text:
    return said(
        f"不是合法的 YAML（{clip(problem, 120)}）；请检查此行的缩进（只用空格）、冒号和引号。",
        f"this is not valid YAML ({clip(problem, 120)}); check indentation, colons and quotes here.",
    )


def _refuse(name: str, line: int, *, what: Text, path: Path = ()) -> NoReturn:
    raise PlaybookError.listing([PlaybookFault(name, line, path, what)])
