"""Exports to verify: of a store with a rollout in it, and of ledgers whose keeper signs whatever he likes."""

import json
import shutil
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from flows.entrypoints.verifier.program import main
from playbooks.model.ledger.checkpoint import Checkpoint, sign_checkpoint
from playbooks.model.ledger.entry import FIRST_PREV, make_entry
from playbooks.model.ledger.merkle import Frontier, leaf_hash
from playbooks.model.ledger.signing_key import SigningKey
from tasks.adapters.store import open_store
from tests.integration.store.story import Teller, TestClock, paper

LOG = "phasegate.test/ledger"
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
Verify = Callable[..., tuple[int, str]]


@pytest.fixture
def verify(capsys: pytest.CaptureFixture[str]) -> Verify:
    """The verifier: exit code and what it said."""

    def run(export: Path, *words: str, key: str) -> tuple[int, str]:
        code = main([str(export), "--key", key, "--lang", "en", *words])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An export of a store with documents and two checkpoints, and the public key; made once."""
    folder = tmp_path_factory.mktemp("original")
    store = open_store(f"sqlite:///{folder / 'store.db'}", origin=LOG, key=folder / "ledger.key")
    teller = Teller(store, TestClock())
    teller.begin()
    with store.transaction() as unit:
        unit.checkpoint(NOON)
    teller.granted(paper())
    store.export(folder / "export", documents=True)
    store.export(folder / "export.zip", documents=True)
    key = store.public_key
    store.close()
    return folder, key


@pytest.fixture
def exported(original: tuple[Path, str], tmp_path: Path) -> Path:
    """A copy of the export, for a test to change."""
    return shutil.copytree(original[0] / "export", tmp_path / "export")


@pytest.fixture
def key(original: tuple[Path, str]) -> str:
    """The public key of the export."""
    return original[1]


class Keeper:
    """Keeps a ledger and its key, and signs what no honest keeper would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.signing_key = SigningKey.generate(LOG)

    @property
    def key(self) -> str:
        """The public key."""
        return str(self.signing_key.verifier)

    def export(self, lines: Iterable[bytes], name: str = "signed") -> Path:
        """Write an export of any lines, under a checkpoint that is true to them."""
        place, tree, taken = self.folder / name, Frontier(), list(lines)
        place.mkdir()
        for line in taken:
            tree.append(leaf_hash(line))
        (place / "entries.jsonl").write_bytes(b"".join(line + b"\n" for line in taken))
        note = sign_checkpoint(Checkpoint(LOG, tree.size, tree.root()), self.signing_key)
        (place / "checkpoint").write_text(note, encoding="utf-8")
        (place / "documents.json").write_text("[]")
        return place


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    """The keeper of a ledger."""
    return Keeper(tmp_path)


def chained(*events: dict[str, object], log: str = LOG, step: int = 60) -> list[bytes]:
    """Return the entries of events, one after the other, `step` seconds apart."""
    lines: list[bytes] = []
    for seq, each in enumerate(events):
        prev = leaf_hash(lines[-1]).hex() if lines else FIRST_PREV
        lines.append(make_entry(each, log=log, prev=prev, seq=seq, time=NOON + timedelta(seconds=seq * step)))
    return lines


def event(number: int, **data: object) -> dict[str, object]:
    """Return the event with this number."""
    actor = {"id": "ann", "kind": "person", "via": "cli", "roles": ["pmo"], "session": None}
    return {"id": f"event-{number}", "type": "noted", "actor": actor, "subject": "crm", "data": data}


def forged(lines: list[bytes], at: int, old: bytes, new: bytes) -> list[bytes]:
    """Return the entries with one changed, and all behind it linked anew."""
    changed = [*lines[:at], lines[at].replace(old, new)]
    assert changed[at] != lines[at]
    for line in lines[at + 1 :]:
        prev = json.loads(line)["prev"].encode()
        changed.append(line.replace(prev, leaf_hash(changed[-1]).hex().encode()))
    return changed


def digest(content: bytes) -> str:
    """Return the SHA-256 of a document."""
    return sha256(content).hexdigest()
