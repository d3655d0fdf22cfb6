"""The data_visualization block: line, bar, area and pie charts."""

from flows.entrypoints.workspace.block_kit import limits
from flows.entrypoints.workspace.block_kit.report import Report
from flows.entrypoints.workspace.payload import Payload


def check_data_visualization(report: Report, block: Payload, pointer: str) -> None:
    """Check the title and the chart."""
    if not block.get("title"):
        report.bad("missing required field: title", pointer)
    report.length(block.get("title"), f"{pointer}/title", limits.CHART_TITLE)
    chart = block.get("chart")
    kind = chart.get("type") if isinstance(chart, dict) else None
    if isinstance(chart, dict) and kind == "pie":
        _check_pie(report, chart, f"{pointer}/chart")
    elif isinstance(chart, dict) and kind in {"line", "bar", "area"}:
        _check_axes(report, chart, f"{pointer}/chart")
    else:
        report.bad(f"unsupported chart type: {kind}", f"{pointer}/chart/type")


def _check_pie(report: Report, chart: Payload, pointer: str) -> None:
    for index, segment in enumerate(
        report.items(chart.get("segments"), f"{pointer}/segments", (1, limits.CHART_SERIES))
    ):
        place = f"{pointer}/segments/{index}"
        if not isinstance(segment, dict) or not _is_number(segment.get("value")) or segment["value"] <= 0:
            report.bad("value must be more than 0", place)
            continue
        report.length(segment.get("label"), f"{place}/label", limits.CHART_LABEL)


def _check_axes(report: Report, chart: Payload, pointer: str) -> None:
    axes = chart.get("axis_config")
    axes = axes if isinstance(axes, dict) else {}
    place = f"{pointer}/axis_config"
    categories = report.items(axes.get("categories"), f"{place}/categories", (1, limits.CHART_CATEGORIES))
    for category in categories:
        report.length(category, f"{place}/categories", limits.CHART_LABEL)
    for name in ("x_label", "y_label"):
        report.length(axes.get(name), f"{place}/{name}", limits.AXIS_LABEL)
    series = report.items(chart.get("series"), f"{pointer}/series", (1, limits.CHART_SERIES))
    if len({str(one.get("name")) for one in series if isinstance(one, dict)}) != len(series):
        report.bad("series must have unique names", f"{pointer}/series")
    for index, one in enumerate(series):
        _check_series(report, one, f"{pointer}/series/{index}", categories=categories)


def _check_series(report: Report, series: object, pointer: str, *, categories: list[object]) -> None:
    if not isinstance(series, dict):
        report.bad("must be an object", pointer)
        return
    report.length(series.get("name"), f"{pointer}/name", limits.CHART_LABEL)
    points = [point for point in series.get("data") or [] if isinstance(point, dict)]
    if [point.get("label") for point in points] != categories:
        report.bad("data needs one point for every category, in their order", f"{pointer}/data")
    if not all(_is_number(point.get("value")) for point in points):
        report.bad("value must be a number", f"{pointer}/data")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value  # noqa: PLR0124 (NaN)
