"""What is shown against what is on record: every rollout worked out anew from its events, and compared.

Answers must point to the entries they promised, and documents must be what their digest says.
"""

from collections.abc import Iterator
from hashlib import sha256

from playbooks.model.errors import RolloutError
from playbooks.model.events import CommandRefused, RolloutStarted
from playbooks.model.gates.wording import bounded
from playbooks.model.ledger.entry import read_time
from playbooks.model.lifecycle import fold, start
from playbooks.model.rollout import Rollout
from playbooks.model.text import Text
from tasks.adapters.catalogues import in_both
from tasks.adapters.store.answers import KeptAnswer
from tasks.adapters.store.documents import PlaybookShelf
from tasks.adapters.store.entries import EntryRow, Wanted, find_entries
from tasks.adapters.store.read_tables import ReadTables
from tasks.adapters.store.rollout_rows import GATE, ROLLOUT, WAITING, gate_lines, rollout_line, waiting_lines
from tasks.adapters.store.session import Session

PAGE = 1000

_SUBJECTS = "SELECT DISTINCT subject FROM ledger_entry WHERE type = 'rollout.started' ORDER BY subject"
_SHOWN = "SELECT key FROM rollout ORDER BY key"
_ROLLOUT = f"SELECT {', '.join(ROLLOUT)}, seq FROM rollout WHERE key = ?"  # noqa: S608  # names are ours
_GATES = f"SELECT {', '.join(GATE)} FROM gate WHERE rollout = ? ORDER BY position"  # noqa: S608  # names are ours
_WAITING = f"SELECT {', '.join(WAITING)} FROM waiting WHERE rollout = ? ORDER BY position"  # noqa: S608  # names are ours
_UNANSWERED = """
    SELECT e.seq, e.event_id FROM ledger_entry AS e LEFT JOIN request AS r ON r.id = e.event_id
    WHERE r.id IS NULL AND e.event_id NOT LIKE '%.%' ORDER BY e.seq LIMIT 1
"""
_ANSWERS = """
    SELECT r.id, r.answer, e.seq, e.leaf_hash
    FROM request AS r LEFT JOIN ledger_entry AS e ON e.event_id = r.id WHERE r.id > ? ORDER BY r.id LIMIT ?
"""
_DIGESTS = "SELECT digest FROM document ORDER BY digest"
_CONTENT = "SELECT content FROM document WHERE digest = ?"


def first_contradiction(session: Session) -> Text | None:
    """Return the first thing that is shown and not on record, or None."""
    return next(_contradictions(session), None)


def _contradictions(session: Session) -> Iterator[Text]:
    recorded, shown = list(session.texts(_SUBJECTS)), list(session.texts(_SHOWN))
    for key in sorted({*recorded, *shown}):
        if key not in shown or key not in recorded:
            yield _contradiction(key, "项目", "the rollout itself")
        else:
            yield from _of_rollout(session, key)
    yield from _of_answers(session)
    yield from _of_documents(session)


def _of_rollout(session: Session, key: str) -> Iterator[Text]:
    try:
        rollout, seq = _worked_out(session, key)
        if rollout != ReadTables().rollout(session, key):
            yield _contradiction(key, "状态快照", "its state")
        yield from _of_rows(session, rollout, seq)
    except (RolloutError, ValueError, LookupError) as error:
        said = (
            in_both(error, 500) if isinstance(error, RolloutError) else bounded(str(error), str(error), 500)
        )
        yield Text(
            zh=f"项目“{key}”无法由其事件重新推算：{said.zh}",
            en=f"Rollout {key!r} cannot be worked out from its events: {said.en}",
        )


def _worked_out(session: Session, key: str) -> tuple[Rollout, int]:
    """Return the rollout as its events say, and the number of the last one that changed it."""
    first, *rest = (row for row in _events(session, key) if not isinstance(row.event, CommandRefused))
    if not isinstance(first.event, RolloutStarted):
        raise LookupError(f"its first event is {first.event.type}")  # noqa: TRY004  # a record, not an argument
    playbook = PlaybookShelf().playbook(session, first.event.document)
    rollout = start(key, first.event, playbook, at=first.at)
    for row in rest:
        rollout = fold(rollout, (row.event,), row.at)
    return rollout, rest[-1].seq if rest else first.seq


def _events(session: Session, key: str) -> Iterator[EntryRow]:
    since = 0
    while rows := find_entries(session, Wanted(rollout=key, since_seq=since, limit=PAGE)):
        yield from rows
        since = rows[-1].seq + 1


def _of_rows(session: Session, rollout: Rollout, seq: int) -> Iterator[Text]:
    shown = session.one(_ROLLOUT, rollout.key)
    # What was shown was judged at the moment of its last change.
    at = read_time(shown[ROLLOUT.index("updated_at")])
    if tuple(shown) != (*rollout_line(rollout, at), seq):
        yield _contradiction(rollout.key, "列表行", "its line in the list")
    if [tuple(row) for row in session.rows(_GATES, rollout.key)] != gate_lines(rollout, at):
        yield _contradiction(rollout.key, "关卡表", "its gate table")
    if [tuple(row) for row in session.rows(_WAITING, rollout.key)] != waiting_lines(rollout, at):
        yield _contradiction(rollout.key, "待办", "what waits on whom")


def _of_answers(session: Session) -> Iterator[Text]:
    unanswered = session.row(_UNANSWERED)
    if unanswered is not None:
        yield _misanswered(unanswered[1])
    last = ""
    while rows := session.rows(_ANSWERS, last, PAGE):
        for request, answer, seq, leaf in rows:
            kept = KeptAnswer.model_validate_json(answer)
            if kept.leaf and (kept.seq, kept.leaf) != (seq, leaf.hex() if leaf else ""):
                yield _misanswered(request)
        last = rows[-1][0]


def _of_documents(session: Session) -> Iterator[Text]:
    for digest in session.texts(_DIGESTS):
        if sha256(session.one(_CONTENT, digest)[0]).hexdigest() != digest:
            yield Text(
                zh=f"文件 {digest} 的内容与其摘要不符。", en=f"Document {digest} is not what its digest says."
            )


def _contradiction(key: str, zh: str, en: str) -> Text:
    return Text(
        zh=f"项目“{key}”显示的内容与账本不符：{zh}。",
        en=f"What is shown of rollout {key!r} is not on record: {en}.",
    )


def _misanswered(request: str) -> Text:
    return Text(
        zh=f"请求 {request} 的答复与账本不符。",
        en=f"The answer to request {request} does not match the ledger.",
    )
