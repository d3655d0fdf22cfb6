"""Once a night the ledger is verified: what holds leaves no trace, what does not is told, once."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import flows.attend
from config.settings import Settings
from flows.bootstrap import office as settled_office
from playbooks.model.commands import Actor
from playbooks.model.text import Language
from tasks.adapters.nightly_look import due, last_look, look_by_night
from tasks.adapters.office import Office
from tasks.adapters.organisation import starting
from tests.simulators.rollouts import SetClock

EVENING = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)  # 21:00 in Shanghai
SUBJECT = "警报：账本校验未通过"
ROLLOUT = "crm-1"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with one rollout, in the evening; a rollout of the future leaves nothing else to be delivered."""
    settings = Settings(home=tmp_path, language=Language.EN, console_channel=False)
    opened = settled_office(settings)
    opened.submit(ROLLOUT, Actor(key="xu.wen"), starting(opened, "crm"))
    opened.dispatcher.deliver()
    clock = SetClock(max(EVENING, datetime.now(UTC)).replace(hour=13))
    yield replace(opened, clock=clock, dispatcher=replace(opened.dispatcher, clock=clock))
    opened.store.close()


def clock_of(office: Office) -> SetClock:
    """Return the clock that this test sets."""
    assert isinstance(office.clock, SetClock)
    return office.clock


def tamper(home: Path) -> None:
    """Change an entry as somebody who owns the database."""
    with closing(sqlite3.connect(home / "phasegate.db", isolation_level=None)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE ledger_entry SET entry = replace(entry, 'xu.wen', 'xu.men') WHERE seq = 0")


def alarmed(office: Office) -> list[str]:
    """Deliver, and return who has been told of the alarm so far."""
    office.dispatcher.deliver()
    return letters(office.home)


def letters(home: Path) -> list[str]:
    """Return whose alarm lies in the file of messages."""
    file = home / "outbox.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [said["to"] for said in map(json.loads, lines) if said["subject"] == SUBJECT]


@pytest.mark.parametrize(
    ("last", "now", "wanted"),
    [
        ((2, 13, 0), (2, 17, 59), False),  # 01:59 in Shanghai
        ((2, 13, 0), (2, 18, 0), True),  # 02:00
        ((2, 18, 0), (3, 17, 59), False),
        ((2, 18, 0), (3, 18, 0), True),
        ((1, 17, 0), (2, 13, 0), True),  # nobody came by for a night
        ((3, 13, 0), (2, 13, 0), True),  # a clock that was wrong then
    ],
)
def test_a_look_is_due_once_a_night(
    last: tuple[int, int, int],
    now: tuple[int, int, int],
    wanted: bool,  # noqa: FBT001  # a table
) -> None:
    """At two in the morning where the company is, or with the first sweep after that."""
    moments = [datetime(2026, 3, day, hour, minute, tzinfo=UTC) for day, hour, minute in (last, now)]
    assert due(moments[0], moments[1], "Asia/Shanghai") is wanted


def test_what_holds_leaves_no_trace(office: Office) -> None:
    """Neither an entry nor a letter; doctor is told when it was."""
    size = office.store.size()
    assert look_by_night(office) is None
    look = last_look(office.home)
    assert look is not None
    assert (look.at, look.size, look.trouble) == (office.clock.now(), size, None)
    assert (office.store.size(), alarmed(office)) == (size, [])


def test_a_change_is_found_by_night_and_told_once(office: Office) -> None:
    """To PMO, project manager and sponsor, each once; not before the night, nor every night again."""
    look_by_night(office)
    tamper(office.home)
    assert look_by_night(office) is None
    told = []
    for _ in range(3):
        clock_of(office).forward(days=1)
        assert look_by_night(office) is not None
        assert look_by_night(office) is None
        told.append(alarmed(office))
    rollout = office.rollout(ROLLOUT)
    wanted = {person.key for person in rollout.team.holders("pmo", "project_manager", "sponsor")}
    assert set(told[0]) == wanted
    assert told[0] == told[1] == told[2]
    assert len(told[0]) == len(wanted)


def copied(source: Path, target: Path) -> None:
    """Copy a database over another one, as a restore does."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def test_a_store_that_takes_nothing_tells_people_directly(office: Office, tmp_path: Path) -> None:
    """The database went back, so that nothing can be put into its outbox."""
    copied(tmp_path / "phasegate.db", tmp_path / "backup")
    office.submit(ROLLOUT, Actor(key="xu.wen"), starting(office, "crm"))  # refused, on record
    office.store.checkpoint_if_older(timedelta(), office.clock.now() + timedelta(days=1))
    copied(tmp_path / "backup", tmp_path / "phasegate.db")
    again = settled_office(Settings(home=tmp_path, language=Language.EN, console_channel=False))
    halted = replace(again, clock=office.clock, dispatcher=replace(again.dispatcher, clock=office.clock))
    trouble, told = look_by_night(halted), letters(tmp_path)
    assert trouble is not None
    assert ("went back" in trouble.en, len(told) >= 2) == (True, True)
    clock_of(office).forward(days=1)
    look_by_night(halted)
    assert letters(tmp_path) == told
    again.store.close()


def test_the_sweep_looks_and_says_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """It fails in the night in which it finds something, and goes on with all else."""
    monkeypatch.setattr(flows.attend, "shared_office", lambda: office)
    for step in ("gather", "record", "revive"):
        monkeypatch.setattr(flows.attend, step, lambda *_, **__: None)
    monkeypatch.setattr(flows.attend, "hold_due", lambda _: [])
    monkeypatch.setattr(flows.attend, "notify", lambda office: office.dispatcher.deliver())
    assert flows.attend.attend.fn().is_completed()
    tamper(office.home)
    clock_of(office).forward(days=1)
    ended = flows.attend.attend.fn()
    assert (ended.is_failed(), str(ended.message)[:7]) == (True, "ledger:")
    assert alarmed(office)
