"""Whether two records are one customer, supplier, person or material: grounds, how sure they are, what speaks against.

- Two valid credit codes or identity cards that differ, two places in brackets, or another value in an `apart`
  column: never one. Two legal forms that differ: one only on an equal code.
- The same code is certain; the same name with the same phone or address, too. Likely is a name alone, or a similar
  name with an equal phone or address. Possible needs a person's eye: two people may share a name.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from playbooks.model.closeness import one_change, similarity
from playbooks.model.credit_code import valid_credit_code
from playbooks.model.name_form import NameForm, compatible
from playbooks.model.resident_id import valid_resident_id
from playbooks.model.text import Text

#: Jaro-Winkler similarity from which names are called similar where something else is equal.
SIMILAR = 0.88
#: Names of fewer signs are not called similar for one sign that differs.
LEAST_SIGNS = 6
_PERSON_SIGNS = 4


class Level(StrEnum):
    """How sure it is that two records are one."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"

    @property
    def label(self) -> Text:
        """Return the level as shown to people."""
        return _LEVELS[self]


_LEVELS = {
    Level.CERTAIN: Text(zh="确定", en="certain"),
    Level.LIKELY: Text(zh="很可能", en="likely"),
    Level.POSSIBLE: Text(zh="待查", en="possible"),
}


class Ground(StrEnum):
    """Why two records look like one."""

    CREDIT_CODE = "credit_code"
    ID_CARD = "id_card"
    NAME = "name"
    ORDER = "order"
    TITLE = "title"
    SIMILAR = "similar"
    PHONE = "phone"
    ADDRESS = "address"

    @property
    def label(self) -> Text:
        """Return the ground as shown to people."""
        return _GROUNDS[self]


_GROUNDS = {
    Ground.CREDIT_CODE: Text(zh="统一社会信用代码相同", en="the same credit code"),
    Ground.ID_CARD: Text(zh="身份证号相同", en="the same identity card"),
    Ground.NAME: Text(
        zh="名称相同（不计全半角、空格、标点、公司后缀）",
        en="the same name (width, blanks, punctuation and legal form aside)",
    ),
    Ground.ORDER: Text(zh="名称用字相同、顺序不同", en="the same signs in another order"),
    Ground.TITLE: Text(zh="同姓，其中一条只写了称呼", en="the same surname, one with a title only"),
    Ground.SIMILAR: Text(zh="名称相近", en="similar names"),
    Ground.PHONE: Text(zh="电话相同", en="the same phone"),
    Ground.ADDRESS: Text(zh="地址相同", en="the same address"),
}


@dataclass(frozen=True, slots=True)
class Party:
    """A record as it is compared; empty where nothing is known."""

    key: str
    form: NameForm
    phone: str = ""
    credit_code: str = ""
    id_card: str = ""
    address: str = ""
    apart: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two records look like one: how sure, on which grounds."""

    level: Level
    grounds: tuple[Ground, ...]


def never_one(one: Party, other: Party) -> bool:
    """Tell whether something on record speaks against two records being one."""
    codes, cards = (one.credit_code, other.credit_code), (one.id_card, other.id_card)
    if codes[0] != codes[1] and all(map(_is_code, codes)):
        return True
    if cards[0] != cards[1] and all(map(_is_card, cards)):
        return True
    if one.form.place and other.form.place and one.form.place != other.form.place:
        return True
    return any(a and b and a != b for a, b in zip(one.apart, other.apart, strict=True))


def kept_apart(one: Party, other: Party) -> bool:
    """Tell whether two records must not come into one group, not even by way of a third that is like both."""
    sure = _equal(one, other, Ground.CREDIT_CODE) + _equal(one, other, Ground.ID_CARD)
    return never_one(one, other) or not (sure or compatible(one.form.legal, other.form.legal))


def likeness(one: Party, other: Party) -> Likeness | None:
    """Return why two records look like one, None where they do not."""
    if never_one(one, other):
        return None
    sure = _equal(one, other, Ground.CREDIT_CODE) + _equal(one, other, Ground.ID_CARD)
    shared = _equal(one, other, Ground.PHONE) + _equal(one, other, Ground.ADDRESS)
    named = _named(one.form, other.form, shared=bool(shared))
    if sure:
        return Likeness(Level.CERTAIN, (*sure, *named[:1], *shared))
    if not named or not compatible(one.form.legal, other.form.legal):
        return None
    level = _level(one.form, other.form, named[0], shared=bool(shared))
    return None if level is None else Likeness(level, (*named, *shared))


@lru_cache(maxsize=100_000)
def _is_code(code: str) -> bool:
    return valid_credit_code(code.upper())


@lru_cache(maxsize=100_000)
def _is_card(number: str) -> bool:
    return valid_resident_id(number)


def _equal(one: Party, other: Party, ground: Ground) -> tuple[Ground, ...]:
    found = getattr(one, ground)
    return (ground,) if found and found == getattr(other, ground) else ()


def _named(one: NameForm, other: NameForm, *, shared: bool) -> tuple[Ground, ...]:
    """Return what the names alone say, the strongest that holds."""
    if one.titled != other.titled:
        titled, named = (one, other) if one.titled else (other, one)
        return (Ground.TITLE,) if _is_person(named) and named.core.startswith(titled.core) else ()
    if one.core == other.core:
        return (Ground.NAME,)
    if one.bag == other.bag:
        return (Ground.ORDER,)
    if shared:
        alike = similarity(one.core, other.core) >= SIMILAR
    else:
        alike = min(len(one.core), len(other.core)) >= LEAST_SIGNS and one_change(one.core, other.core)
    return (Ground.SIMILAR,) if alike else ()


def _level(one: NameForm, other: NameForm, ground: Ground, *, shared: bool) -> Level | None:
    if ground is Ground.TITLE or (one.titled and other.titled):
        return Level.LIKELY if shared else None
    if ground is Ground.NAME and not _is_person(one) and one.place == other.place:
        return Level.CERTAIN if shared else Level.LIKELY
    if ground is Ground.ORDER and bool(one.place) != bool(other.place):
        return Level.LIKELY
    if not shared:
        return Level.POSSIBLE
    return Level.CERTAIN if ground is Ground.NAME and one.place == other.place else Level.LIKELY


def _is_person(form: NameForm) -> bool:
    """Tell whether a name is as short as a person's: many people share one."""
    return not form.legal and len(form.core) <= _PERSON_SIGNS and not form.core.isascii()
