"""Going on from an older state of the ledger: somebody answers for it, and that is the ledger's next entry.

The entry holds the signed checkpoint that vouches for what was lost, so that nobody can say later that nothing was.
"""

from dataclasses import dataclass
from datetime import datetime

from playbooks.model.commands import Actor
from playbooks.model.events import LedgerRestored
from playbooks.model.ledger.checkpoint import Checkpoint
from playbooks.model.ledger.signing_key import SigningKey
from tasks.adapters.store.entries import Wanted, find_entries
from tasks.adapters.store.head import LedgerHead
from tasks.adapters.store.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Who answers for it, why and when; `id` is that of the request."""

    id: str
    actor: Actor
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class KeptBefore:
    """The checkpoint that was kept: as it is written, and what it states; nothing is stated where it cannot be believed."""

    note: bytes | None = None
    stated: Checkpoint | None = None


def record_restored(
    session: Session, head: LedgerHead, answering: Answering, *, kept: KeptBefore
) -> LedgerRestored:
    """Write the entry that says what was lost, who goes on, and why."""
    stated = kept.stated
    event = LedgerRestored(
        size=head.size,
        kept_size=stated.size if stated else None,
        kept_root=stated.root.hex() if stated else None,
        kept=kept.note.decode() if stated and kept.note else None,
        reason=answering.reason,
    )
    actor = answering.actor
    record: dict[str, object] = {
        # Not the id of a request: there is no rollout that could answer one.
        "id": f"{answering.id}.restored",
        "type": event.type,
        "actor": {
            "id": actor.key,
            "kind": actor.kind.value,
            "via": actor.via.value,
            "roles": [],
            "session": actor.session,
        },
        "subject": head.log,
        "data": event.model_dump(mode="json", exclude={"type"}),
    }
    head.append(session, [record], answering.at)
    head.write(session)
    return event


def signed(session: Session, head: LedgerHead, key: SigningKey | None) -> str | None:
    """Return the checkpoint that is kept from now on."""
    return None if key is None else head.sign(session, key)


def answered_for(session: Session, kept: Checkpoint) -> bool:
    """Tell whether somebody has answered for the loss of what this very checkpoint vouches for."""
    rows = find_entries(session, Wanted(types=("ledger.restored",)))
    return any(
        isinstance(row.event, LedgerRestored)
        and (row.event.kept_size, row.event.kept_root) == (kept.size, kept.root.hex())
        for row in rows
    )
