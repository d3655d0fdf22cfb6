"""KPIs as charts: what Slack takes, and words where there is nothing to draw."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from flows.entrypoints.workspace import check_blocks
from playbooks.model.evidence import Reading, Series
from playbooks.model.goal import Direction
from playbooks.model.kpi import KpiStanding, Scale, standing
from playbooks.model.playbook import Kpi
from playbooks.model.text import Language, Text
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack.kpi_chart import charts, kpi_chart, kpi_line, measured
from tests.simulators.rollouts import Play
from tests.unit.render.story import told


def kpi(*values: str, title: str = "DSO", target: str | None = "45") -> KpiStanding:
    """Return a KPI with one reading a day."""
    start = date(2026, 3, 2)
    readings = tuple(Reading(on=start + timedelta(days=n), value=Decimal(v)) for n, v in enumerate(values))
    scale = Scale(direction=Direction.DOWN, baseline=Decimal(61), target=Decimal(target) if target else None)
    plan = Kpi(key="dso", title=Text(zh=title, en=title), unit="days", direction=Direction.DOWN)
    return KpiStanding(kpi=plan, scale=scale, readings=readings, standing=standing(readings, scale))


@pytest.fixture(params=list(Language))
def voice(request: pytest.FixtureRequest) -> Voice:
    """A voice in each language."""
    return Voice(request.param, Play.begun().rollout)


@pytest.mark.parametrize(
    "shown",
    [kpi("61"), kpi(*["50"] * 40), kpi("1", "-2", "1e9"), kpi("7", title="长" * 99), kpi("7", target=None)],
)
def test_every_chart_is_one_that_slack_takes(voice: Voice, shown: KpiStanding) -> None:
    """Few or many readings, long names, no target."""
    chart = kpi_chart(voice, shown)
    assert chart is not None
    assert check_blocks([chart]) == []


@pytest.mark.parametrize("shown", [kpi(), kpi("NaN"), kpi("Infinity"), kpi("1e40")])
def test_what_cannot_be_drawn_is_not(voice: Voice, shown: KpiStanding) -> None:
    """No chart without a figure."""
    assert kpi_chart(voice, shown) is None


def test_two_charts_a_message(voice: Voice) -> None:
    """Slack takes no more."""
    assert [len(portion) for portion in charts(voice, (kpi("1"),) * 5)] == [2, 2, 1]


def test_a_kpi_in_words(voice: Voice) -> None:
    """The last readings as they went, with the target."""
    said = kpi_line(voice, kpi("61", "58", "52"))
    assert "61 → 58 → 52" in said
    assert "45" in said


def test_a_card_shows_the_figures_its_evidence_holds() -> None:
    """Each against its target; evidence of another kind, and evidence that is not there, is no figure."""
    told_voice = Voice(Language.EN, told().rollout)
    series = [key for key, item in told_voice.rollout.evidence.items() if isinstance(item.payload, Series)]
    assert len(measured(told_voice, series)) == len(series)
    assert measured(told_voice, [*set(told_voice.rollout.evidence) - set(series), "nothing"]) == []
