"""Every message and form of every shipped playbook is one that Slack takes."""

from datetime import UTC, datetime

import pytest

from config.settings import EXAMPLE
from flows.entrypoints.slack_app.samples import samples
from flows.entrypoints.workspace import check_blocks, check_view
from tasks.adapters.organisation import read_organisation
from tasks.adapters.playbook_library import SHIPPED, PlaybookLibrary

LIBRARY = PlaybookLibrary((SHIPPED,))


@pytest.mark.parametrize("name", LIBRARY.names())
def test_every_template_is_sound(name: str) -> None:
    """In both languages."""
    company, now = read_organisation(EXAMPLE / "organisation.yaml"), datetime(2026, 3, 2, 1, tzinfo=UTC)
    made = list(samples(company, LIBRARY.load(name), now))
    faults = [
        (sample.name, fault)
        for sample in made
        for fault in (check_view(sample.view) if sample.view else check_blocks(list(sample.blocks)))
    ]
    assert faults == []
    assert {sample.name for sample in made} > {"notice", "card:initiation", "form:phase_go"}
