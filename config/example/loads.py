"""The planned faults of the first loads, per system and table; the second load has none.

`extra` rows have keys that the source does not know, `doubled` rows stand twice with equal values.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from config.example.faults import (
    Value,
    cent_off,
    cut_short,
    day_before,
    empty_for_null,
    full_width,
    one_more,
    other_of,
    rounded_to_tenths,
    zeros_lost,
)

_NEXT_REGION = other_of("01", "02", "03", "04", "05", "06", "07")


@dataclass(frozen=True, slots=True)
class Fault:
    """One value of so many rows rewritten."""

    kind: str
    column: str
    rows: int
    rewrite: Callable[[Value], Value]


@dataclass(frozen=True, slots=True)
class Load:
    """What a load does to one table; without arguments a faultless one."""

    missing: int = 0
    extra: int = 0
    doubled: int = 0
    faults: tuple[Fault, ...] = field(default=())


FIRST_LOADS: dict[str, Load] = {
    "crm.customers": Load(
        missing=9,
        extra=24,
        doubled=5,
        faults=(
            Fault("full_width", "name", 8, full_width),
            Fault("cut_short", "name", 4, cut_short),
            Fault("wrong_code", "region_code", 7, _NEXT_REGION),
            Fault(
                "wrong_code", "stage", 11, other_of("lead", "qualified", "customer", "key_account", "dormant")
            ),
            Fault("zeros_lost", "phone", 13, zeros_lost),
            Fault("zeros_lost", "postal_code", 17, zeros_lost),
            Fault("day_before", "opened_on", 19, day_before),
            Fault("cent_off", "credit_limit", 6, cent_off),
        ),
    ),
    "crm.orders": Load(
        missing=20,
        extra=15,
        doubled=12,
        faults=(
            Fault("day_before", "ordered_on", 40, day_before),
            Fault("empty_for_null", "delivered_on", 10, empty_for_null),
            Fault("zeros_lost", "item_no", 18, zeros_lost),
            Fault("rounded_to_tenths", "unit_price", 22, rounded_to_tenths),
            Fault("cent_off", "amount", 25, cent_off),
            Fault("wrong_code", "region_code", 14, _NEXT_REGION),
            Fault(
                "wrong_code", "stage", 16, other_of("quoted", "ordered", "shipped", "settled", "cancelled")
            ),
            Fault("empty_for_null", "remark", 30, empty_for_null),
        ),
    ),
    "erp.items": Load(
        missing=3,
        extra=4,
        doubled=2,
        faults=(
            Fault("wrong_code", "unit", 6, other_of("PCS", "PAIR", "SET")),
            Fault("cent_off", "standard_cost", 9, cent_off),
            Fault("rounded_to_tenths", "list_price", 5, rounded_to_tenths),
        ),
    ),
    "erp.stock": Load(
        missing=7,
        doubled=4,
        faults=(
            Fault("zeros_lost", "location", 8, zeros_lost),
            Fault("one_more", "quantity", 10, one_more),
            Fault("cent_off", "stock_value", 12, cent_off),
        ),
    ),
    "erp.receivables": Load(
        missing=5,
        extra=3,
        doubled=2,
        faults=(
            Fault("day_before", "due_on", 9, day_before),
            Fault("cent_off", "amount", 11, cent_off),
            Fault("zeros_lost", "customer_no", 6, zeros_lost),
            Fault("empty_for_null", "remark", 7, empty_for_null),
        ),
    ),
}
