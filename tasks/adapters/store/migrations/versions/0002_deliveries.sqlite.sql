-- One row: a letter of the outbox went out over a channel. What is counted by channel keeps robots within their rate.
CREATE TABLE delivery (
    parcel INTEGER NOT NULL REFERENCES outbox (id),
    channel TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (parcel, channel)
) STRICT, WITHOUT ROWID;

CREATE INDEX delivery_channel ON delivery (channel, at);
