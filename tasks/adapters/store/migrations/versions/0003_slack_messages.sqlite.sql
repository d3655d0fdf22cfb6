-- One row a message; `ts` is empty until Slack has taken it, `doubtful` when a try to send it has no known end. A revision ends when what is to be decided on changes.
CREATE TABLE slack_message (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    rollout TEXT NOT NULL,
    about TEXT NOT NULL,
    phase TEXT,
    recipient TEXT NOT NULL,
    team TEXT NOT NULL,
    channel TEXT NOT NULL DEFAULT '',
    ts TEXT NOT NULL DEFAULT '',
    copy INTEGER NOT NULL DEFAULT 1,
    revision INTEGER NOT NULL DEFAULT 0,
    seen TEXT NOT NULL DEFAULT '',
    drawn TEXT NOT NULL DEFAULT '',
    closed INTEGER NOT NULL DEFAULT 0,
    doubtful INTEGER NOT NULL DEFAULT 0,
    claimed_until TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX slack_message_open ON slack_message (rollout, about, recipient) WHERE closed = 0;

CREATE UNIQUE INDEX slack_message_place ON slack_message (team, channel, ts) WHERE ts <> '';

CREATE TABLE slack_showing (
    message TEXT NOT NULL REFERENCES slack_message (id),
    revision INTEGER NOT NULL,
    seen TEXT NOT NULL,
    shown_at TEXT NOT NULL,
    PRIMARY KEY (message, revision)
) STRICT, WITHOUT ROWID;
