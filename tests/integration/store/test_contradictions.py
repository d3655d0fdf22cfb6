"""What is shown must be what is on record: full verification works it out and names a difference."""

from collections.abc import Callable
from hashlib import sha256

import pytest

from playbooks.model.ledger.verification import Level
from tasks.adapters.store import SqlStore
from tests.integration.store.story import Teller, item

SHOWN = {
    "the state": ("UPDATE rollout SET state = replace(state, 'tidy up', 'nothing')", "its state"),
    "the status in the list": ("UPDATE rollout SET status = 'completed'", "its line in the list"),
    "the number of the last entry": ("UPDATE rollout SET seq = seq - 1", "its line in the list"),
    "a gate's outcome": (
        "UPDATE gate SET outcome = 'passed' WHERE gate = 'design.document'",
        "its gate table",
    ),
    "a gate taken out": ("DELETE FROM gate WHERE gate = 'design.document'", "its gate table"),
    "somebody's inbox": ("DELETE FROM waiting", "what waits on whom"),
    "somebody else's inbox": ("UPDATE waiting SET person = 'wu_yan'", "what waits on whom"),
    "an answer": (
        """UPDATE request SET answer = replace(answer, '"seq":0', '"seq":1')""",
        "The answer to request",
    ),
    "an answer taken away": (
        "DELETE FROM request WHERE id = (SELECT event_id FROM ledger_entry WHERE seq = 0)",
        "The answer to request",
    ),
    "a rollout taken away": (
        "DELETE FROM gate; DELETE FROM waiting; DELETE FROM rollout",
        "the rollout itself",
    ),
}


@pytest.fixture
def told(teller: Teller, store: SqlStore) -> SqlStore:
    """A store with a rollout in which something waits on somebody."""
    teller.begin()
    teller.finish()
    teller.granted(item(1))
    return store


@pytest.mark.parametrize(("statements", "difference"), SHOWN.values(), ids=SHOWN)
def test_a_difference_is_named(
    told: SqlStore, tamper: Callable[..., None], statements: str, difference: str
) -> None:
    """The ledger itself still verifies; what is shown does not follow from it."""
    assert told.verify(Level.FULL).trouble is None
    tamper(*statements.split("; "))
    assert told.verify(Level.QUICK).verified
    report = told.verify(Level.FULL)
    assert report.trouble is not None
    assert difference in report.trouble.en


def test_a_changed_document_is_named(told: SqlStore, tamper: Callable[..., None]) -> None:
    """A document that was exchanged is no longer what its digest says."""
    digest = sha256(b"report").hexdigest()
    told.keep(digest, b"report")
    other = f"(SELECT content FROM document WHERE digest <> '{digest}')"  # noqa: S608  # a digest
    tamper(f"UPDATE document SET content = {other} WHERE digest = '{digest}'")  # noqa: S608  # a digest
    report = told.verify(Level.FULL)
    assert report.trouble is not None
    assert "is not what its digest says" in report.trouble.en
