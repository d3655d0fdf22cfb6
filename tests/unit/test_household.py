"""Looking after the processes beside Prefect's server: who falls is started again, after growing pauses."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from flows.entrypoints.companion import Companion, last_words
from flows.entrypoints.household import LONGEST_PAUSE, SOUND_AFTER, Fallen, Household, Risen, pause_after
from playbooks.model.text import Text

PAGE = Companion("portal", Text(zh="页面", en="page"), ("portal",))
APP = Companion("slack", Text(zh="应用", en="app"), ("slack",))


@dataclass(slots=True)
class FakeProcess:
    """A process that ends when it is told to, and notes what happened to it."""

    code: int | None = None
    happened: list[str] = field(default_factory=list)

    def poll(self) -> int | None:
        """Return how it has ended."""
        return self.code

    def terminate(self) -> None:
        """End in order."""
        self.happened.append("asked")
        self.code = 0

    def kill(self) -> None:
        """End at once."""
        self.happened.append("killed")

    def wait(self, timeout: float | None = None) -> int:
        """Return how it has ended."""
        self.happened.append(f"waited {timeout}")
        return self.code or 0


@dataclass(slots=True)
class House:
    """A household whose processes are fakes, by companion, the newest last."""

    started: list[tuple[Companion, FakeProcess]] = field(default_factory=list)

    def start(self, companion: Companion) -> FakeProcess:
        """Start a fake."""
        self.started.append((companion, FakeProcess()))
        return self.started[-1][1]

    def newest(self, companion: Companion) -> FakeProcess:
        """Return the process that stands for a companion now."""
        return next(process for each, process in reversed(self.started) if each is companion)


@pytest.fixture
def house() -> House:
    """Nobody was started yet."""
    return House()


def test_everybody_is_started_once(house: House) -> None:
    """And while all is well there is no news."""
    household = Household([PAGE, APP], house.start, now=0)
    assert [companion for companion, _ in house.started] == [PAGE, APP]
    assert household.look(1) == ()


def test_who_falls_is_started_again_after_a_pause(house: House) -> None:
    """It is said once that it fell and once that it is back; the others go on."""
    household = Household([PAGE, APP], house.start, now=0)
    house.newest(PAGE).code = 3
    assert household.look(10) == (Fallen(PAGE, 3, 1.0),)
    assert household.look(10.9) == ()
    assert household.look(11) == (Risen(PAGE),)
    assert [companion for companion, _ in house.started] == [PAGE, APP, PAGE]


def test_the_pauses_grow_while_it_keeps_falling(house: House) -> None:
    """Up to a minute."""
    household, now, pauses = Household([PAGE], house.start, now=0), 0.0, []
    for _ in range(9):
        house.newest(PAGE).code = 1
        (fallen,) = household.look(now)
        assert isinstance(fallen, Fallen)
        pauses.append(fallen.pause)
        now += fallen.pause
        assert household.look(now) == (Risen(PAGE),)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_after_a_sound_while_the_pauses_begin_anew(house: House) -> None:
    """A fall a week is none in a row."""
    household = Household([PAGE], house.start, now=0)
    house.newest(PAGE).code = 1
    household.look(0)
    household.look(1)
    house.newest(PAGE).code = 1
    assert household.look(1 + SOUND_AFTER) == (Fallen(PAGE, 1, 1.0),)


def test_no_pause_is_longer_than_a_minute() -> None:
    """However often it fell."""
    assert pause_after(10**6) == LONGEST_PAUSE


def test_ending_asks_everybody_before_waiting_for_anybody(house: House) -> None:
    """Who has ended already is not asked."""
    household = Household([PAGE, APP], house.start, now=0)
    house.newest(APP).code = 1
    household.end()
    assert house.newest(PAGE).happened[0] == "asked"
    assert "asked" not in house.newest(APP).happened


@pytest.mark.parametrize(
    ("written", "words"),
    [(b"one\ntwo\n\n", "two"), (b"", ""), (b"\xff\n", "\ufffd"), (b"x" * 9000, "x" * 300)],
)
def test_the_last_words_of_a_log(tmp_path: Path, written: bytes, words: str) -> None:
    """The last line that says something, cut where it is endless."""
    (tmp_path / "log").write_bytes(written)
    assert last_words(tmp_path / "log") == words


def test_a_log_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    """It may not have been made yet."""
    assert last_words(tmp_path / "log") == ""
