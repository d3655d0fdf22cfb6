-- One row a message; `ts` is empty until Slack has taken it, `doubtful` when a try to send it has no known end. A revision ends when what is to be decided on changes.
CREATE TABLE slack_message (
    id TEXT COLLATE "C" PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    rollout TEXT COLLATE "C" NOT NULL,
    about TEXT COLLATE "C" NOT NULL,
    phase TEXT COLLATE "C",
    recipient TEXT COLLATE "C" NOT NULL,
    team TEXT COLLATE "C" NOT NULL,
    channel TEXT COLLATE "C" NOT NULL DEFAULT '',
    ts TEXT COLLATE "C" NOT NULL DEFAULT '',
    copy INTEGER NOT NULL DEFAULT 1,
    revision INTEGER NOT NULL DEFAULT 0,
    seen TEXT COLLATE "C" NOT NULL DEFAULT '',
    drawn TEXT COLLATE "C" NOT NULL DEFAULT '',
    closed INTEGER NOT NULL DEFAULT 0,
    doubtful INTEGER NOT NULL DEFAULT 0,
    claimed_until TEXT COLLATE "C" NOT NULL DEFAULT '',
    made_at TEXT COLLATE "C" NOT NULL
);

CREATE INDEX slack_message_open ON slack_message (rollout, about, recipient) WHERE closed = 0;

CREATE UNIQUE INDEX slack_message_place ON slack_message (team, channel, ts) WHERE ts <> '';

CREATE TABLE slack_showing (
    message TEXT COLLATE "C" NOT NULL REFERENCES slack_message (id),
    revision INTEGER NOT NULL,
    seen TEXT COLLATE "C" NOT NULL,
    shown_at TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (message, revision)
);
