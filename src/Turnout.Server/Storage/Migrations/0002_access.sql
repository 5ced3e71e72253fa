CREATE TABLE access_keys (
    id TEXT NOT NULL PRIMARY KEY,
    -- Null for admin keys, which belong to no environment.
    environment TEXT REFERENCES environments (key),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    -- SHA-256 of the key, in hexadecimal; the key itself is never kept.
    hash TEXT NOT NULL UNIQUE,
    -- The key's last characters, by which people recognise it.
    hint TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX access_keys_by_environment ON access_keys (environment, id);

-- Browsers signed in to the admin UI.
CREATE TABLE access_sessions (
    hash TEXT NOT NULL PRIMARY KEY,
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- One-time sign-in addresses.
CREATE TABLE sign_in_links (
    hash TEXT NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
