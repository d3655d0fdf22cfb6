"""The customer list of the old invoicing system, cleansed, and the duplicates that cleansing merged.

Customer numbers keep their leading zeros; mobile numbers begin with 12, a range no subscriber has.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from random import Random

from config.example.chance import chance
from config.example.credit_code import credit_code
from config.example.names import CITIES, FULL_WIDTH, City, company_name, person_name
from config.example.rows import Row

CUSTOMERS = 1_800
DUPLICATES = 60
_FIRST_NUMBER = 101
_FIRST_DAY = date(2014, 1, 6)
_OPENING_DAYS = 4_400
_STAGES = "1122333333333344455"
_HAS_LIMIT = 0.8
_FIXED_LINES = 0.25


def legacy_date(day: date) -> str:
    """Write a day as the old system does: no leading zeros."""
    return f"{day.year}/{day.month}/{day.day}"


def customers() -> list[Row]:
    """Make the cleansed customer list, oldest first; no name and no credit code stands twice."""
    draw = chance("customers")
    days = sorted(draw.randrange(_OPENING_DAYS) for _ in range(CUSTOMERS))
    names: set[str] = set()
    codes: set[str] = set()
    return [
        _customer(number, _FIRST_DAY + timedelta(days=days_after), names, codes=codes, draw=draw)
        for number, days_after in enumerate(days, start=_FIRST_NUMBER)
    ]


def duplicates(kept: list[Row]) -> list[Row]:
    """Make the second records of customers that cleansing merged, each with the reason."""
    draw = chance("duplicates")
    rows: list[Row] = []
    for number, row in enumerate(draw.sample(kept, DUPLICATES), start=CUSTOMERS + 501):
        reason, name = _variant(row["cust_name"], number % 3)
        second = {"cust_no": f"{number:06d}", "cust_name": name}
        rows.append(row | second | {"merged_into": row["cust_no"], "reason": reason})
    return rows


def before_cleansing(kept: list[Row], second: list[Row]) -> list[Row]:
    """Return the list as the old system exported it, duplicates and all."""
    return [{column: row[column] for column in kept[0]} for row in (*kept, *second)]


def merge_map(second: list[Row]) -> list[Row]:
    """Return which record was merged into which, as a specification names it."""
    return [{"merged": row["cust_no"], "survivor": row["merged_into"]} for row in second]


def _customer(number: int, opened: date, names: set[str], *, codes: set[str], draw: Random) -> Row:
    """Make one customer whose name and credit code are new."""
    city = draw.choice(CITIES)
    return {
        "cust_no": f"{number:06d}",
        "cust_name": _fresh(names, partial(company_name, city, draw)),
        "credit_code": _fresh(codes, partial(credit_code, city.district, draw)),
        "area": city.area,
        "stage": draw.choice(_STAGES),
        "contact": person_name(draw)[0],
        "phone": _phone(city, draw),
        "zip": f"{city.postal}{draw.randrange(100):02d}",
        "open_date": legacy_date(opened),
        "credit_limit": f"{draw.randrange(41) * 5_000}.00" if draw.random() < _HAS_LIMIT else "",
        "salesman": f"S{draw.randrange(12) + 1:02d}",
    }


def _fresh(taken: set[str], make: Callable[[], str]) -> str:
    """Draw until the value is new."""
    while (value := make()) in taken:
        continue
    taken.add(value)
    return value


def _phone(city: City, draw: Random) -> str:
    """Return a mobile number, or a fixed line whose area code begins with 0."""
    number = draw.randrange(10**8)
    return (
        f"0{city.postal[:2]}0{number:08d}" if draw.random() < _FIXED_LINES else f"12{number % 10}{number:08d}"
    )


def _variant(name: str, kind: int) -> tuple[str, str]:
    """Write a name as somebody else would have typed it, with the reason why it is a duplicate."""
    city, rest = name[:2], name[2:]
    if kind == 0:
        return "简称", _short(name)
    if kind == 1 and name != name.translate(FULL_WIDTH):
        return "全角", name.translate(FULL_WIDTH)
    return "空格", f"{city}\u3000{rest}"


def _short(name: str) -> str:
    """Drop the legal form: 张三五金店 becomes 张三五金."""
    for form in ("（集团）有限公司", "贸易有限公司", "有限公司", "经营部", "商行", "店"):
        if name.endswith(form):
            return name.removesuffix(form)
    return name + "公司"
