"""The item master of the old system: hinges, slides, locks and parts, prices and costs in whole cents."""

from random import Random

from config.example.chance import chance
from config.example.rows import Row

ITEMS = 1_200
_GROUPS = (
    # letter, digits in the item number, unit, names, range of the price in cents
    ("J", "0010", "只", ("缓冲铰链", "不锈钢铰链", "快装铰链", "平开合页"), (180, 1_900)),
    ("H", "0020", "副", ("三节滑轨", "阻尼滑轨", "托底滑轨", "重型滑轨"), (900, 9_800)),
    ("S", "0030", "套", ("执手锁", "抽屉锁", "指纹锁体", "窗锁"), (1_500, 18_000)),
    ("P", "0040", "只", ("铰杯", "滑轨钢珠保持架", "锁芯", "安装底座"), (45, 600)),
)
_FINISHES = ("镀镍", "喷黑", "拉丝", "本色", "304")


def items() -> list[Row]:
    """Make the item master; item numbers have eight digits and begin with zeros."""
    draw = chance("items")
    return [_item(number, draw) for number in range(ITEMS)]


def cents(value: int) -> str:
    """Write whole cents as a decimal with two digits."""
    return f"{value // 100}.{value % 100:02d}"


def in_cents(text: str) -> int:
    """Read a decimal with two digits as whole cents."""
    return int(text.replace(".", ""))


def _item(number: int, draw: Random) -> Row:
    """Make one item; its cost is 55 to 80 per cent of its price."""
    letter, digits, unit, names, (lowest, highest) = _GROUPS[number % len(_GROUPS)]
    price = draw.randrange(lowest, highest)
    return {
        "item_no": f"{digits}{number + 1:04d}",
        "item_name": draw.choice(names),
        "spec": f"{draw.randrange(20, 60) * 10}mm {draw.choice(_FINISHES)}",
        "uom": unit,
        "item_group": letter,
        "cost": cents(price * draw.randrange(55, 81) // 100),
        "price": cents(price),
    }
