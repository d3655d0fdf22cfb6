"""The report of a rollout as one page, from what is on record."""

from collections.abc import Sequence
from pathlib import Path

from playbooks.model.retrospective import Recorded
from playbooks.model.text import Language
from tasks.adapters.office import Office
from tasks.adapters.own_work import own_sheets
from tasks.adapters.render.report import LedgerNote, Making, report_name, rollout_report
from tasks.adapters.store.kept_checkpoint import kept_note
from tasks.adapters.store.sql_store import SqlStore


def recorded(store: SqlStore, rollout: str) -> Sequence[Recorded]:
    """Return everything the ledger has on a rollout, oldest first."""
    return tuple(row.recorded for row in store.entries(rollout=rollout))


def report_page(office: Office, rollout: str, *, language: Language, key: Path) -> str:
    """Return the report as HTML; its foot vouches with the newest checkpoint kept beside the signing key."""
    verified = office.store.verify().ledger
    note = (kept_note(key) or b"").decode("utf-8", "replace")
    state = office.rollout(rollout)
    making = Making(
        now=office.clock.now(),
        ledger=LedgerNote(size=verified.size, root=verified.root.hex(), checkpoint=note),
        sheets=own_sheets(office, state, language),
    )
    return rollout_report(state, recorded(office.store, rollout), language=language, making=making)


def write_reports(office: Office, rollout: str, folder: Path, *, key: Path) -> tuple[Path, ...]:
    """Write the report in both languages, which link to each other; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for language in Language:
        file = folder / report_name(rollout, language)
        file.write_text(report_page(office, rollout, language=language, key=key), encoding="utf-8")
        files.append(file)
    return tuple(files)
