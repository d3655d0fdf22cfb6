"""The nightly look at the ledger: verified once a night, alarmed once about the same trouble, and nothing else.

- When the last look was and what it found lies in a file at home: what holds leaves no trace in the ledger.
- The alarm goes through the outbox. A store that takes nothing any more has none, so people are then told directly.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from playbooks.model.errors import RolloutError
from playbooks.model.frozen import Digest, Frozen, Instant
from playbooks.model.gates.wording import bounded
from playbooks.model.ledger.verification import Level
from playbooks.model.letters import Notice
from playbooks.model.rollout import Rollout
from playbooks.model.text import Text
from tasks.adapters.office import Office
from tasks.adapters.output_file import written_whole

#: When the night's look is due, where the company is.
AT = time(2)
#: A look older than this says that no sweep comes by.
OVERDUE = timedelta(days=2)
_TOLD_TO = ("pmo", "project_manager", "sponsor")
_SUBJECT = Text(zh="警报：账本校验未通过", en="Alarm: the ledger does not verify")


class LastLook(Frozen):
    """When the ledger was last looked at by night, how much there was, and what was wrong; `told` is what people know."""

    at: Instant
    size: int
    trouble: Text | None = None
    told: Digest | None = None


def last_look(home: Path) -> LastLook | None:
    """Return the last look; None where there was none, or nobody can read what it found."""
    try:
        return LastLook.model_validate_json(_file(home).read_bytes())
    except (OSError, ValidationError):
        return None


def look_by_night(office: Office) -> Text | None:
    """Verify the ledger if that is due, and see to it that people know what is wrong; return that when it was looked."""
    keys = office.store.rollouts()
    if not keys:
        return None
    now, last = office.clock.now(), last_look(office.home)
    if last is not None and not due(last.at, now, office.rollout(keys[0]).calendar.time_zone):
        _tell(office, last)
        return None
    report = office.store.verify(Level.QUICK)
    trouble = report.trouble or next(iter(office.store.alarms()), None)
    found = LastLook(
        at=now, size=report.ledger.size, trouble=trouble, told=last.told if last and trouble else None
    )
    _keep(office.home, found)
    _tell(office, found)
    return trouble


def due(last: datetime, now: datetime, time_zone: str) -> bool:
    """Tell whether a night has begun since the last look; a look that lies ahead was taken by a wrong clock."""
    local = now.astimezone(ZoneInfo(time_zone))
    night = datetime.combine(local.date(), AT, local.tzinfo)
    if night > local:
        night -= timedelta(days=1)
    return last < night or last > now


def _tell(office: Office, look: LastLook) -> None:
    """Tell people of a trouble they do not know yet; until that is done it is tried with every sweep."""
    if look.trouble is None or look.told == _digest(look.trouble):
        return
    rollouts = [office.rollout(key) for key in office.store.rollouts()]
    letters = dict(_letters(rollouts, look.trouble))
    try:
        with office.store.transaction() as unit:
            for (rollout, _), notice in letters.items():
                unit.post(rollout, (notice,), office.clock.now())
    except RolloutError:  # as a rule for the very trouble that is to be told
        _directly(office, letters, at=look.at)
    _keep(office.home, look.model_copy(update={"told": _digest(look.trouble)}))


def _directly(office: Office, letters: dict[tuple[str, str], Notice], *, at: datetime) -> None:
    """Bring the letters without the outbox; raises what kept all of them from arriving."""
    failures: list[RolloutError] = []
    for number, ((rollout, _), notice) in enumerate(letters.items()):
        try:
            office.dispatcher.bring(notice, office.rollout(rollout), number=_number(at, number))
        except RolloutError as error:
            failures.append(error)
    if letters and len(failures) == len(letters):
        raise failures[0]


def _letters(rollouts: list[Rollout], trouble: Text) -> Iterator[tuple[tuple[str, str], Notice]]:
    """Yield one letter for each person, under the first rollout in which it is theirs to know."""
    seen: set[str] = set()
    body = bounded(
        f"{trouble.zh}请运行 phasegate ledger verify 与 phasegate doctor。",
        f"{trouble.en} Run phasegate ledger verify and phasegate doctor.",
        1500,
    )
    for rollout in rollouts:
        for person in rollout.team.holders(*_TOLD_TO):
            if person.key not in seen:
                seen.add(person.key)
                yield (rollout.key, person.key), Notice(to=person.key, subject=_SUBJECT, body=body)


def _number(at: datetime, number: int) -> int:
    """Return a number for a letter that has none: no parcel of the outbox, and another one with every look."""
    return -(int(at.timestamp()) * 1000 + number)


def _digest(trouble: Text) -> str:
    return sha256(trouble.en.encode()).hexdigest()


def _keep(home: Path, look: LastLook) -> None:
    with written_whole(_file(home)) as stream:
        stream.write(look.model_dump_json())


def _file(home: Path) -> Path:
    return home / "nightly-look.json"
