"""What evidence says before a decision: every kind as small tables in both languages, cut where nobody reads on."""

import pytest

from playbooks.model.evidence import Document, Evidence, Payload, Series, Training
from playbooks.model.gates.checklist import ChecklistGate, Item
from playbooks.model.text import Language, Text
from tasks.adapters.render.evidence_content import READINGS_SHOWN, SHOWN, evidence_content
from tasks.adapters.render.sheet import Section
from tasks.adapters.render.voice import Voice
from tests.simulators.facts import checklist, every_payload, evidence, roster, series, text, trained
from tests.simulators.wordy import playbook_with, played
from tests.unit.render.story import told


def content(payload: Payload, language: Language = Language.EN) -> tuple[Section, ...]:
    """Return what a payload says."""
    return evidence_content(Voice(language, told().rollout), evidence("fact", payload))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("payload", every_payload(), ids=lambda payload: payload.kind)
def test_every_kind_but_a_document_can_be_read(payload: Payload, language: Language) -> None:
    """A document is opened instead."""
    sections = content(payload, language)
    assert bool(sections) is not isinstance(payload, Document)
    assert all(section.notes or (section.table and section.table.rows) for section in sections)


def test_items_go_by_their_titles() -> None:
    """As the playbook's checklist names them; one that it does not know goes by its key."""
    item = Item(key="backup", title=Text(zh="备份", en="Backups are made"))
    gate = ChecklistGate(key="ready", title=text(), owner="it_lead", evidence="list", items=(item,))
    voice = Voice(Language.EN, played(playbook_with(gate)).rollout)
    (section,) = evidence_content(voice, evidence("list", checklist(backup="done", strange="open")))
    assert section.table is not None
    assert section.table.rows == (("Backups are made", "✓ done"), ("strange", "○ open"))


def test_a_long_series_shows_its_newest_readings() -> None:
    """And says how many there are."""
    long = series(*range(1, READINGS_SHOWN + 9))
    (section,) = content(long)
    assert section.table is not None
    assert len(section.table.rows) == READINGS_SHOWN
    assert section.table.rows[0][0] == f"{long.readings[-1].on}"
    assert f"{len(long.readings)} readings" in section.notes[0]


@pytest.mark.parametrize(("language", "said"), [(Language.ZH, "48 小时"), (Language.EN, "48 hours")])
def test_readings_go_by_their_unit_in_the_readers_language(language: Language, said: str) -> None:
    """As verdicts and charts of the same figure do."""
    (section,) = content(series(48).model_copy(update={"unit": "hours"}), language)
    assert section.table is not None
    assert section.table.rows[0][1] == said


def test_readings_in_another_unit_are_told() -> None:
    """They lie aside, and a reader should know."""
    aside = (series(1, 2),)
    item: Evidence = evidence("fact", series(3)).model_copy(update={"set_aside": aside})
    (section,) = evidence_content(Voice(Language.EN, told().rollout), item)
    assert "left aside: 2" in section.notes[1]


def test_a_series_without_readings_says_so() -> None:
    """A source may have nothing yet."""
    assert "None." in str(content(Series(metric="none", unit="h", readings=())))


def test_trainings_are_counted_by_department() -> None:
    """Nobody reads a thousand names before a decision."""
    payload = Training(records=tuple(trained(f"p{number}") for number in range(100)))
    (section,) = content(payload)
    assert section.table is not None
    assert [row[2] for row in section.table.rows] == ["100/100"]


def test_a_table_that_is_too_long_is_cut_and_says_so() -> None:
    """So many rows are read by nobody."""
    users = {"sales": [f"p{number}" for number in range(SHOWN + 1)]}
    (section,) = content(roster(super_users=users))
    assert section.table is not None
    assert len(section.table.rows) == SHOWN
    assert f"{SHOWN + 1} in all" in section.notes[0]
