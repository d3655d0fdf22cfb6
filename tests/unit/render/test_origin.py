"""Where evidence comes from: a reader sees at a glance whether somebody typed it in or the product worked it out."""

import pytest

from playbooks.model.text import Language
from tasks.adapters.render.origin import origin
from tasks.adapters.render.voice import Voice
from tests.simulators.facts import checklist, evidence
from tests.simulators.rollouts import Play

ROLLOUT = Play.begun().rollout


@pytest.mark.parametrize(
    ("source", "by", "said"),
    [
        ("file:a.yaml", "sun_li", "source: a file handed in (file:a.yaml), recorded by Sun Li"),
        (
            "reconciliation:crm",
            "0f9c",
            "source: compared by the product (reconciliation:crm), recorded by the product",
        ),
        ("training:cli", "sun_li", "source: typed in (training:cli), recorded by Sun Li"),
        (
            "training:training",
            "run",
            "source: read by the product from a source file (training:training), recorded by the product",
        ),
        ("elsewhere", "sun_li", "source: elsewhere, recorded by Sun Li"),
    ],
)
def test_the_source_and_who_recorded_it_are_said(source: str, by: str, said: str) -> None:
    """In words, with the source itself beside them."""
    item = evidence("fact", checklist(a="done"), by=by).model_copy(update={"source": source})
    assert origin(Voice(Language.EN, ROLLOUT), item) == said
