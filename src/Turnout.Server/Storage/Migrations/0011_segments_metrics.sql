CREATE TABLE segments (
    environment TEXT NOT NULL REFERENCES environments (key),
    key TEXT NOT NULL,
    definition TEXT NOT NULL,
    description TEXT NOT NULL,
    search TEXT NOT NULL,
    revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (environment, key)
);

CREATE TABLE metrics (
    environment TEXT NOT NULL REFERENCES environments (key),
    key TEXT NOT NULL,
    definition TEXT NOT NULL,
    search TEXT NOT NULL,
    revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (environment, key)
);
