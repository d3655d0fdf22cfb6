"""Charts are well-formed, without scripts, and nothing in them lies outside the drawing."""

import re
from base64 import b64decode
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.model import events as e
from playbooks.model.commands import PhaseDecision
from playbooks.model.evidence import Reading
from playbooks.model.goal import Direction
from playbooks.model.kpi import KpiStanding, Scale, standing, standings
from playbooks.model.phase import PhaseKey
from playbooks.model.playbook import Kpi
from playbooks.model.text import Language, Text
from tasks.adapters.render.charts import data_url, gate_strip, kpi_chart, phase_progress
from tasks.adapters.render.history import sent_back
from tasks.adapters.render.plain_text import width
from tests.unit.render.hostile import ATTACK, attacked
from tests.unit.render.story import DIGEST, Story, told

SVG = "{http://www.w3.org/2000/svg}"
LANGUAGES = pytest.mark.parametrize("language", Language)


def drawing(svg: str) -> ET.Element:
    """Return the parsed drawing; it must be XML."""
    return ET.fromstring(svg)  # noqa: S314  # our own output, that is the point


def texts(root: ET.Element, name: str | None = None) -> list[str]:
    """Return the labels, all of them or those of one class."""
    return [t.text or "" for t in root.iter(f"{SVG}text") if name is None or t.get("class") == name]


def outside(root: ET.Element) -> list[str]:
    """Return labels and points that lie outside the view box."""
    _, begin, wide, high = map(float, (root.get("viewBox") or "").split())
    found = [
        t.text or "" for t in root.iter(f"{SVG}text") if not _inside(t, wide, rows=(begin, begin + high))
    ]
    for line in (*root.iter(f"{SVG}polyline"), *root.iter(f"{SVG}polygon")):
        points = [pair.split(",") for pair in (line.get("points") or "").split()]
        found += [f"{x},{y}" for x, y in points if not (0 <= float(x) <= wide and 0 <= float(y) <= high)]
    return found


def _inside(label: ET.Element, wide: float, *, rows: tuple[float, float]) -> bool:
    size, x, y = (float(label.get(key) or "nan") for key in ("font-size", "x", "y"))
    long = width(label.text or "", size)
    left = x - {"middle": long / 2, "end": long}.get(label.get("text-anchor") or "start", 0)
    return left >= 0 and left + long <= wide and rows[0] + size * 0.8 <= y <= rows[1] - size * 0.2


def kpi(*values: Decimal, title: str = "KPI", unit: str = "%", scale: Scale | None = None) -> KpiStanding:
    """Return a KPI with a reading a week."""
    readings = tuple(
        Reading.model_construct(on=date(2026, 3, 2) + timedelta(weeks=n), value=v)
        for n, v in enumerate(values)
    )
    held = scale or Scale(direction=Direction.UP, baseline=Decimal(55), target=Decimal(90))
    plan = Kpi(key="kpi", title=Text(zh=title, en=title), unit=unit, direction=held.direction)
    return KpiStanding.model_construct(
        kpi=plan, scale=held, readings=readings, standing=standing(readings, held)
    )


FIGURE = st.decimals(allow_nan=True, allow_infinity=True) | st.sampled_from(
    [Decimal("1E+999999"), Decimal(0)]
)
BOUND = st.none() | st.decimals(allow_nan=False, allow_infinity=False)


SCALE = st.builds(Scale.model_construct, direction=st.sampled_from(Direction), baseline=BOUND, target=BOUND)


@settings(max_examples=150, deadline=None)
@given(st.lists(FIGURE, max_size=40), SCALE, st.text(min_size=1, max_size=60), st.sampled_from(Language))
def test_no_figure_is_drawn_outside(
    values: list[Decimal], scale: Scale, title: str, language: Language
) -> None:
    """Whatever the figures and titles: a drawing, and every label and point inside it."""
    named = title if title.strip() else "x"
    root = drawing(kpi_chart(kpi(*values, title=named, scale=scale), language=language))
    assert outside(root) == []


@LANGUAGES
def test_a_chart_says_what_it_shows(language: Language) -> None:
    """Title with unit, target, baseline and the last value, in the reader's language."""
    root = drawing(kpi_chart(standings(told().rollout)[0], language=language))
    words = {Language.ZH: ("按时跟进率（%）", "目标 90", "最近 82.7", "基线 55")}
    english = ("Follow-ups done on time (%)", "Target 90", "Latest 82.7", "Baseline 55")
    assert [*texts(root, "title"), *texts(root, "level")] == list(words.get(language, english))


def test_the_shortfall_is_shaded_where_the_target_is_missed() -> None:
    """Below the target for a figure that should rise, cut exactly where the line crosses it."""
    root = drawing(kpi_chart(kpi(Decimal(80), Decimal(100), Decimal(95)), language=Language.EN))
    areas = [shape.get("points") for shape in root.iter(f"{SVG}polygon")]
    assert len(areas) == 1
    target = next(line.get("y1") for line in root.iter(f"{SVG}line") if line.get("class") == "target")
    assert areas[0] is not None
    assert areas[0].split()[0].endswith(f",{target}")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 100), min_size=3, max_size=3))
def test_labels_at_the_edge_never_overlap(levels: list[int]) -> None:
    """Target, baseline and latest keep a line apart, however close their values are."""
    baseline, target, latest = map(Decimal, levels)
    scale = Scale(direction=Direction.UP, baseline=baseline, target=target)
    root = drawing(kpi_chart(kpi(latest, scale=scale), language=Language.ZH))
    places = sorted(float(t.get("y") or 0) for t in root.iter(f"{SVG}text") if t.get("class") == "level")
    assert all(below - above >= 16 for above, below in pairwise(places))


def test_nothing_is_shaded_when_the_target_is_met() -> None:
    """A figure that should fall and has."""
    scale = Scale(direction=Direction.DOWN, baseline=Decimal(48), target=Decimal(2))
    root = drawing(kpi_chart(kpi(Decimal(2), Decimal("1.6"), scale=scale), language=Language.EN))
    assert list(root.iter(f"{SVG}polygon")) == []


def test_dates_say_the_year_once() -> None:
    """And again when it changes."""
    days = texts(drawing(kpi_chart(kpi(*[Decimal(60)] * 60), language=Language.ZH)), "day")
    assert days[0] == "2026-03-02"
    assert [day for day in days[1:] if len(day) > 5] == ["2027-01-25"]


def test_no_reading_is_said_so() -> None:
    """An empty chart still shows baseline and target."""
    root = drawing(kpi_chart(kpi(), language=Language.ZH))
    assert (texts(root, "empty"), len(texts(root, "level"))) == (["尚无读数"], 2)


def test_unreadable_figures_are_counted_not_drawn() -> None:
    """NaN leaves no point, and the note says so."""
    root = drawing(kpi_chart(kpi(Decimal(60), Decimal("NaN")), language=Language.EN))
    assert "unreadable readings: 1" in texts(root, "note")[0]
    assert len(list(root.iter(f"{SVG}circle"))) == 1


@LANGUAGES
def test_the_bar_shows_phases_rounds_and_arrows(language: Language) -> None:
    """Five phases, a mark for each second round, an arrow for being sent back."""
    story = told()
    svg = phase_progress(story.rollout, language=language, now=story.now, sent_back=sent_back(story.records))
    root = drawing(svg)
    classes = [shape.get("class") for shape in root.iter()]
    assert [name for name in classes if name and name.startswith("phase")][3] == "phase open"
    assert (classes.count("round"), classes.count("recycle"), outside(root)) == (2, 1, [])


@LANGUAGES
def test_a_bar_without_arrows_keeps_no_room_for_them(language: Language) -> None:
    """And still everything lies inside."""
    story = Story()
    low = drawing(phase_progress(story.rollout, language=language, now=story.now))
    assert outside(low) == []
    assert int(low.get("height") or 0) <= 110


def test_every_way_back_is_drawn_inside() -> None:
    """From every phase to every phase before it and to itself."""
    back = [
        e.PhaseGateDecided(
            phase=source,
            decision=PhaseDecision.RECYCLE,
            reason="x",
            decided_by="lin",
            inputs=DIGEST,
            recycle_to=target,
        )
        for source in PhaseKey
        for target in PhaseKey
        if target.number <= source.number
    ]
    root = drawing(
        phase_progress(told().rollout, language=Language.ZH, now=told().now, sent_back=[*back, *back])
    )
    ends = [
        float(x)
        for p in root.iter(f"{SVG}path")
        for x in re.findall(r"[MC,L]\s?(\d+\.?\d*) ", p.get("d") or "")
    ]
    assert len(ends) > 15
    assert all(0 <= end <= 640 for end in ends)
    assert "退回重做 ×2" in texts(root)


@LANGUAGES
def test_the_strip_shows_every_gate(language: Language) -> None:
    """One cell a gate, its sign telling the outcome without colour."""
    story = told()
    root = drawing(gate_strip(story.rollout, language=language, now=story.now))
    tones = [c.get("class", "").removeprefix("cell ") for c in root.iter(f"{SVG}g")]
    assert tones[5] == "waived"
    assert tones[9:13] == ["passed", "pending", "failed", "pending"]
    assert outside(root) == []


def test_a_strip_of_very_many_gates_stays_inside() -> None:
    """Cells become slivers, never overlapping the score."""
    story = Story()
    plan = story.rollout.playbook.phases[0]
    gates = tuple(plan.gates[0].model_copy(update={"key": f"gate_{n}"}) for n in range(120))
    phases = (plan.model_copy(update={"gates": gates}), *story.rollout.playbook.phases[1:])
    playbook = story.rollout.playbook.model_copy(update={"phases": phases})
    rollout = story.rollout.model_copy(update={"playbook": playbook})
    root = drawing(gate_strip(rollout, language=Language.EN, now=story.now))
    ends = [
        float(r.get("x", 0)) + float(r.get("width", 0))
        for g in root.iter(f"{SVG}g")
        for r in g.iter(f"{SVG}rect")
    ]
    assert max(ends) <= 640 - 56


@LANGUAGES
def test_hostile_names_stay_text(language: Language) -> None:
    """No script, no image, no turned direction, in any drawing."""
    story = attacked()
    drawings = [
        kpi_chart(kpi(Decimal(1), title=ATTACK, unit=ATTACK), language=language),
        phase_progress(story.rollout, language=language, now=story.now),
        gate_strip(story.rollout, language=language, now=story.now),
    ]
    tags = {element.tag.removeprefix(SVG) for svg in drawings for element in drawing(svg).iter()}
    assert tags <= {
        "svg",
        "title",
        "desc",
        "rect",
        "line",
        "text",
        "path",
        "circle",
        "g",
        "polyline",
        "polygon",
    }
    assert not any("\u202e" in svg or "onload" in svg for svg in drawings)


def test_a_data_address_holds_the_drawing() -> None:
    """What an image shows is the very drawing, Chinese included."""
    svg = kpi_chart(kpi(title="按时率"), language=Language.ZH)
    address = data_url(svg)
    assert b64decode(address.removeprefix("data:image/svg+xml;base64,")).decode() == svg


def test_a_share_in_the_note_is_that_of_the_table() -> None:
    """Without idle zeros."""
    root = drawing(kpi_chart(kpi(Decimal(60), Decimal(90)), language=Language.EN))
    assert "100% of the way" in texts(root, "note")[0]
