"""The stage of a play: the company's data folder, its settings, its office, and a story to be played on it.

Everything lies under one home and is made once; a second play in the same home adds to what is on record.
"""

import shutil
from dataclasses import replace
from pathlib import Path

from rich.console import Console

import config.example
from config.example.make import prepare as make_company
from config.example.targets import SYSTEMS
from config.settings import Settings
from flows import bootstrap
from flows.entrypoints.demo.hands import Hands
from flows.entrypoints.demo.narrator import Narrator
from flows.entrypoints.demo.no_prefect import NoPrefect
from flows.entrypoints.demo.player import Player
from flows.entrypoints.demo.runs import QuickRuns, Runs
from flows.entrypoints.demo.scripted_wish import instant
from flows.entrypoints.demo.story import Story, read_story
from playbooks.model.text import Language
from tasks.adapters.clocks import RehearsalClock
from tasks.adapters.office import Office
from tasks.adapters.organisation import read_organisation
from tasks.adapters.playbook_library import PlaybookLibrary
from tasks.adapters.store.standing import in_use

EXAMPLE = Path(config.example.__file__).parent
STORIES = EXAMPLE / "story"
COMPANY, CALENDAR = "company", "calendar.json"


def prepare(home: Path) -> Path:
    """Make the company's data folder under a home, unless it is there; no data are loaded and none merged yet."""
    company = home / COMPANY
    if company.is_dir():
        return company
    draft = home / f"{COMPANY}.draft"
    shutil.rmtree(draft, ignore_errors=True)
    make_company(draft)
    for system in SYSTEMS:
        (draft / "target" / f"{system}.sqlite").unlink()
    (draft / "legacy" / "merge_map.csv").unlink()  # people decide on it in the play
    # Whoever finds the folder finds all of it, even if an earlier start was broken off.
    return draft.replace(company)


def stage_settings(home: Path, language: Language) -> Settings:
    """Return the settings of a play: its own calendar, and the company's files under its home."""
    company = home / COMPANY
    given = {
        "home": home,
        "language": language,
        "organisation": company / "organisation.yaml",
        "sources": company / "sources.yaml",
        "clock": home / CALENDAR,
        "console_channel": False,
    }
    return Settings.model_validate(given)


def story(name: str) -> Story:
    """Return a story by name; raises InputError when there is none."""
    return read_story(STORIES / f"{name}.yaml")


def player(
    office: Office, play: Story, runs: Runs, *, narrator: Narrator, hands: Hands | None = None
) -> Player:
    """Return the one who plays a story in an office; without `hands` everybody acts at the desk."""
    return Player(
        office=office,
        clock=RehearsalClock(office.home / CALENDAR),
        company=office.company.parent,
        runs=runs,
        narrator=narrator,
        story=play,
        hands=hands,
    )


def foundations(office: Office, play: Story) -> tuple[str, ...]:
    """Return the systems that a story's playbook stands on and that are not in use yet."""
    wanted = office.library.load(play.playbook).stands_on
    rollouts = [office.rollout(key) for key in office.store.rollouts()]
    standing = {rollout.playbook.name for rollout in rollouts if in_use(rollout)}
    standing.update(read_organisation(office.company).standing)
    return tuple(system for system in wanted if system not in standing)


def quick(home: Path, name: str, narrator: Narrator) -> Office:
    """Play a story at once, without Prefect; return the office, whose store is to be closed."""
    prepare(home)
    office = _without_prefect(bootstrap.office(stage_settings(home, narrator.language)))
    quick_play(office, story(name), narrator)
    return office


def quick_play(office: Office, play: Story, narrator: Narrator) -> None:
    """Play a story without Prefect."""
    lay_foundations(office, play, narrator)
    player(office, play, QuickRuns(office), narrator=narrator).play()


def prefect_play(office: Office, play: Story, runs: Runs, *, narrator: Narrator, hands: Hands) -> None:
    """Play a story with Prefect."""
    lay_foundations(office, play, narrator)
    player(office, play, runs, narrator=narrator, hands=hands).play()


def lay_foundations(office: Office, play: Story, narrator: Narrator) -> None:
    """Let a story be turned away while what its system stands on is not in use, then play that silently."""
    for system in foundations(office, play):
        first = story(system)
        player(office, play, QuickRuns(office), narrator=narrator).be_turned_away(first.beginning)
        quick_play(_without_prefect(office), first, Narrator(Console(quiet=True), narrator.language))


def _without_prefect(office: Office) -> Office:
    return replace(office, orchestrator=None, dispatcher=replace(office.dispatcher, orchestrator=NoPrefect()))


def open_calendar(settings: Settings, play: Story) -> None:
    """Set the rehearsal's calendar to the story's first day, or to that of the first story it stands on."""
    stories = [play, *(story(system) for system in PlaybookLibrary().load(play.playbook).stands_on)]
    zone = read_organisation(EXAMPLE / "organisation.yaml").working_calendar.time_zone
    RehearsalClock(settings.home / CALENDAR).set(min(instant(each.beginning, zone) for each in stories))
