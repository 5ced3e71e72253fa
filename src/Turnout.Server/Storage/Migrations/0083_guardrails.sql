-- How experiments are watched: what pauses them by itself.
CREATE TABLE guardrails (
    environment TEXT NOT NULL REFERENCES environments (key),
    experiment TEXT NOT NULL,
    -- A JSON object.
    document TEXT NOT NULL,
    -- False after it has paused the experiment, until someone sets it again.
    armed BOOLEAN NOT NULL,
    -- What it saw when it did: a JSON object.
    tripped TEXT,
    revision BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (environment, experiment)
);
