"""What the doctor looks at, one part of the installation after another; looking makes nothing."""

import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

from sqlalchemy import make_url

from config.settings import Settings
from flows.bootstrap import library as kept_library
from flows.bootstrap import settings as read_settings
from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.door_examination import doors_examined
from flows.entrypoints.cli.finding import Finding, Grade, said, told
from flows.entrypoints.cli.ledger_view import ledger_size
from flows.entrypoints.cli.standing import present
from flows.entrypoints.cli.stray_variables import stray_variables
from playbooks.model.errors import RolloutError
from playbooks.model.gates.gate import CLOCK_SKEW
from playbooks.model.text import Text
from tasks.adapters.nightly_look import OVERDUE, last_look
from tasks.adapters.orchestrator import PrefectApi
from tasks.adapters.organisation import read_organisation
from tasks.adapters.sources.specification import read_sources, require_workers
from tasks.adapters.store import SqlStore, open_store

#: So many of the newest entries are proven to be in the ledger; `ledger verify` looks at all.
TAIL = 50


def examined() -> Iterator[Finding]:
    """Yield a finding for each part, as soon as it is known."""
    try:
        settings = read_settings()
    except RolloutError as error:
        yield Finding("settings", w.D_SETTINGS, Grade.FAIL, said(error), w.FIX_SETTINGS)
        return
    yield _variables(settings)
    yield _home(settings)
    yield from _kept(settings)
    yield _company(settings)
    yield _sources(settings)
    yield _playbooks(settings)
    yield _prefect(settings)
    yield from doors_examined(settings)


def _variables(settings: Settings) -> Finding:
    stray: tuple[str, ...] = ()
    with suppress(RolloutError):  # told where the channels are looked at
        stray = tuple(stray_variables(settings))
    if stray:
        found = told(w.VARIABLES_STRAY, names=", ".join(stray))
        return Finding("settings", w.D_SETTINGS, Grade.WARN, found, w.FIX_VARIABLES_STRAY)
    return Finding("settings", w.D_SETTINGS, Grade.OK, w.SETTINGS_READ)


def _home(settings: Settings) -> Finding:
    nearest = next(place for place in (settings.home, *settings.home.parents) if place.exists())
    try:
        TemporaryFile(dir=nearest).close()
    except OSError:
        return Finding("home", w.D_HOME, Grade.FAIL, told(w.HOME_LOCKED, place=nearest), w.FIX_HOME)
    return Finding("home", w.D_HOME, Grade.OK, told(w.HOME_WRITABLE, place=settings.home))


def _kept(settings: Settings) -> Iterator[Finding]:
    """Yield what is found about everything that is kept in the store."""
    if _absent(settings):
        yield Finding("store", w.D_STORE, Grade.WARN, w.STORE_ABSENT, w.FIX_STORE_ABSENT)
        return
    try:
        store = open_store(settings.store_url, origin=settings.ledger_origin, key=settings.ledger_key)
    except (RolloutError, OSError) as error:
        yield Finding("store", w.D_STORE, Grade.FAIL, said(error), w.FIX_HOME)
        return
    try:
        yield _store(store)
        yield _ledger(store)
        yield _night(settings.home)
        yield _clock(store)
        yield _key(settings.ledger_key, store)
        yield _outbox(store)
    finally:
        store.close()


def _absent(settings: Settings) -> bool:
    """Tell whether a SQLite store was never made; looking must not make it."""
    url = make_url(settings.store_url)
    with suppress(PermissionError):  # the store tells more of it
        return url.drivername == "sqlite" and not Path(str(url.database)).exists()
    return False


def _store(store: SqlStore) -> Finding:
    try:
        with store.transaction():
            count = len(store.rollouts())
    except RolloutError as error:
        return Finding("store", w.D_STORE, Grade.FAIL, said(error), w.FIX_HOME)
    return Finding("store", w.D_STORE, Grade.OK, told(w.STORE_OPEN, count=count))


def _ledger(store: SqlStore) -> Finding:
    size = ledger_size(store)
    newest = range(max(size - TAIL, 0), size)
    broken = next((seq for seq in newest if not store.inclusion(seq).holds), None)
    if broken is not None:
        return Finding("ledger", w.D_LEDGER, Grade.FAIL, told(w.ENTRY_LOOSE, seq=broken), w.FIX_LEDGER)
    return Finding("ledger", w.D_LEDGER, Grade.OK, told(w.LEDGER_TAIL, count=len(newest), size=size))


def _night(home: Path) -> Finding:
    """Tell what the sweep has found when it last verified the ledger by night."""
    look = last_look(home)
    if look is None:
        return Finding("night", w.D_NIGHT, Grade.OK, w.NIGHT_NONE)
    day = f"{look.at.astimezone():%Y-%m-%d %H:%M}"
    if look.trouble is not None:
        found = told(w.NIGHT_BROKEN, day=day, trouble=look.trouble)
        return Finding("night", w.D_NIGHT, Grade.FAIL, found, w.FIX_LEDGER)
    found = told(w.NIGHT_VERIFIED, day=day, size=look.size)
    if present() - look.at > OVERDUE:
        return Finding("night", w.D_NIGHT, Grade.WARN, found, w.FIX_NIGHT)
    return Finding("night", w.D_NIGHT, Grade.OK, found)


def _clock(store: SqlStore) -> Finding:
    """Compare the clock with the ledger: after a jump ahead everything is written at the time it jumped to."""
    with store.transaction() as unit:
        ahead = unit.last_time - present()
    if ahead > CLOCK_SKEW:
        found = told(w.CLOCK_BEHIND, minutes=round(ahead.total_seconds() / 60))
        return Finding("clock", w.D_CLOCK, Grade.FAIL, found, w.FIX_CLOCK)
    return Finding("clock", w.D_CLOCK, Grade.OK, w.CLOCK_RIGHT)


def _key(file: Path, store: SqlStore) -> Finding:
    # Another process may have failed at it: only by trying is seen whether it still cannot be done.
    store.keep_checkpoint()
    alarm = next(iter(store.alarms()), None)
    if alarm is not None:
        return Finding("key", w.D_KEY, Grade.FAIL, alarm, w.FIX_ALARM)
    if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Finding(
            "key", w.D_KEY, Grade.WARN, told(w.KEY_OPEN, place=file), told(w.FIX_KEY_OPEN, place=file)
        )
    return Finding("key", w.D_KEY, Grade.OK, told(w.KEY_THERE, place=file))


def _outbox(store: SqlStore) -> Finding:
    count = store.undelivered()
    if count:
        return Finding("outbox", w.D_OUTBOX, Grade.WARN, told(w.OUTBOX_WAITS, count=count), w.FIX_OUTBOX)
    return Finding("outbox", w.D_OUTBOX, Grade.OK, w.OUTBOX_EMPTY)


def _company(settings: Settings) -> Finding:
    try:
        company = read_organisation(settings.organisation)
    except RolloutError as error:
        return Finding("organisation", w.D_COMPANY, Grade.FAIL, said(error), w.FIX_FILE)
    name = company.company.name
    found = Text(
        zh=w.COMPANY_READ.zh.format(name=name.zh, count=len(company.people)),
        en=w.COMPANY_READ.en.format(name=name.en, count=len(company.people)),
    )
    return Finding("organisation", w.D_COMPANY, Grade.OK, found)


def _sources(settings: Settings) -> Finding:
    if settings.sources is None:
        return Finding("sources", w.D_SOURCES, Grade.OK, w.SOURCES_UNSET)
    try:
        sources = read_sources(settings.sources)
        require_workers(sources, _people(settings), file=settings.sources)
    except RolloutError as error:
        return Finding("sources", w.D_SOURCES, Grade.FAIL, said(error), w.FIX_FILE)
    count = sum(len(each) for each in sources.sources.values())
    return Finding("sources", w.D_SOURCES, Grade.OK, told(w.SOURCES_READ, count=count))


def _people(settings: Settings) -> list[str]:
    return [person.key for person in read_organisation(settings.organisation).people]


def _playbooks(settings: Settings) -> Finding:
    library = kept_library(settings)
    try:
        names = [library.load(name).name for name in library.names()]
    except RolloutError as error:
        return Finding("playbooks", w.D_PLAYBOOKS, Grade.FAIL, said(error), w.FIX_PLAYBOOK)
    return Finding("playbooks", w.D_PLAYBOOKS, Grade.OK, told(w.PLAYBOOKS_READ, names=tuple(names) or "–"))


def _prefect(settings: Settings) -> Finding:
    url = settings.prefect_api_url
    if url is None:
        return Finding("prefect", w.D_PREFECT, Grade.WARN, w.PREFECT_UNSET, w.FIX_PREFECT)
    if PrefectApi(url).healthy():
        return Finding("prefect", w.D_PREFECT, Grade.OK, told(w.PREFECT_THERE, url=url))
    return Finding("prefect", w.D_PREFECT, Grade.FAIL, told(w.PREFECT_SILENT, url=url), w.FIX_PREFECT)
