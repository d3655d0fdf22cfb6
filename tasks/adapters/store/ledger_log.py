"""Which ledger a store holds: its name, the key it began with, and what is wrong with the means of proof."""

from dataclasses import dataclass
from pathlib import Path

from playbooks.model.errors import InputError
from playbooks.model.ledger.signing_key import SigningKey, VerifierKey
from playbooks.model.text import Text
from tasks.adapters.store.kept_checkpoint import KeptCheckpoint, kept_beside, went_back
from tasks.adapters.store.log_key import find_key, first_key
from tasks.adapters.store.restoring import answered_for
from tasks.adapters.store.session import Session

_READ = "SELECT origin, verifier FROM ledger_log WHERE id = 1"
_BEGIN = "INSERT INTO ledger_log (id, origin, verifier) VALUES (1, ?, ?)"


@dataclass(frozen=True, slots=True)
class LedgerLog:
    """The ledger's name and keys; `halted` says why nothing may be written."""

    origin: str
    verifier: VerifierKey
    key_file: Path
    key: SigningKey | None
    kept: KeptCheckpoint
    alarms: tuple[Text, ...] = ()
    halted: Text | None = None

    @property
    def trusted(self) -> VerifierKey:
        """Return the key that checkpoints are verified with: the one in the file, if it can be read."""
        try:
            return SigningKey.parse(self.key_file.read_text(encoding="ascii").strip()).verifier
        except (OSError, UnicodeDecodeError, InputError):
            return self.verifier


def begin_log(session: Session, origin: str, key_file: Path) -> None:
    """Give a new ledger its name and key; one that has them keeps them."""
    if session.row(_READ) is None:
        session.run(_BEGIN, origin, str(first_key(key_file, origin).verifier))


def identify(session: Session, origin: str, key_file: Path, *, note: bytes | None) -> LedgerLog | None:
    """Return the ledger a store holds, with its alarms; None where it has not begun.

    `note` is the kept checkpoint, which must have been read before the session began: a ledger only grows.
    """
    row = session.row(_READ)
    if row is None:
        return None
    if row[0] != origin:
        raise InputError(
            "The store holds the ledger {found}, not {origin}; correct the name in the settings.",
            found=row[0],
            origin=origin,
        )
    verifier = VerifierKey.parse(row[1])
    kept = KeptCheckpoint(kept_beside(key_file), verifier)
    checkpoint, unreadable = kept.believed(note)
    key, keyless = find_key(key_file, verifier)
    halted = went_back(session, origin, checkpoint, path=kept.path)
    if halted is not None and checkpoint is not None and answered_for(session, checkpoint):
        kept.given_up, halted = checkpoint, None
    alarms = tuple(alarm for alarm in (halted, keyless, unreadable) if alarm is not None)
    return LedgerLog(origin, verifier, key_file, key, kept, alarms, halted)
