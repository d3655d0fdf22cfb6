-- One row: a letter of the outbox went out over a channel. What is counted by channel keeps robots within their rate.
CREATE TABLE delivery (
    parcel BIGINT NOT NULL REFERENCES outbox (id),
    channel TEXT COLLATE "C" NOT NULL,
    at TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (parcel, channel)
);

CREATE INDEX delivery_channel ON delivery (channel, at);
