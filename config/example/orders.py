"""Three years of orders up to the data cut-off; each amount is price times quantity, exact to the cent."""

from datetime import date, timedelta
from random import Random

from config.example.chance import chance
from config.example.customers import legacy_date
from config.example.items import cents, in_cents
from config.example.rows import Row

ORDERS = 21_000
_FIRST_DAY = date(2023, 4, 3)
_CUT_OFF = date(2026, 4, 30)
_RECENT_DAYS = 30
_SUNDAY = 6
_REMARKED = 0.3
_REMARKS = (
    "加急，月底前到货", "客户自提", "含安装底座", "彩盒包装，印“恒信”", "分两批发货", "送样 2 只",
    "付款后发货", "外箱贴客户标签", 'customer asked for 1/2" screws', "同上次颜色",
)  # fmt: skip


def orders(buyers: list[Row], goods: list[Row]) -> list[Row]:
    """Make the order list, oldest first, numbered per month."""
    draw = chance("orders")
    sellable = [item for item in goods if item["item_group"] != "P"]
    count_of_month: dict[str, int] = {}
    rows: list[Row] = []
    for day in _order_days(draw):
        month = f"{day:%y%m}"
        count_of_month[month] = count_of_month.get(month, 0) + 1
        number = f"SO{month}{count_of_month[month]:05d}"
        head = {"order_no": number, "cust_no": "", "order_date": legacy_date(day), "delivery_date": ""}
        rows.append(head | _bought(draw.choice(buyers), draw.choice(sellable), draw) | _progress(day, draw))
    return rows


def _order_days(draw: Random) -> list[date]:
    """Return the day of every order, sorted; nobody orders on a Sunday."""
    span = (_CUT_OFF - _FIRST_DAY).days + 1
    days = [_FIRST_DAY + timedelta(days=draw.randrange(span)) for _ in range(ORDERS)]
    return sorted(day - timedelta(days=1) if day.weekday() == _SUNDAY else day for day in days)


def _bought(buyer: Row, item: Row, draw: Random) -> Row:
    """Return what one order buys: many small orders, few large ones."""
    wanted = 120_000 + int(4_400_000 * draw.random() ** 3)
    price = in_cents(item["price"])
    quantity = max(wanted // price // 10 * 10, 10)
    return {
        "cust_no": buyer["cust_no"],
        "item_no": item["item_no"],
        "quantity": str(quantity),
        "unit_price": item["price"],
        "amount": cents(price * quantity),
        "area": buyer["area"],
    }


def _progress(day: date, draw: Random) -> Row:
    """Return status, delivery and remark: only orders of the last month are still open."""
    recent = (_CUT_OFF - day).days < _RECENT_DAYS
    status = draw.choice("QQOOOSSX" if recent else "FFFFFFFFFFFFFFFFFFFSSX")
    delivered = legacy_date(day + timedelta(days=3 + draw.randrange(18))) if status in "SF" else ""
    remark = draw.choice(_REMARKS) if draw.random() < _REMARKED else ""
    return {"status": status, "delivery_date": delivered, "remark": remark}
