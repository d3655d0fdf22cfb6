"""What somebody does to the new system after its data were signed: three orders are entered by hand."""

import sqlite3
from contextlib import closing
from pathlib import Path

#: Test orders of 40.00 each, for a customer who exists.
_ENTERED = """
    insert into orders (order_no, customer_no, ordered_on, item_no, quantity, unit_price, amount, region_code, stage)
    select 'TEST-' || number, customer_no, '2026-07-09', item_no, 1, 40.0, '40.00', region_code, 'ordered'
    from (select row_number() over (order by order_no) as number, * from orders order by order_no limit 3)
"""


def let_drift(out: Path, *, system: str = "crm") -> Path:
    """Enter three test orders into the target of the CRM system below `out`; return its file."""
    target = out / "target" / f"{system}.sqlite"
    with closing(sqlite3.connect(target)) as database, database:
        database.execute(_ENTERED)
    return target
