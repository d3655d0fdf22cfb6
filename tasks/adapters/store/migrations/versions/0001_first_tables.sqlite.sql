-- The ledger's name and the public half of the key that signs its checkpoints.
CREATE TABLE ledger_log (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    origin TEXT NOT NULL,
    verifier TEXT NOT NULL
) STRICT;

-- One row: how far the ledger has come. Who writes it is the sequencer.
CREATE TABLE ledger_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    size INTEGER NOT NULL,
    last_leaf BLOB NOT NULL,
    last_time TEXT NOT NULL,
    frontier BLOB NOT NULL
) STRICT;

-- `entry` holds the exact bytes that were hashed; all that is searched for is generated from them.
CREATE TABLE ledger_entry (
    seq INTEGER PRIMARY KEY,
    entry TEXT NOT NULL CHECK (length(CAST(entry AS BLOB)) <= 65535),
    leaf_hash BLOB NOT NULL CHECK (length(leaf_hash) = 32),
    event_id TEXT GENERATED ALWAYS AS (json_extract(entry, '$.event.id')) VIRTUAL,
    type TEXT GENERATED ALWAYS AS (json_extract(entry, '$.event.type')) VIRTUAL,
    actor TEXT GENERATED ALWAYS AS (json_extract(entry, '$.event.actor.id')) VIRTUAL,
    subject TEXT GENERATED ALWAYS AS (json_extract(entry, '$.event.subject')) VIRTUAL,
    at TEXT GENERATED ALWAYS AS (json_extract(entry, '$.time')) VIRTUAL
) STRICT;

CREATE UNIQUE INDEX ledger_entry_event_id ON ledger_entry (event_id);

CREATE INDEX ledger_entry_subject ON ledger_entry (subject, seq);

-- Full tiles only: 256 hashes of the row below, and the root over them.
CREATE TABLE ledger_tile (
    level INTEGER NOT NULL,
    idx INTEGER NOT NULL,
    root BLOB NOT NULL CHECK (length(root) = 32),
    hashes BLOB NOT NULL CHECK (length(hashes) = 8192),
    PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_checkpoint (
    size INTEGER PRIMARY KEY,
    root BLOB NOT NULL CHECK (length(root) = 32),
    note TEXT NOT NULL
) STRICT;

CREATE TABLE request (
    id TEXT PRIMARY KEY,
    command TEXT NOT NULL,
    answer TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE document (
    digest TEXT PRIMARY KEY,
    content BLOB NOT NULL
) STRICT;

CREATE TABLE rollout (
    key TEXT PRIMARY KEY,
    playbook TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    status TEXT NOT NULL,
    phase TEXT,
    phase_status TEXT,
    round INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    seq INTEGER NOT NULL,
    score INTEGER,
    in_use INTEGER NOT NULL,
    document TEXT NOT NULL REFERENCES document (digest),
    state TEXT NOT NULL
) STRICT;

CREATE TABLE gate (
    rollout TEXT NOT NULL REFERENCES rollout (key),
    phase TEXT NOT NULL,
    gate TEXT NOT NULL,
    position INTEGER NOT NULL,
    parent TEXT,
    kind TEXT NOT NULL,
    must_meet INTEGER NOT NULL,
    outcome TEXT,
    waived INTEGER NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    reason_zh TEXT,
    reason_en TEXT,
    deadline TEXT,
    PRIMARY KEY (rollout, gate)
) STRICT, WITHOUT ROWID;

CREATE TABLE waiting (
    rollout TEXT NOT NULL REFERENCES rollout (key),
    person TEXT NOT NULL,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    position INTEGER NOT NULL,
    phase TEXT,
    what_zh TEXT NOT NULL,
    what_en TEXT NOT NULL,
    due TEXT,
    PRIMARY KEY (rollout, person, kind, about)
) STRICT, WITHOUT ROWID;

CREATE INDEX waiting_person ON waiting (person);

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rollout TEXT NOT NULL,
    lane TEXT NOT NULL,
    kind TEXT NOT NULL,
    letter TEXT NOT NULL,
    posted_at TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    not_before TEXT NOT NULL,
    claimed_until TEXT NOT NULL DEFAULT '',
    delivered_at TEXT,
    failure TEXT
) STRICT;

CREATE INDEX outbox_undelivered ON outbox (rollout, lane, id) WHERE delivered_at IS NULL;

INSERT INTO ledger_head (id, size, last_leaf, last_time, frontier) VALUES (1, 0, x'', '', x'');

-- REPLACE would push an older row out unseen, so the same id is refused here and not only by the index.
CREATE TRIGGER ledger_entry_insert BEFORE INSERT ON ledger_entry
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM ledger_entry)
    OR json_extract(NEW.entry, '$.seq') IS NOT NEW.seq
    OR EXISTS (SELECT 1 FROM ledger_entry WHERE event_id = NEW.event_id)
BEGIN SELECT RAISE(ABORT, 'a ledger entry takes the next number and an id of its own'); END;

CREATE TRIGGER ledger_entry_update BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'ledger entries are never changed'); END;

CREATE TRIGGER ledger_entry_delete BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'ledger entries are never deleted'); END;

CREATE TRIGGER ledger_head_insert BEFORE INSERT ON ledger_head
BEGIN SELECT RAISE(ABORT, 'the ledger has one head'); END;

CREATE TRIGGER ledger_head_update BEFORE UPDATE ON ledger_head
WHEN NEW.id IS NOT 1 OR NEW.size < OLD.size OR NEW.last_time < OLD.last_time
    OR (NEW.size, NEW.last_leaf) IS NOT (SELECT seq + 1, leaf_hash FROM ledger_entry ORDER BY seq DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'the head of the ledger only moves to its newest entry'); END;

CREATE TRIGGER ledger_head_delete BEFORE DELETE ON ledger_head
BEGIN SELECT RAISE(ABORT, 'the head of the ledger is never deleted'); END;

CREATE TRIGGER ledger_tile_insert BEFORE INSERT ON ledger_tile
WHEN EXISTS (SELECT 1 FROM ledger_tile WHERE level = NEW.level AND idx = NEW.idx)
BEGIN SELECT RAISE(ABORT, 'ledger tiles are written once'); END;

CREATE TRIGGER ledger_tile_update BEFORE UPDATE ON ledger_tile
BEGIN SELECT RAISE(ABORT, 'ledger tiles are never changed'); END;

CREATE TRIGGER ledger_tile_delete BEFORE DELETE ON ledger_tile
BEGIN SELECT RAISE(ABORT, 'ledger tiles are never deleted'); END;

CREATE TRIGGER ledger_checkpoint_insert BEFORE INSERT ON ledger_checkpoint
WHEN EXISTS (SELECT 1 FROM ledger_checkpoint WHERE size >= NEW.size)
    OR NEW.size > (SELECT size FROM ledger_head)
BEGIN SELECT RAISE(ABORT, 'ledger checkpoints go forward and never past the head'); END;

CREATE TRIGGER ledger_checkpoint_update BEFORE UPDATE ON ledger_checkpoint
BEGIN SELECT RAISE(ABORT, 'ledger checkpoints are never changed'); END;

CREATE TRIGGER ledger_checkpoint_delete BEFORE DELETE ON ledger_checkpoint
BEGIN SELECT RAISE(ABORT, 'ledger checkpoints are never deleted'); END;

CREATE TRIGGER ledger_log_insert BEFORE INSERT ON ledger_log WHEN EXISTS (SELECT 1 FROM ledger_log)
BEGIN SELECT RAISE(ABORT, 'the ledger has one name and one key'); END;

CREATE TRIGGER ledger_log_update BEFORE UPDATE ON ledger_log
BEGIN SELECT RAISE(ABORT, 'the name and key of the ledger are never changed'); END;

CREATE TRIGGER ledger_log_delete BEFORE DELETE ON ledger_log
BEGIN SELECT RAISE(ABORT, 'the name and key of the ledger are never deleted'); END;
