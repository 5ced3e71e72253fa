CREATE TABLE experiments (
    environment TEXT NOT NULL REFERENCES environments (key),
    key TEXT NOT NULL,
    status TEXT NOT NULL,
    -- What is evaluated, as the ruleset has it, with the status too.
    definition TEXT NOT NULL,
    description TEXT NOT NULL,
    hypothesis TEXT NOT NULL,
    -- A JSON array of metric keys.
    metrics TEXT NOT NULL,
    -- The layer it has slots in, if any.
    layer TEXT,
    winner TEXT,
    -- When it is to start and stop by itself.
    start_at BIGINT,
    stop_at BIGINT,
    -- When it did.
    started_at BIGINT,
    stopped_at BIGINT,
    search TEXT NOT NULL,
    revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (environment, key)
);

-- What is due to start or stop.
CREATE INDEX experiments_by_status ON experiments (status, environment, key);
