"""What ERP opens with: counted stock per warehouse and the invoices that customers still owe."""

from datetime import date, timedelta
from random import Random

from config.example.chance import chance
from config.example.customers import legacy_date
from config.example.items import cents, in_cents
from config.example.rows import Row

_WAREHOUSES = ("01", "02", "09")
_COUNTED = date(2026, 10, 31)
_TERMS = (30, 45, 60, 90)
INVOICES = 1_400


def stock(goods: list[Row]) -> list[Row]:
    """Make the counted stock: one row per item and warehouse, valued at cost."""
    draw = chance("stock")
    places = [(item, code) for item in goods for code in _WAREHOUSES[: draw.choice((1, 2, 2, 3))]]
    return [_counted(item, code, draw) for item, code in places]


def receivables(buyers: list[Row]) -> list[Row]:
    """Make the open invoices at the cut-off, in the order of their numbers."""
    draw = chance("receivables")
    ages = sorted((draw.randrange(150) for _ in range(INVOICES)), reverse=True)
    return [_invoice(number, age, draw.choice(buyers), draw=draw) for number, age in enumerate(ages, start=1)]


def _counted(item: Row, warehouse: str, draw: Random) -> Row:
    """Return the count of one item in one warehouse; cheap parts lie in larger numbers."""
    cost = in_cents(item["cost"])
    quantity = draw.randrange(1, 900_000) // cost
    return {
        "item_no": item["item_no"],
        "wh": warehouse,
        "bin": f"0{draw.randrange(1, 9)}-{draw.randrange(1, 25):02d}-{draw.randrange(1, 6)}",
        "quantity": str(quantity),
        "amount": cents(quantity * cost),
        "counted": legacy_date(_COUNTED - timedelta(days=draw.randrange(2))),
    }


def _invoice(number: int, age: int, buyer: Row, *, draw: Random) -> Row:
    """Return one open invoice."""
    day = _COUNTED - timedelta(days=age)
    return {
        "invoice_no": f"00{260_000 + number}",
        "cust_no": buyer["cust_no"],
        "invoice_date": legacy_date(day),
        "due_date": legacy_date(day + timedelta(days=draw.choice(_TERMS))),
        "amount": cents(50_000 + int(4_000_000 * draw.random() ** 3)),
        "area": buyer["area"],
        "remark": draw.choice(("", "", "", "对账有异议", "分期付款", "质保金")),
    }
