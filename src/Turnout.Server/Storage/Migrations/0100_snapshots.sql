-- Results of experiments as they were at an instant, each with a link for those who do not sign in.
CREATE TABLE snapshots (
    id TEXT NOT NULL PRIMARY KEY,
    environment TEXT NOT NULL REFERENCES environments (key),
    experiment TEXT NOT NULL,
    note TEXT NOT NULL,
    -- The SHA-256 of the link's token.
    hash TEXT NOT NULL UNIQUE,
    -- A JSON object, as it was computed.
    content TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- When the link ends; the snapshot stays.
    expires_at BIGINT NOT NULL
);
CREATE INDEX snapshots_by_experiment ON snapshots (environment, experiment, id);
