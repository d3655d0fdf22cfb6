"""The index that an export carries for people: every entry of the ledger in words, read in portions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from typing import cast

from flows.entrypoints.cli.ledger_view import EntryWords, entry_words
from playbooks.model import events as e
from playbooks.model.errors import InputError
from playbooks.model.evidence import Document
from playbooks.model.rollout import Rollout
from playbooks.model.text import Language, Text
from playbooks.model.via import Via
from tasks.adapters.attachments import document_file
from tasks.adapters.render import ledger_index_wording as w
from tasks.adapters.render.ledger_index import InBoth, IndexedDocument, IndexRow, index_csv, index_html
from tasks.adapters.store import SqlStore
from tasks.adapters.store.entries import EntryRow
from tasks.adapters.store.export import Contents, Files

#: So many entries are held at a time.
PORTION = 500
_DIGEST_LENGTH = 64


@dataclass(frozen=True, slots=True)
class LedgerIndex:
    """Makes the index from the store that is exported."""

    store: SqlStore
    known: dict[str, Rollout | None] = field(default_factory=dict)

    def files(self, contents: Contents) -> Files:
        """Return the files to be added to an export, each made while it is written."""
        linked = contents.holds_documents
        yield "index.csv", index_csv(self.rows(contents), linked=linked)
        page = index_html(self.rows(contents), linked=linked, log=contents.log, size=contents.size)
        yield "index.html", page

    def rows(self, contents: Contents) -> Iterator[IndexRow]:
        """Yield the entries that are exported, in words."""
        for first in range(0, contents.size, PORTION):
            numbers = range(first, min(first + PORTION, contents.size))
            found = self._found(numbers)
            for seq in numbers:
                yield self._row(found[seq], contents.documents) if seq in found else _unreadable(seq)

    def _found(self, numbers: range) -> dict[int, EntryRow]:
        """Return the entries of these numbers; one that was tampered with keeps no other from being told."""
        try:
            rows = self.store.entries(since_seq=numbers.start, limit=len(numbers))
        except (InputError, ValueError):
            if len(numbers) == 1:
                return {}
            middle = len(numbers) // 2
            return self._found(numbers[:middle]) | self._found(numbers[middle:])
        return {row.seq: row for row in rows}

    def _rollout(self, key: str) -> Rollout | None:
        """Return a rollout; of one whose state is damaged no name is known."""
        if key not in self.known:
            try:
                self.known[key] = self.store.rollout(key)
            except InputError:
                self.known[key] = None
        return self.known[key]

    def _row(self, entry: EntryRow, kept: Mapping[str, int]) -> IndexRow:
        rollout = self._rollout(entry.rollout)
        words = [entry_words(entry, rollout, language) for language in Language]
        door = _door(entry.actor.via)
        return IndexRow(
            seq=entry.seq,
            local=words[0].moment,
            utc=f"{entry.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            rollout=entry.rollout,
            who=_both(words, "who"),
            door=door,
            session=entry.actor.session or "",
            said=_both(words, "said"),
            leaf=entry.leaf,
            documents=tuple(_documents(entry.event, kept)),
        )


def _unreadable(seq: int) -> IndexRow:
    none = InBoth("–", "–")
    return IndexRow(
        seq=seq,
        local="–",
        utc="–",
        rollout="–",
        who=none,
        door=none,
        session="",
        said=_filled(w.UNREADABLE),
        leaf="–",
        documents=(),
    )


def _both(words: Iterable[EntryWords], part: str) -> InBoth:
    return InBoth(*(str(getattr(said, part)) for said in words))


def _door(via: str) -> InBoth:
    if via not in set(Via):
        return InBoth(via, via)
    return InBoth(*(Via(via).label.to(language) for language in Language))


def _documents(event: e.Event, kept: Mapping[str, int]) -> Iterator[IndexedDocument]:
    """Yield the documents of the store that an entry speaks of, each once, by what the entry calls it."""
    told = set[str]()
    for digest, title, name in (*_titled(event), *_mentioned(event.model_dump(mode="json"))):
        if digest in kept and digest not in told:
            told.add(digest)
            yield IndexedDocument(digest, title, name, kept[digest])


def _titled(event: e.Event) -> Iterator[tuple[str, InBoth, str]]:
    match event:
        case e.EvidenceRecorded(evidence=item) if isinstance(item.payload, Document):
            said, file = f"{item.payload.title} {item.payload.version}", document_file(item)
            yield item.payload.sha256, InBoth(said, said), file.name if file else ""
        case e.RolloutStarted(document=digest, playbook=name, version=version):
            yield digest, _filled(w.PLAYBOOK, name=name, version=version), f"{name}.json"
        case e.RetrospectiveHeld(report=digest, week=week):
            yield digest, _filled(w.RETROSPECTIVE, week=week), f"{week}.md"
        case _:
            return


def _filled(text: Text, **parts: str) -> InBoth:
    return InBoth(text.zh.format(**parts), text.en.format(**parts))


def _mentioned(value: object) -> Iterator[tuple[str, InBoth, str]]:
    """Yield whatever could be the digest of a document, with the name that stands beside it."""
    match value:
        case {"digest": str(digest), "name": str(name)}:
            yield digest, InBoth(name, name), name
        case dict():
            for part in cast("dict[str, object]", value).values():
                yield from _mentioned(part)
        case list():
            for part in cast("list[object]", value):
                yield from _mentioned(part)
        case str() if len(value) == _DIGEST_LENGTH:
            yield value, InBoth(w.OTHER.zh, w.OTHER.en), ""
        case _:
            return
