"""Ledger entries for people and scripts."""

from dataclasses import dataclass

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.ledger_wording import told_of_runs
from flows.entrypoints.cli.speaker import Speaker
from playbooks.model.commands import ActorKind
from playbooks.model.errors import NotFoundError
from playbooks.model.events import CommandRefused, LedgerRestored
from playbooks.model.rollout import Rollout
from playbooks.model.text import Language
from tasks.adapters.office import Office
from tasks.adapters.render.sentence import told
from tasks.adapters.render.voice import Voice
from tasks.adapters.render.wording import COMMANDS, WORDS
from tasks.adapters.store import SqlStore
from tasks.adapters.store.entries import EntryRow


def last_entries(store: SqlStore, rollout: str | None, count: int) -> tuple[EntryRow, ...]:
    """Return the newest entries, the oldest of them first."""
    since = max(ledger_size(store) - count, 0) if rollout is None else 0
    return store.entries(rollout=rollout, since_seq=since)[-count:]


def ledger_size(store: SqlStore) -> int:
    """Return how many entries the ledger has."""
    try:
        return store.inclusion(0).size
    except NotFoundError:
        return 0


def entry_facts(entry: EntryRow) -> dict[str, object]:
    """Return an entry for scripts."""
    return {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "rollout": entry.rollout,
        "type": entry.event.type,
        "actor": {
            "id": entry.actor.id,
            "kind": entry.actor.kind,
            "via": entry.actor.via,
            "session": entry.actor.session,
        },
        "leaf": entry.leaf,
        "data": entry.event.model_dump(mode="json", exclude={"type"}),
    }


@dataclass(frozen=True, slots=True)
class EntryWords:
    """An entry as people read it: when, who, what."""

    moment: str
    who: str
    said: str


def entry_words(entry: EntryRow, rollout: Rollout | None, language: Language) -> EntryWords:
    """Return an entry in words; without a rollout it is a start that was refused."""
    if rollout is None:
        return EntryWords(f"{entry.at:%Y-%m-%d %H:%M}", entry.actor.id, _said_of_none(entry, language))
    voice = Voice(language, rollout)
    said = told(entry.event, voice) or told_of_runs(entry.event, voice) or entry.event.type
    return EntryWords(voice.moment(entry.at), _who(entry, voice), said)


def entry_line(entry: EntryRow, office: Office, speaker: Speaker) -> str:
    """Return an entry as one line: number, time, who, what."""
    words = entry_words(entry, office.store.rollout(entry.rollout), speaker.language)
    parts = {"moment": words.moment, "who": words.who, "said": words.said}
    return speaker.say(w.ENTRY_LINE, seq=entry.seq, rollout=entry.rollout, **parts)


def _who(entry: EntryRow, voice: Voice) -> str:
    """Return a person's name, a run by its beginning, or that the product did so by itself."""
    return (
        voice.actor(entry.actor.id) if entry.actor.kind == ActorKind.SYSTEM else voice.person(entry.actor.id)
    )


def _said_of_none(entry: EntryRow, language: Language) -> str:
    """Return what happened to a rollout that never began, whose start was refused, or to the ledger itself."""
    if isinstance(entry.event, LedgerRestored):
        return entry.event.told.to(language)
    if not isinstance(entry.event, CommandRefused):
        return entry.event.type
    wish = COMMANDS.get(entry.event.command)
    command, reason = wish.to(language) if wish else entry.event.command, entry.event.reason.to(language)
    return WORDS.told_refused.to(language).format(command=command, reason=reason)
