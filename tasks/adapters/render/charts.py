"""Charts as SVG without scripts: sharp in print, and on light and dark pages alike on their own paper."""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import datetime

from playbooks.model.events import PhaseGateDecided
from playbooks.model.kpi import KpiStanding
from playbooks.model.rollout import Rollout
from playbooks.model.text import Language
from tasks.adapters.render import gate_cells, heat_grid, kpi_plot, phase_bar
from tasks.adapters.render.environment import render
from tasks.adapters.render.voice import Voice

_CHINESE = "'Noto Sans CJK SC','PingFang SC','Microsoft YaHei','Source Han Sans SC'"
_LATIN = "'Segoe UI','Helvetica Neue',Arial,'Liberation Sans'"

#: Fonts by language: Chinese ones first only where Chinese is read, for their quotation marks are wide.
FONTS: Mapping[Language, str] = {
    Language.ZH: f"{_CHINESE},{_LATIN},sans-serif",
    Language.EN: f"{_LATIN},{_CHINESE},sans-serif",
}


def kpi_chart(kpi: KpiStanding, *, language: Language) -> str:
    """Return the line chart of a KPI with baseline, target and the shaded shortfall."""
    plot = kpi_plot.kpi_plot(kpi, language)
    return render("kpi_chart.svg.jinja2", plot=plot, size=kpi_plot, fonts=FONTS[language])


def phase_progress(
    rollout: Rollout, *, language: Language, now: datetime, sent_back: Iterable[PhaseGateDecided] = ()
) -> str:
    """Return the bar of the five phases; each decision that sent the rollout back becomes an arrow."""
    voice = Voice(language, rollout)
    places = phase_bar.segments(voice, now)
    arrows = phase_bar.arcs(sent_back, places)
    begin, height = phase_bar.frame(places, arrows)
    return render(
        "phase_progress.svg.jinja2",
        segments=places,
        arcs=arrows,
        size=phase_bar,
        begin=begin,
        height=height,
        fonts=FONTS[language],
        voice=voice,
    )


def gate_strip(rollout: Rollout, *, language: Language, now: datetime) -> str:
    """Return all gates of all phases at a glance."""
    voice = Voice(language, rollout)
    return render(
        "gate_strip.svg.jinja2",
        strips=gate_cells.strips(voice, now),
        size=gate_cells,
        fonts=FONTS[language],
        voice=voice,
    )


def heat_map(grid: heat_grid.Grid, *, language: Language) -> str:
    """Return where the differences of a table are: its columns by the values of a business dimension."""
    return render("heat_map.svg.jinja2", grid=grid, size=heat_grid, fonts=FONTS[language])


def data_url(svg: str) -> str:
    """Return an SVG as an address that an image can carry inside itself."""
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()
