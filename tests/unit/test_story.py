"""The story of the example company can happen: every line, by the real rules, with the outcome it claims."""

from pathlib import Path

import pytest

from config.example.make import prepare
from playbooks.model.refusal import Refusal
from playbooks.model.rollout import RolloutStatus
from tests.simulators.example_company import PLAYBOOKS
from tests.simulators.told_story import Line, ToldStory, lines


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder of the company with the first loads in place."""
    folder = tmp_path_factory.mktemp("company")
    prepare(folder)
    return folder


def unkept(story: ToldStory, line: Line, refused: list[Refusal]) -> list[str]:
    """Return the claims of a line that did not come true, and what was refused unsaid."""
    codes = [f"refused:{refusal.code}" for refusal in refused]
    surprises = [
        f"{refusal.code}: {refusal.reason.en}"
        for refusal in refused
        if f"refused:{refusal.code}" not in line.then
    ]
    return surprises + [
        f"{line}: {claim} -> {_now(story, claim)}" for claim in line.then if not _kept(story, claim, codes)
    ]


def _kept(story: ToldStory, claim: str, codes: list[str]) -> bool:
    if claim.startswith("refused:"):
        return claim in codes
    if claim.startswith("lapsed:"):
        return claim.removeprefix("lapsed:") in story.lapsed
    return _now(story, claim) == claim.partition("=")[2]


def _now(story: ToldStory, claim: str) -> str | None:
    verdict = story.rollout.verdict(claim.partition("=")[0])
    return None if verdict is None else str(verdict.outcome)


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_the_story_happens_line_by_line(name: str, data: Path) -> None:
    """From the first day to the last nothing is refused but what is told, and gates stand as told."""
    story = ToldStory(name, data)
    for line in lines(name):
        assert unkept(story, line, story.play(line)) == []
    assert story.rollout.status is RolloutStatus.COMPLETED
