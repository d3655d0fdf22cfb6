"""Reading and playing a story: what is wrong with it is said, and what comes out otherwise ends the play."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console

from config.settings import EXAMPLE, Settings
from flows import bootstrap
from flows.entrypoints.demo import stage
from flows.entrypoints.demo.narrator import Narrator
from flows.entrypoints.demo.runs import QuickRuns
from flows.entrypoints.demo.scripted_wish import StoryError
from flows.entrypoints.demo.story import Expect, read_story
from playbooks.model.errors import InputError, RolloutError
from playbooks.model.refusal import Refusal, RefusalCode
from playbooks.model.text import Language
from tasks.adapters.office import Office
from tasks.adapters.retrospectives import hold
from tests.simulators.example_company import local
from tests.simulators.told_story import lines

HEAD = """
playbook: crm
rollout: crm
title: {zh: 故事, en: story}
scenes:
  - phase: initiation
    title: {zh: 一, en: the beginning}
    steps:
"""
START = '{do: start, who: xu.wen, at: "2026-03-02 09:00"}'
CHARTER = "{do: record, who: zheng.kai, evidence: project_charter, file: documents/crm-project-charter.md}"
SIGNING = "{do: sign, who: [lin.guohua, he.min], gate: charter_signed}"
WAITING = "{do: expect, gate: charter, outcome: pending}"
DECIDING = "{do: decide, who: lin.guohua, decision: go, reason: {zh: 好, en: good}"

Play = Callable[..., None]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Return an office of the example company without sources, in an empty home."""
    given = {
        "home": tmp_path,
        "clock": tmp_path / stage.CALENDAR,
        "organisation": EXAMPLE / "organisation.yaml",
    }
    office = bootstrap.office(Settings.model_validate({**given, "language": "en", "console_channel": False}))
    yield office
    office.store.close()


@pytest.fixture
def play(office: Office, tmp_path: Path) -> Play:
    """Return what plays a story of these steps."""

    def played(*steps: str) -> None:
        file = tmp_path / "story.yaml"
        file.write_text(HEAD + "".join(f"      - {step}\n" for step in steps), encoding="utf-8")
        narrator = Narrator(Console(quiet=True), Language.EN)
        stage.player(office, read_story(file), QuickRuns(office), narrator=narrator).play()

    return played


def test_a_story_happens_step_by_step(play: Play, office: Office) -> None:
    """Evidence is recorded, two of three sign, and the gate waits for the third."""
    play(START, CHARTER, SIGNING, WAITING)
    signed = [sign_off.person for sign_off in office.rollout("crm").sign_offs]
    assert signed == ["lin.guohua", "he.min"]


def test_a_document_goes_by_its_own_heading(play: Play, office: Office) -> None:
    """Evidence without a title takes the first line of the document."""
    play(START, CHARTER)
    payload = office.rollout("crm").evidence["project_charter"].payload
    assert (EXAMPLE / "documents" / "crm-project-charter.md").read_text().startswith(f"# {payload.title}\n")  # type: ignore[union-attr]  # a document


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("{do: expect, gate: charter, outcome: passed}", "'charter' should be passed, it is pending"),
        ("{do: expect, gate: no_such_gate, outcome: passed}", "it was not judged"),
        ("{do: expect, gate: charter, outcome: pending, waived: true}", "'charter' should be waived"),
        (f"{DECIDING}}}", "should be granted, it was refused: these gates are not met"),
        (f"{DECIDING}, refused: own_work}}", "should be refused (own_work), it was refused"),
        (CHARTER.replace("}", ", refused: not_entitled}"), "be refused (not_entitled), it was granted"),
        ("{do: sign, who: sun.li, gate: diagnosis_done}", "is not a gate that is signed off"),
        ('{do: sweep, at: "2026-03-02 08:59"}', "the story goes back in time at 2026-03-02 08:59"),
    ],
)
def test_what_comes_out_otherwise_ends_the_play(play: Play, wrong: str, said: str) -> None:
    """The error names rollout, scene and step, and says what was to be and what is."""
    with pytest.raises(StoryError) as stopped:
        play(START, wrong)
    assert str(stopped.value).startswith("crm, 'the beginning', step 2 (")
    assert said in str(stopped.value)


def test_nothing_can_be_decided_when_no_phase_is_open(play: Play) -> None:
    """A decision after the rollout was ended finds no open phase."""
    killed = "{do: decide, who: lin.guohua, decision: kill, reason: {zh: 停, en: stop}}"
    with pytest.raises(StoryError, match="should be granted, it was refused"):
        play(START, killed, f"{DECIDING}}}")


def test_the_same_minute_may_come_twice(play: Play, office: Office) -> None:
    """Time runs on between two steps of one minute; that is not going back."""
    play(START, '{do: sweep, at: "2026-03-02 09:00"}')
    assert office.rollout("crm").started_at <= office.clock.now()


def test_a_file_that_is_not_there_is_named(play: Play) -> None:
    """The path in the story is to be corrected."""
    with pytest.raises(InputError, match=r"absent\.md cannot be read"):
        play(START, CHARTER.replace("crm-project-charter", "absent"))


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ((WAITING,), "the first step, and no other, is `do: start`"),
        ((START, START), "the first step, and no other, is `do: start`"),
        (("{do: start, who: xu.wen}",), "the first step, and no other, is `do: start`"),
        ((START, '{do: sweep, at: "2 March"}'), "at"),
        ((START, "{do: jump}"), "do"),
        ((START, "{do: sign, who: [], gate: charter_signed}"), "who"),
    ],
)
def test_a_wrong_story_is_refused_before_it_begins(play: Play, steps: tuple[str, ...], said: str) -> None:
    """A story is checked as it is read."""
    with pytest.raises(RolloutError, match=said):
        play(*steps)


def test_an_unknown_story_names_the_known_ones() -> None:
    """There is one story for each shipped playbook."""
    with pytest.raises(InputError, match="there are stories for crm and erp"):
        stage.story("wms")


def test_a_retrospective_is_held_once_a_week(play: Play, office: Office) -> None:
    """Its minutes are kept under the digest on record; a second one is refused."""
    play(START, '{do: retro, at: "2026-03-06 16:05"}')
    again = hold(office, "crm", week="2026-W10")
    minutes = office.store.document(office.rollout("crm").retrospectives["2026-W10"]) or b""
    assert isinstance(again, Refusal)
    assert again.code is RefusalCode.ALREADY_DONE
    assert all(words in minutes.decode() for words in ("2026-W10", "周回顾", "Weekly retrospective"))


@pytest.mark.parametrize("name", ["crm", "erp"])
def test_the_stories_are_those_told_to_readers(name: str) -> None:
    """Each line of story.md is a step of the playable story: same moment, same people."""
    steps = [step for scene in stage.story(name).scenes for step in scene.steps]
    played = {(local(step.at), getattr(step, "who", None)) for step in steps if step.at}
    missing = [str(line) for line in lines(name) if not {(line.at, line.who), (line.at, None)} & played]
    assert missing == []


@pytest.mark.parametrize("name", ["crm", "erp"])
def test_every_gate_stands_as_told_to_readers(name: str) -> None:
    """Each outcome that story.md claims is expected of the play."""
    steps = [step for scene in stage.story(name).scenes for step in scene.steps]
    expected = {f"{step.gate}={step.outcome}" for step in steps if isinstance(step, Expect)}
    claimed = {claim for line in lines(name) for claim in line.then if "=" in claim}
    assert claimed - expected == set()


def test_the_stage_is_made_once(tmp_path: Path) -> None:
    """A folder that is there stays as it is; a fresh one holds no load yet."""
    (tmp_path / stage.COMPANY).mkdir()
    assert list(stage.prepare(tmp_path).iterdir()) == []
    fresh = stage.prepare(tmp_path / "fresh")
    assert not (fresh / "target" / "crm.sqlite").exists()
    assert (fresh / "target" / "crm_first_load.sqlite").exists()
