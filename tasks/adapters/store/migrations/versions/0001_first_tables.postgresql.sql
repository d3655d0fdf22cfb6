-- The ledger's name and the public half of the key that signs its checkpoints.
CREATE TABLE ledger_log (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    origin TEXT COLLATE "C" NOT NULL,
    verifier TEXT COLLATE "C" NOT NULL
);

-- One row: how far the ledger has come. Who writes it is the sequencer.
CREATE TABLE ledger_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL,
    last_leaf BYTEA NOT NULL,
    last_time TEXT COLLATE "C" NOT NULL,
    frontier BYTEA NOT NULL
);

-- `entry` holds the exact bytes that were hashed; all that is searched for is generated from them.
CREATE TABLE ledger_entry (
    seq BIGINT PRIMARY KEY,
    entry TEXT COLLATE "C" NOT NULL CHECK (octet_length(entry) <= 65535),
    leaf_hash BYTEA NOT NULL CHECK (octet_length(leaf_hash) = 32),
    event_id TEXT COLLATE "C" GENERATED ALWAYS AS ((entry::jsonb) -> 'event' ->> 'id') STORED,
    type TEXT COLLATE "C" GENERATED ALWAYS AS ((entry::jsonb) -> 'event' ->> 'type') STORED,
    actor TEXT COLLATE "C" GENERATED ALWAYS AS ((entry::jsonb) -> 'event' -> 'actor' ->> 'id') STORED,
    subject TEXT COLLATE "C" GENERATED ALWAYS AS ((entry::jsonb) -> 'event' ->> 'subject') STORED,
    at TEXT COLLATE "C" GENERATED ALWAYS AS ((entry::jsonb) ->> 'time') STORED
);

CREATE UNIQUE INDEX ledger_entry_event_id ON ledger_entry (event_id);

CREATE INDEX ledger_entry_subject ON ledger_entry (subject, seq);

-- Full tiles only: 256 hashes of the row below, and the root over them.
CREATE TABLE ledger_tile (
    level BIGINT NOT NULL,
    idx BIGINT NOT NULL,
    root BYTEA NOT NULL CHECK (octet_length(root) = 32),
    hashes BYTEA NOT NULL CHECK (octet_length(hashes) = 8192),
    PRIMARY KEY (level, idx)
);

CREATE TABLE ledger_checkpoint (
    size BIGINT PRIMARY KEY,
    root BYTEA NOT NULL CHECK (octet_length(root) = 32),
    note TEXT COLLATE "C" NOT NULL
);

CREATE TABLE request (
    id TEXT COLLATE "C" PRIMARY KEY,
    command TEXT COLLATE "C" NOT NULL,
    answer TEXT COLLATE "C" NOT NULL
);

CREATE TABLE document (
    digest TEXT COLLATE "C" PRIMARY KEY,
    content BYTEA NOT NULL
);

CREATE TABLE rollout (
    key TEXT COLLATE "C" PRIMARY KEY,
    playbook TEXT COLLATE "C" NOT NULL,
    title_zh TEXT COLLATE "C" NOT NULL,
    title_en TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    phase TEXT COLLATE "C",
    phase_status TEXT COLLATE "C",
    round BIGINT NOT NULL,
    started_at TEXT COLLATE "C" NOT NULL,
    updated_at TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    score BIGINT,
    in_use BIGINT NOT NULL,
    document TEXT COLLATE "C" NOT NULL REFERENCES document (digest),
    state TEXT COLLATE "C" NOT NULL
);

CREATE TABLE gate (
    rollout TEXT COLLATE "C" NOT NULL REFERENCES rollout (key),
    phase TEXT COLLATE "C" NOT NULL,
    gate TEXT COLLATE "C" NOT NULL,
    position BIGINT NOT NULL,
    parent TEXT COLLATE "C",
    kind TEXT COLLATE "C" NOT NULL,
    must_meet BIGINT NOT NULL,
    outcome TEXT COLLATE "C",
    waived BIGINT NOT NULL,
    title_zh TEXT COLLATE "C" NOT NULL,
    title_en TEXT COLLATE "C" NOT NULL,
    reason_zh TEXT COLLATE "C",
    reason_en TEXT COLLATE "C",
    deadline TEXT COLLATE "C",
    PRIMARY KEY (rollout, gate)
);

CREATE TABLE waiting (
    rollout TEXT COLLATE "C" NOT NULL REFERENCES rollout (key),
    person TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    about TEXT COLLATE "C" NOT NULL,
    position BIGINT NOT NULL,
    phase TEXT COLLATE "C",
    what_zh TEXT COLLATE "C" NOT NULL,
    what_en TEXT COLLATE "C" NOT NULL,
    due TEXT COLLATE "C",
    PRIMARY KEY (rollout, person, kind, about)
);

CREATE INDEX waiting_person ON waiting (person);

CREATE TABLE outbox (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rollout TEXT COLLATE "C" NOT NULL,
    lane TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    letter TEXT COLLATE "C" NOT NULL,
    posted_at TEXT COLLATE "C" NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    not_before TEXT COLLATE "C" NOT NULL,
    claimed_until TEXT COLLATE "C" NOT NULL DEFAULT '',
    delivered_at TEXT COLLATE "C",
    failure TEXT COLLATE "C"
);

CREATE INDEX outbox_undelivered ON outbox (rollout, lane, id) WHERE delivered_at IS NULL;

INSERT INTO ledger_head (id, size, last_leaf, last_time, frontier) VALUES (1, 0, '', '', '');

CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION '% on % is refused: the ledger only grows', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION ledger_entry_guard() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$ BEGIN
    IF NEW.seq IS DISTINCT FROM (SELECT coalesce(max(seq) + 1, 0) FROM ledger_entry)
        OR (NEW.entry::jsonb ->> 'seq')::bigint IS DISTINCT FROM NEW.seq THEN
        RAISE EXCEPTION 'a ledger entry takes the next number and an id of its own';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION ledger_head_guard() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$ BEGIN
    IF NEW.id IS DISTINCT FROM 1 OR NEW.size < OLD.size OR NEW.last_time < OLD.last_time
        OR NEW.size IS DISTINCT FROM (SELECT max(seq) + 1 FROM ledger_entry)
        OR NEW.last_leaf IS DISTINCT FROM (SELECT leaf_hash FROM ledger_entry WHERE seq = NEW.size - 1) THEN
        RAISE EXCEPTION 'the head of the ledger only moves to its newest entry';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION ledger_checkpoint_guard() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM ledger_checkpoint WHERE size >= NEW.size)
        OR NEW.size > (SELECT size FROM ledger_head) THEN
        RAISE EXCEPTION 'ledger checkpoints go forward and never past the head';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_entry_insert BEFORE INSERT ON ledger_entry
FOR EACH ROW EXECUTE FUNCTION ledger_entry_guard();

CREATE TRIGGER ledger_entry_change BEFORE UPDATE OR DELETE ON ledger_entry
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();

CREATE TRIGGER ledger_entry_truncate BEFORE TRUNCATE ON ledger_entry
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE TRIGGER ledger_head_update BEFORE UPDATE ON ledger_head
FOR EACH ROW EXECUTE FUNCTION ledger_head_guard();

CREATE TRIGGER ledger_head_change BEFORE INSERT OR DELETE ON ledger_head
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();

CREATE TRIGGER ledger_head_truncate BEFORE TRUNCATE ON ledger_head
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE TRIGGER ledger_tile_change BEFORE UPDATE OR DELETE ON ledger_tile
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();

CREATE TRIGGER ledger_tile_truncate BEFORE TRUNCATE ON ledger_tile
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE TRIGGER ledger_checkpoint_insert BEFORE INSERT ON ledger_checkpoint
FOR EACH ROW EXECUTE FUNCTION ledger_checkpoint_guard();

CREATE TRIGGER ledger_checkpoint_change BEFORE UPDATE OR DELETE ON ledger_checkpoint
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();

CREATE TRIGGER ledger_checkpoint_truncate BEFORE TRUNCATE ON ledger_checkpoint
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE TRIGGER ledger_log_change BEFORE UPDATE OR DELETE ON ledger_log
FOR EACH ROW EXECUTE FUNCTION ledger_refuse();

CREATE TRIGGER ledger_log_truncate BEFORE TRUNCATE ON ledger_log
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

-- ALWAYS: these also fire in a session that replays changes (session_replication_role = replica).
ALTER TABLE ledger_log
    ENABLE ALWAYS TRIGGER ledger_log_change,
    ENABLE ALWAYS TRIGGER ledger_log_truncate;

ALTER TABLE ledger_head
    ENABLE ALWAYS TRIGGER ledger_head_update,
    ENABLE ALWAYS TRIGGER ledger_head_change,
    ENABLE ALWAYS TRIGGER ledger_head_truncate;

ALTER TABLE ledger_entry
    ENABLE ALWAYS TRIGGER ledger_entry_insert,
    ENABLE ALWAYS TRIGGER ledger_entry_change,
    ENABLE ALWAYS TRIGGER ledger_entry_truncate;

ALTER TABLE ledger_tile
    ENABLE ALWAYS TRIGGER ledger_tile_change,
    ENABLE ALWAYS TRIGGER ledger_tile_truncate;

ALTER TABLE ledger_checkpoint
    ENABLE ALWAYS TRIGGER ledger_checkpoint_insert,
    ENABLE ALWAYS TRIGGER ledger_checkpoint_change,
    ENABLE ALWAYS TRIGGER ledger_checkpoint_truncate;
