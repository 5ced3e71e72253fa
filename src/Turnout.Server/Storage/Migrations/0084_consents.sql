-- Who has agreed to take part in sensitive experiments, and who has not or not any more.
CREATE TABLE consents (
    environment TEXT NOT NULL REFERENCES environments (key),
    unit TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    granted BOOLEAN NOT NULL,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (environment, unit, unit_id)
);
