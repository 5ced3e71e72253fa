CREATE TABLE audit (
    sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    environment TEXT,
    request_id TEXT,
    metadata TEXT NOT NULL,
    before TEXT,
    after TEXT,
    -- SHA-256 over this entry and the hash of the one before, in hexadecimal.
    hash TEXT NOT NULL
);

CREATE INDEX audit_by_target ON audit (target, sequence);
CREATE INDEX audit_by_kind ON audit (kind, sequence);
CREATE INDEX audit_by_environment ON audit (environment, sequence);
