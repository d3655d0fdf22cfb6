"""The blocks table and data_table."""

from flows.entrypoints.workspace.block_kit import limits
from flows.entrypoints.workspace.block_kit.report import Report
from flows.entrypoints.workspace.payload import Payload

_CELLS = ("raw_text", "raw_number", "rich_text")


def check_table(report: Report, block: Payload, pointer: str) -> None:
    """Check a plain table."""
    rows = report.items(block.get("rows"), f"{pointer}/rows", (1, limits.TABLE_ROWS))
    _check_rows(report, rows, f"{pointer}/rows", most=limits.TABLE_CELLS)


def check_data_table(report: Report, block: Payload, pointer: str) -> None:
    """Check a table with a header row that people can sort."""
    rows = report.items(block.get("rows"), f"{pointer}/rows", (2, limits.DATA_TABLE_ROWS))
    _check_rows(report, rows, f"{pointer}/rows", most=limits.DATA_TABLE_CELLS)
    if len(str(rows)) > limits.DATA_TABLE_CHARACTERS:
        report.bad(f"must be less than {limits.DATA_TABLE_CHARACTERS + 1} characters", f"{pointer}/rows")


def _check_rows(report: Report, rows: list[object], pointer: str, *, most: int) -> None:
    for index, row in enumerate(rows):
        for place, cell in enumerate(report.items(row, f"{pointer}/{index}", (1, most))):
            _check_cell(report, cell, f"{pointer}/{index}/{place}")


def _check_cell(report: Report, cell: object, pointer: str) -> None:
    kind = cell.get("type") if isinstance(cell, dict) else None
    if not isinstance(cell, dict) or kind not in _CELLS:
        report.bad(f"unsupported cell type: {kind}", pointer)
    elif kind == "raw_text" and not cell.get("text"):
        report.bad("must be more than 0 characters", f"{pointer}/text")
