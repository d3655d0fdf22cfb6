"""The form in which names are compared: what is left out, and what is not."""

import pytest

from playbooks.model.governance import Subject
from playbooks.model.name_form import compatible, digits_of, name_form, squeezed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("太原宝旺家居有限公司", "太原　宝旺家居 有限公司"),
        ("成都利宝88橱柜有限公司", "成都利宝８８橱柜有限公司"),
        ("成都金宏机电（集团）有限公司", "成都金宏机电"),
        ("東莞張華五金廠有限公司", "东莞张华五金厂"),
        ("恒信貿易股份有限公司", "恒信贸易"),
        ("Hengxin Hardware Co., Ltd.", "\uff28\uff25ngxin hardware limited"),
        ("Hengxin Hardware Company Limited", "Hengxin-Hardware Pte. Ltd"),
        ("张三先生", "张三"),
        ("Mr. Zhang San", "zhang san"),
    ],
)
def test_what_people_type_differently_is_one(one: str, other: str) -> None:
    """Width, blanks, punctuation, case, legal form, title, traditional signs."""
    assert name_form(one).core == name_form(other).core


@pytest.mark.parametrize(
    ("one", "other"),
    [("恒信五金", "恒兴五金"), ("上海恒信", "北京恒信"), ("Zinc", "Zi Inc"), ("张三", "张四"), ("", "张")],
)
def test_what_differs_stays_different(one: str, other: str) -> None:
    """No sign that tells names apart is left out."""
    assert name_form(one).core != name_form(other).core


def test_a_place_in_brackets_is_kept_apart() -> None:
    """A branch is not its sister; with the place in front the signs are the same."""
    branch = name_form("恒信（上海）贸易有限公司")
    assert (branch.core, branch.place, branch.legal) == ("恒信贸易", "上海", "有限公司")
    assert branch.bag == name_form("上海恒信贸易有限公司").bag


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("螺栓 M8×20", "螺栓M8*20", True),
        ("螺栓 M8x20", "螺栓 M8x2.0", False),
        ("轴承 1/2", "轴承 12", False),
        ("底座（大）", "底座", False),
        ("铰链公司", "铰链", False),
    ],
)
def test_a_material_keeps_its_sizes(one: str, other: str, same: bool) -> None:  # noqa: FBT001  # a row of the table
    """A point between digits counts, and nothing is a legal form."""
    forms = {name_form(name, Subject.MATERIAL).core for name in (one, other)}
    assert (len(forms) == 1) is same


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [("有限公司", "", True), ("有限公司", "公司", True), ("有限公司", "商行", False), ("ltd", "ltd", True)],
)
def test_forms_that_say_nothing_go_with_every_other(one: str, other: str, fits: bool) -> None:  # noqa: FBT001  # same
    """A company is not a shop of the same name."""
    assert compatible(one, other) is fits


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        ("+86 138-0013-8000", "13800138000"),
        ("（0760）8888 1234", "076088881234"),
        ("1234", ""),
        ("00000000000", ""),
        ("", ""),
    ],
)
def test_a_phone_number_is_its_digits(number: str, digits: str) -> None:
    """What is too short or of one digit alone is no number."""
    assert digits_of(number) == digits


def test_an_address_is_squeezed() -> None:
    """Blanks and punctuation do not tell addresses apart, numbers do."""
    assert squeezed("中山市 小榄镇，工业大道 12-3 號") == squeezed("中山市小榄镇工业大道１２-3号")
    assert squeezed("大道 12-3") != squeezed("大道 123")
