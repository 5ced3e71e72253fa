-- The share of an environment's units that is in no experiment at all; no row holds nobody out.
CREATE TABLE holdouts (
    environment TEXT NOT NULL PRIMARY KEY REFERENCES environments (key),
    percent DOUBLE PRECISION NOT NULL,
    revision BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
