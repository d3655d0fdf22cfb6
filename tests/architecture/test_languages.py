"""Every sentence for people exists in Chinese and in English: the catalogues are whole, and so is every pair in the code."""

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo

from tasks.adapters.catalogues import LOCALES
from tests.architecture.catalogues import SPEAKERS, keywords, nodes, po_file, read, template_catalogue
from tests.architecture.measures import PACKAGES, place, python_files

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LETTERS = re.compile(r"[^\W\d_]{3,}")
#: Where the Chinese wording stands among what is given; the English one follows.
PAIRS = {"Text": 0, "_t": 0, "bounded": 0, "said": 0, "RefusedError": 1}
#: What both languages write alike.
ALIKE = frozenset({"Phasegate", "Slack", "Prefect", "Excel", "PMO", "KPI", "ID", "OK"})
#: A link to the other language speaks that one.
LINKS = frozenset({"English", "English version"})
#: Slack's protocol codes are no sentences of the product.
CODES = "flows/entrypoints/workspace"
_CHINESE = r"\u4e00-\u9fff“”《》、，。；：（）"
#: A half-width sign next to a Chinese one; what somebody types stands between quotation marks, or is named below.
HALF_WIDTH = re.compile(rf"(?<=[{_CHINESE}])[:,;()]|[:,;()](?= ?[{_CHINESE}])")
TYPED = re.compile(r"“[:,;()]”|“键: 值”|人员:日期:承诺")
Call = tuple[Path, ast.Call]


@cache
def calls() -> tuple[Call, ...]:
    """Return every call by a plain name in the product's code."""
    return tuple((path, node) for path, node in nodes() if isinstance(node, ast.Call) and called(node))


def called(call: ast.Call) -> str:
    """Return the plain name that is called."""
    return call.func.id if isinstance(call.func, ast.Name) else ""


def written(node: ast.expr | None) -> str | None:
    """Return the words that stand in the code itself, without what fills them; None where they stand elsewhere."""
    match node:
        case ast.Constant(value=str(words)):
            return "".join(words for words, *_ in parts(words))
        case ast.JoinedStr(values=values):
            return "".join(str(part.value) for part in values if isinstance(part, ast.Constant))
        case _:
            return None


def parts(words: str) -> list[tuple[str, str | None, str | None, str | None]]:
    """Return a template in parts; words that are no template are one part."""
    try:
        return list(string.Formatter().parse(words))
    except ValueError:
        return [(words, None, None, None)]


def blanks(words: str) -> list[str]:
    """Return the names of the blanks of a template."""
    return sorted(name for _, name, _, _ in parts(words) if name)


def plain(words: str) -> str:
    """Return a template without its blanks."""
    return "".join(words for words, *_ in parts(words))


def pair(call: ast.Call) -> tuple[ast.expr | None, ast.expr | None]:
    """Return both wordings of a call that takes a pair."""
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    if {"zh", "en"} <= named.keys():
        return named["zh"], named["en"]
    zh, en, *_ = (*call.args[PAIRS[called(call)] :], None, None)
    return zh, en


def pairs() -> Iterator[tuple[str, str, str]]:
    """Yield where it stands, and the words of both languages, for every pair that stands in the code."""
    for path, call in calls():
        if called(call) in PAIRS and not place(path).startswith(CODES):
            zh, en = map(written, pair(call))
            if zh is not None and en is not None:
                yield f"{place(path)}:{call.lineno}", zh, en


def in_wrong_language(zh: str, en: str) -> bool:
    """Tell whether a pair says in one language what belongs to the other."""
    words = [word for word in LETTERS.findall(plain(en)) if word not in ALIKE]
    return zh not in LINKS and (bool(CHINESE.search(en)) or (bool(words) and not CHINESE.search(zh)))


@pytest.fixture(params=sorted(LOCALES.values()))
def kept(request: pytest.FixtureRequest) -> Catalog:
    """Each catalogue as it is kept."""
    return read(request.param)


def entries(catalogue: Catalog) -> list[Message]:
    """Return the entries of a catalogue without its header."""
    return [message for message in catalogue if message.id]


def test_the_catalogues_hold_what_the_code_says(kept: Catalog) -> None:
    """Nothing missing, nothing that nobody says any more; `make catalogues` brings them up to date."""
    said = {str(message.id) for message in template_catalogue() if message.id}
    assert {str(message.id) for message in entries(kept)} == said
    assert list(kept.obsolete) == []


def test_babel_finds_every_template() -> None:
    """Two readers of the code agree on what there is to translate."""
    names = keywords()
    literal = {
        str(call.args[0].value)
        for _, call in calls()
        if called(call) in names and call.args and isinstance(call.args[0], ast.Constant)
    }
    assert {str(message.id) for message in template_catalogue() if message.id} == literal


def test_every_entry_is_translated(kept: Catalog) -> None:
    """None is empty, and none is a guess that nobody has looked at."""
    assert [message.id for message in entries(kept) if not message.string or message.fuzzy] == []


def test_every_entry_has_the_same_blanks(kept: Catalog) -> None:
    """What one language fills in, the other does too."""
    assert [
        message.id for message in entries(kept) if blanks(str(message.id)) != blanks(str(message.string))
    ] == []


def test_english_says_what_the_code_says() -> None:
    """The templates are the English sentences."""
    assert [message.id for message in entries(read("en")) if message.string != message.id] == []


def test_chinese_is_chinese() -> None:
    """Where there are words at all."""
    worded = [message for message in entries(read("zh_CN")) if LETTERS.search(plain(str(message.id)))]
    assert [message.id for message in worded if not CHINESE.search(str(message.string))] == []


@pytest.mark.parametrize("locale", LOCALES.values())
def test_what_is_compiled_is_what_is_written(locale: str) -> None:
    """The product reads the compiled catalogue."""
    with po_file(locale).with_suffix(".mo").open("rb") as file:
        compiled = {message.id: message.string for message in entries(read_mo(file))}
    assert compiled == {message.id: message.string for message in entries(read(locale))}


def test_no_template_is_put_together() -> None:
    """A sentence with its parts already inside cannot be looked up."""
    names = keywords() | SPEAKERS
    assert [
        f"{place(path)}:{call.lineno}"
        for path, call in calls()
        if called(call) in names and call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ] == []


def test_every_pair_is_in_both_languages() -> None:
    """Chinese in zh, none of it in en."""
    assert [f"{where} {zh} | {en}" for where, zh, en in pairs() if in_wrong_language(zh, en)] == []


@pytest.mark.parametrize(
    ("zh", "en", "wrong"),
    [
        ("签核", "sign-off", False),
        ("{a}：{b}", "{a}: {b}", False),
        ("sign-off", "sign it off", True),
        ("签核", "签核", True),
        ("Slack", "Slack", False),
    ],
)
def test_a_wrong_language_is_seen(zh: str, en: str, *, wrong: bool) -> None:
    """The measure itself."""
    assert in_wrong_language(zh, en) is wrong


def chinese() -> Iterator[tuple[str, str]]:
    """Yield where it stands, and the words, of every Chinese text in the code; what fills it in Chinese is a sign."""
    for path in python_files(*PACKAGES):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parts_of = (node.values for node in ast.walk(tree) if isinstance(node, ast.JoinedStr))
        told = {id(part) for values in parts_of for part in values} | {
            id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
        }
        for node in ast.walk(tree):
            words = heading(node) if id(node) not in told else None
            if words is not None and CHINESE.search(words):
                yield f"{place(path)}:{getattr(node, 'lineno', 1)}", words


def heading(node: ast.AST) -> str | None:
    """Return the words of a text; of what describes a command, the Chinese line above its arguments."""
    if isinstance(node, ast.FunctionDef):
        first = (ast.get_docstring(node) or "").partition("\n")[0].partition(" · ")[0]
        return first if CHINESE.match(first) else None
    return worded(node)


def worded(node: ast.AST) -> str | None:
    """Return the words of a text; where it is filled in with a Chinese wording, a Chinese sign stands for that."""
    match node:
        case ast.Constant(value=str(words)):
            return words
        case ast.JoinedStr(values=values):
            return "".join(
                str(part.value) if isinstance(part, ast.Constant) else filled(part) for part in values
            )
        case _:
            return None


def filled(part: ast.expr) -> str:
    """Return a sign for what is filled in."""
    return "字" if re.search(r"\.zh\b", ast.unparse(part)) else "x"


def half_width(words: str) -> bool:
    """Tell whether Chinese is written with the narrow signs of English; times, code and keys may be."""
    return bool(HALF_WIDTH.search(TYPED.sub("", words)))


def test_chinese_in_the_code_has_full_width_signs() -> None:
    """Notices, refusals, cards, pages, and the help of the commands."""
    assert [f"{where} {words[:80]}" for where, words in chinese() if half_width(words)] == []


def test_chinese_in_the_catalogue_has_full_width_signs() -> None:
    """Every sentence of an error."""
    said = (str(message.string) for message in entries(read("zh_CN")))
    assert [words for words in said if half_width(words)] == []


@pytest.mark.parametrize(
    ("words", "narrow"),
    [
        ("请签核：章程", False),
        ("请签核: 章程", True),
        ("请签核:{gate}", True),
        ("{name}: 一次性投入", True),
        ("已签核(代)", True),
        ("甲,乙", True),
        ("周五 16:00 回顾", False),
        ("{key}: {digest}", False),
        ("不含“;”", False),
        ("项目 · rollout: the key", False),
    ],
)
def test_a_narrow_sign_is_seen(words: str, *, narrow: bool) -> None:
    """The measure itself."""
    assert half_width(words) is narrow
