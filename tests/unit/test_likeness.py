"""Whether two records are one: on which grounds, how sure, and what speaks against it."""

from random import Random

import pytest

from config.example.credit_code import credit_code
from playbooks.model.likeness import Ground, Level, Party, likeness, never_one
from playbooks.model.name_form import name_form

CODES = [credit_code("442000", Random(seed)) for seed in (1, 2)]
CARDS = ("11010519491231002x", "440524188001010014")


def party(name: str, **known: object) -> Party:
    """Return a record of this name."""
    return Party(name, name_form(name), **known)  # type: ignore[arg-type]  # a test says what it needs


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (party("恒信五金有限公司"), party("恒信五金"), Level.LIKELY),
        (party("恒信五金有限公司", phone="1"), party("恒信五金", phone="1"), Level.CERTAIN),
        (party("恒信五金有限公司"), party("恒信五金商行"), None),
        (party("张三"), party("张三"), Level.POSSIBLE),
        (party("张三", phone="1"), party("张三", phone="1"), Level.CERTAIN),
        (party("张三", phone="1"), party("张先生", phone="1"), Level.LIKELY),
        (party("张三"), party("张先生"), None),
        (party("张三", phone="1"), party("李先生", phone="1"), None),
        (party("恒信（上海）贸易有限公司"), party("上海恒信贸易有限公司"), Level.LIKELY),
        (party("恒信（上海）贸易有限公司"), party("恒信贸易有限公司"), Level.POSSIBLE),
        (party("中山恒信五金厂"), party("中山恒兴五金厂"), Level.POSSIBLE),
        (party("中山恒信五金厂", address="a"), party("中山恒兴五金厂", address="a"), Level.LIKELY),
        (party("中山恒信五金厂", phone="1"), party("上海德嘉木业", phone="1"), None),
    ],
)
def test_how_sure_it_is(one: Party, other: Party, level: Level | None) -> None:
    """The names, and what stands beside them."""
    found = likeness(one, other)
    assert (found.level if found else None) is level


def test_an_equal_code_is_certain_whatever_the_names_say() -> None:
    """A company that changed its name is still one."""
    code = CODES[0].lower()
    found = likeness(party("恒信五金", credit_code=code), party("德嘉木业商行", credit_code=code))
    assert found is not None
    assert (found.level, found.grounds) == (Level.CERTAIN, (Ground.CREDIT_CODE,))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"credit_code": CODES[0].lower()}, {"credit_code": CODES[1].lower()}),
        ({"id_card": CARDS[0]}, {"id_card": CARDS[1]}),
        ({"apart": ("400mm",)}, {"apart": ("390mm",)}),
    ],
)
def test_what_speaks_against_it_weighs_more(one: dict[str, object], other: dict[str, object]) -> None:
    """The same name and phone do not make two codes one."""
    pair = party("恒信五金", phone="1", **one), party("恒信五金", phone="1", **other)
    assert never_one(*pair)
    assert likeness(*pair) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"credit_code": "typo"}, {"credit_code": CODES[0].lower()}),
        ({"apart": ("",)}, {"apart": ("390mm",)}),
        ({}, {"id_card": CARDS[0]}),
    ],
)
def test_what_is_invalid_or_not_known_speaks_against_nothing(
    one: dict[str, object], other: dict[str, object]
) -> None:
    """A mistyped code does not keep two records apart."""
    assert not never_one(party("恒信五金", **one), party("恒信五金", **other))


def test_two_places_in_brackets_keep_branches_apart() -> None:
    """Shanghai is not Beijing."""
    assert never_one(party("恒信（上海）贸易"), party("恒信（北京）贸易"))


def test_every_ground_and_level_has_its_words() -> None:
    """In both languages, each its own."""
    assert len({ground.label.zh for ground in Ground} | {level.label.zh for level in Level}) == len(
        Ground
    ) + len(Level)
