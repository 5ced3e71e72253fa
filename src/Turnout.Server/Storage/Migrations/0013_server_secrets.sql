-- Secrets that the servers of an installation share and make themselves: what they sign is short-lived.
CREATE TABLE server_secrets (
    name TEXT NOT NULL PRIMARY KEY,
    secret TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
