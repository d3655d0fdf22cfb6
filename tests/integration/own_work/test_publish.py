"""Publishing a phase: one artifact for each thing people look for, shown again only when it changed."""

from base64 import b64decode

import pytest

from playbooks.model.commands import JudgeGates
from playbooks.model.errors import OutsideError
from playbooks.model.phase import PhaseKey
from tasks.publish import publish
from tests.integration.own_work.conftest import ROLLOUT, TIMER, Work

PHASE = PhaseKey.INITIATION


def published(work: Work) -> set[str]:
    """Publish and return the keys shown this time."""
    before = work.shown.times.copy()
    publish.fn(work.office, ROLLOUT, phase=PHASE, artifacts=work.shown)
    return set(work.shown.times - before)


def test_everything_people_look_for_is_there(work: Work) -> None:
    """Gate table, score, inbox, and a note for each gate of the phase."""
    gates = {f"crm-2026-gate-{gate.key.replace('_', '-')}" for gate in work.state.plan(PHASE).gates}
    assert published(work) == gates | {
        "crm-2026-initiation-gates",
        "crm-2026-initiation-progress",
        "crm-2026-inbox",
    }
    assert work.shown.content["crm-2026-initiation-progress"] == 0.0


def test_what_is_unchanged_is_left_alone(work: Work) -> None:
    """A resumed run says nothing twice."""
    published(work)
    assert published(work) == set()


def test_a_new_verdict_is_a_new_note_of_its_gate_alone(work: Work) -> None:
    """The table follows, the other gates stay."""
    published(work)
    work.bring("goals", "xu.wen")
    work.wish(JudgeGates(phase=PHASE), TIMER)
    assert published(work) == {
        "crm-2026-gate-goals-smart",
        "crm-2026-initiation-gates",
        "crm-2026-initiation-progress",
        "crm-2026-inbox",
    }
    assert "✓ passed" in work.shown.text("crm-2026-gate-goals-smart")


def test_every_kpi_with_readings_has_a_chart(work: Work) -> None:
    """An SVG inside the address; a new reading is a new chart."""
    published(work)
    work.at("2026-03-20 18:00")
    work.collect("kpi.on_time_follow_up")
    assert "crm-2026-kpi-on-time-follow-up" in published(work)
    kind, _, body = work.shown.text("crm-2026-kpi-on-time-follow-up").partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert b64decode(body).startswith(b"<svg")


def test_time_reminds_of_what_is_late(work: Work) -> None:
    """Past its due day a gate is late in table and inbox; its verdict, and so its note, is the same."""
    published(work)
    work.at("2026-03-13 09:00")
    assert published(work) == {"crm-2026-initiation-gates", "crm-2026-inbox"}


def test_a_phase_that_never_began_can_be_published(work: Work) -> None:
    """Its gates are not judged yet."""
    publish.fn(work.office, ROLLOUT, phase=PhaseKey.OPERATION, artifacts=work.shown)
    assert work.shown.content["crm-2026-operation-progress"] == 0.0
    assert "not judged" in work.shown.text("crm-2026-gate-quiet-days")


def test_prefect_being_down_is_told(work: Work) -> None:
    """The task is tried again; what was shown before is not shown twice."""
    work.shown.down = True
    with pytest.raises(OutsideError):
        published(work)
    work.shown.down = False
    published(work)
    assert set(work.shown.times.values()) == {1}
